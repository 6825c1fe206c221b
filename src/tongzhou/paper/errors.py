"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class SheetUnknown(RuleBroken):
    code = "sheet_unknown"


class SheetRefused(RuleBroken):
    code = "paper_refused"
