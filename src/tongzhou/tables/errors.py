"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class TableUnknown(RuleBroken):
    code = "table_unknown"


class ReasonNeeded(RuleBroken):
    code = "reason_needed"
