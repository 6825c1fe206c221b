"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class ErrandUnknown(RuleBroken):
    code = "errand_unknown"


class ErrandBegun(RuleBroken):
    code = "errand_begun"
