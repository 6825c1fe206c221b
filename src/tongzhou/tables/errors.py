"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class TableUnknown(RuleBroken):
    code = "table_unknown"


class AlreadyAnswered(RuleBroken):
    code = "already_answered"


class OrderRefused(RuleBroken):
    code = "order_refused"


class ReasonNeeded(RuleBroken):
    code = "reason_needed"
