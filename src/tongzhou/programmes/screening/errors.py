"""What can be wrong when doors and numbers are screened."""

from tongzhou.kernel.errors import RuleBroken


class TargetRefused(RuleBroken):
    code = "target_refused"


class ContactRefused(RuleBroken):
    code = "contact_refused"


class ScriptRefused(RuleBroken):
    code = "script_refused"


class NotFound(RuleBroken):
    code = "screening_not_found"


class DwellingRefused(RuleBroken):
    code = "dwelling_refused"


class AskedAlready(RuleBroken):
    """Somebody else finished the target in between."""

    code = "asked_already"
