"""What is refused when somebody is told something."""

from tongzhou.kernel.errors import RuleBroken


class MessageRefused(RuleBroken):
    code = "message_refused"


class MessageUnknown(RuleBroken):
    code = "message_unknown"


class LineRefused(RuleBroken):
    code = "line_refused"
