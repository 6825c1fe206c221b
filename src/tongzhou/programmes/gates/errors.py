"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class CheckRefused(RuleBroken):
    code = "check_refused"
