"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class SignInRefused(RuleBroken):
    code = "sign_in_refused"


class AccountRefused(RuleBroken):
    code = "account_refused"


class DutyRefused(RuleBroken):
    code = "duty_refused"
