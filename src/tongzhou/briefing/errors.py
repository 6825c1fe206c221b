"""What is refused here."""

from tongzhou.kernel.errors import RuleBroken


class BriefSigned(RuleBroken):
    code = "brief_signed"


class BriefUnknown(RuleBroken):
    code = "brief_unknown"


class ValueRefused(RuleBroken):
    code = "value_refused"


class TemplateRefused(RuleBroken):
    code = "template_refused"


class CodeUnknown(RuleBroken):
    code = "code_unknown"
