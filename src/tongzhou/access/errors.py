"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class SignInRefused(RuleBroken):
    code = "sign_in_refused"


class AccountRefused(RuleBroken):
    code = "account_refused"


class DutyRefused(RuleBroken):
    code = "duty_refused"


class DeviceRefused(RuleBroken):
    """``is_over``: the device was withdrawn or lost; whatever it holds is to be destroyed."""

    code = "device_refused"
    is_over = False


class DeviceWithdrawn(DeviceRefused):
    code = "device_withdrawn"
    is_over = True
