"""What is refused here, each by its name."""

from tongzhou.kernel.errors import RuleBroken


class IsolationRefused(RuleBroken):
    code = "isolation_refused"


class AlreadyIsolating(RuleBroken):
    code = "already_isolating"


class IsolationUnknown(RuleBroken):
    code = "isolation_unknown"


class ReportRefused(RuleBroken):
    code = "report_refused"


class NotOver(RuleBroken):
    code = "not_over"


class RoomFull(RuleBroken):
    code = "room_full"
