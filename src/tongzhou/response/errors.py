"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class RulingRefused(RuleBroken):
    code = "ruling_refused"


class RulingUnknown(RuleBroken):
    code = "ruling_unknown"


class SecondPersonNeeded(RuleBroken):
    code = "second_person_needed"
