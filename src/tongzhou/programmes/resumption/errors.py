"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class FirmRefused(RuleBroken):
    code = "firm_refused"


class ApplicationRefused(RuleBroken):
    code = "application_refused"


class TooEarly(RuleBroken):
    """The firm may not resume on that day: the dated rule says so."""

    code = "too_early"


class StaffRefused(RuleBroken):
    code = "staff_refused"


class RequirementRefused(RuleBroken):
    code = "requirement_refused"


class WrongStage(RuleBroken):
    code = "wrong_stage"


class SecondPersonNeeded(RuleBroken):
    code = "second_person_needed"


class NotFound(RuleBroken):
    code = "not_found"
