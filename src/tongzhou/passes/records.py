"""What passes write into the ledger, and the matter that an appeal opens."""

from django.utils.translation import gettext_lazy as _

from tongzhou.access.permissions import Permission
from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import Act, CaseType, Outcome
from tongzhou.passes.codes import Kind as Sort
from tongzhou.passes.models import State

KEEP_DAYS = 180
WHY = {
    "moved": _("Moved away"),
    "lent": _("Used by somebody else"),
    "wrong": _("Issued by mistake"),
    "stolen": _("Lost or stolen"),
    "isolating": _("Staying at home by agreement"),
    "zone": _("All older passes of the place"),
}
_WORDS = {
    "kind": _("Kind"),
    **{f"kind={sort.value}": sort.label for sort in Sort},
    "state": _("State"),
    **{f"state={state.value}": state.label for state in State},
    "why": _("Why"),
    **{f"why={code}": words for code, words in WHY.items()},
}
ISSUED = kinds.register(Kind("pass.issued", _("Pass issued"), frozenset({"pass", "kind", "paper"}), KEEP_DAYS, _WORDS))
CHANGED = kinds.register(
    Kind("pass.changed", _("Pass changed"), frozenset({"pass", "kind", "state", "why"}), KEEP_DAYS, _WORDS)
)
PROFILED = kinds.register(
    Kind(
        "pass.profiled",
        _("Profile of a compound"),
        frozenset({"sort", "elderly", "property_firm", "entrances", "open_entrances", "outings", "days"}),
        KEEP_DAYS,
    )
)
APPEAL = casetypes.register(
    CaseType(
        code="pass_appeal",
        label=_("Appeal about a pass"),
        outcomes={
            "given_again": Outcome(_("A new pass was issued")),
            "stands": Outcome(_("The decision stands; told why"), needs_note=True),
        },
        due_hours=24,
        keep_days=KEEP_DAYS,
        permissions={Act.CLOSE: Permission.PASS_REVOKE},
    )
)
