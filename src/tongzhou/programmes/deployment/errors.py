"""What can be wrong when people are sent."""

from tongzhou.kernel.errors import RuleBroken


class WorkerRefused(RuleBroken):
    code = "worker_refused"


class OrderRefused(RuleBroken):
    code = "order_refused"


class NeedRefused(RuleBroken):
    code = "need_refused"


class PlacingRefused(RuleBroken):
    code = "placing_refused"


class ShiftRefused(RuleBroken):
    code = "shift_refused"


class RotaRefused(RuleBroken):
    code = "rota_refused"


class CheckInRefused(RuleBroken):
    code = "check_in_refused"


class NotFound(RuleBroken):
    code = "deployment_not_found"


class VolunteerRefused(RuleBroken):
    code = "volunteer_refused"


class ReliefRefused(RuleBroken):
    code = "relief_refused"


class SwapRefused(RuleBroken):
    code = "swap_refused"
