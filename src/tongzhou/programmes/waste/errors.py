"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class StopUnknown(RuleBroken):
    code = "stop_unknown"


class BagsRefused(RuleBroken):
    code = "bags_refused"
