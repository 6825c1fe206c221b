"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class UnitRefused(RuleBroken):
    code = "unit_refused"


class StaffRefused(RuleBroken):
    code = "staff_refused"
