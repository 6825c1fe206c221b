"""The kind of entry a publication writes, the status a hit sets, the matters that a hit and a proposal open."""

from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from tongzhou.access.permissions import Permission
from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import STANDARD, Act, CaseType, Outcome, State
from tongzhou.people import statuses
from tongzhou.people.statuses import ENDINGS, StatusKind

PUBLISHED = kinds.register(
    Kind("riskareas.published", _("Risk areas published"), frozenset({"number", "rules", "begun", "ended"}), 3650)
)
FROM_RISK_AREA = statuses.register(
    StatusKind(
        "risk_area",
        _("Was in a risk area"),
        {"stay": _("A stay that the list names")},
        endings={**ENDINGS, "off_list": _("The place is off the list, or the history was corrected")},
    )
)
DOOR = casetypes.register(
    CaseType(
        code="door_list",
        label=_("Visit: was in a risk area"),
        outcomes={
            "told": Outcome(_("Met and told; stays at home")),
            "known": Outcome(_("Has been told before")),
            "wrong": Outcome(_("Was not there: the history is to be corrected"), needs_note=True),
            "gone": Outcome(_("Lives here no longer"), needs_note=True),
            "not_found": Outcome(_("Could not be found"), attempts=3),
            "off_list": Outcome(_("The place is off the list")),
        },
        due_hours=24,
        keep_days=180,
        transitions=MappingProxyType(
            {**STANDARD, (State.OPEN, Act.CLOSE): State.CLOSED, (State.RETURNED, Act.CLOSE): State.CLOSED}
        ),
    )
)
#: Closed by the action alone that puts the place on the draft, or that says why not.
PROPOSED = casetypes.register(
    CaseType(
        code="risk_proposal",
        label=_("A place proposed for the list of risk areas"),
        outcomes={
            "on_draft": Outcome(_("On the draft of the list")),
            "not_needed": Outcome(_("Not needed, with the reason"), needs_note=True),
        },
        due_hours=12,
        keep_days=365,
        permissions={Act.CLOSE: Permission.MATTER_DECIDE},
        page="riskareas:proposal",
    )
)
