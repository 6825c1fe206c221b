"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class PassUnreadable(RuleBroken):
    """The one error of the decoder: this is no pass, or one that is damaged."""

    code = "pass_unreadable"


class PassRefused(RuleBroken):
    code = "pass_refused"


class PassUnknown(RuleBroken):
    code = "pass_unknown"


class NotItsTurn(RuleBroken):
    """The act does not fit what the pass is: collected twice, revoked already …"""

    code = "not_its_turn"
