"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class CaseRefused(RuleBroken):
    code = "case_refused"


class CaseUnknown(RuleBroken):
    code = "case_unknown"
