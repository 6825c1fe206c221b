"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class WorkbookRefused(RuleBroken):
    code = "workbook_refused"


class TableUnknown(RuleBroken):
    code = "table_unknown"


class ReasonNeeded(RuleBroken):
    code = "reason_needed"
