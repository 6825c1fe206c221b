"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class CarRefused(RuleBroken):
    code = "car_refused"


class NotFree(RuleBroken):
    """The facility has to be disinfected first."""

    code = "not_free"


class FacilityUnknown(RuleBroken):
    code = "facility_unknown"


class StageRefused(RuleBroken):
    code = "stage_refused"
