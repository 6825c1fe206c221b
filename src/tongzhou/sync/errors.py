"""What is refused of a batch as a whole."""

from tongzhou.kernel.errors import RuleBroken


class BatchRefused(RuleBroken):
    code = "batch_refused"


class OutsideDuty(RuleBroken):
    code = "outside_duty"


class AppOutdated(RuleBroken):
    code = "app_outdated"
