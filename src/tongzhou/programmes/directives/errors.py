"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class DirectiveRefused(RuleBroken):
    code = "directive_refused"


class DirectiveUnknown(RuleBroken):
    code = "directive_unknown"
