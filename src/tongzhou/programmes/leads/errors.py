"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class RowRefused(RuleBroken):
    code = "row_refused"


class ListRefused(RuleBroken):
    code = "list_refused"
