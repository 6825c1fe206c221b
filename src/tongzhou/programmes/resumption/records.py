"""The matters of an application, and what resumption writes into the ledger."""

from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from tongzhou.access.permissions import Permission
from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import RECORDED, STAGED, STANDARD, Act, CaseType, Move, Outcome, State
from tongzhou.matters.hours import OFFICE
from tongzhou.programmes.resumption.models import Exempt

KEEP_DAYS = 365
#: Two working days of six office hours each.
SIGN_HOURS = 12
_WORDS = {
    "move": _("Step"),
    "move=pass": _("Checked by the town or park"),
    "move=file": _("Filed by the district"),
    "outcome": _("Outcome"),
    "outcome=allowed": _("Allowed to work"),
    "outcome=sent_back": _("Sent back to the firm"),
    "outcome=stopped": _("Stopped"),
    "why": _("Why"),
    "why=case": _("A case among the staff"),
    "why=visit": _("Found on site"),
    "why=order": _("By order of the district"),
    "exempt": _("Exempt class"),
    **{f"exempt={code}": words for code, words in Exempt.choices},
}
ASKED = kinds.register(Kind("resumption.asked", _("Firm asked and told"), frozenset(), KEEP_DAYS, _WORDS))
APPLIED = kinds.register(Kind("resumption.applied", _("Application made"), frozenset({"exempt"}), KEEP_DAYS, _WORDS))
MOVED = kinds.register(Kind("resumption.moved", _("Application went on"), RECORDED, KEEP_DAYS, _WORDS))
ENDED = kinds.register(Kind("resumption.ended", _("Application decided"), RECORDED, KEEP_DAYS, _WORDS))
STOPPED = kinds.register(Kind("resumption.stopped", _("Firm stopped"), frozenset({"why"}), KEEP_DAYS, _WORDS))

#: Steps and the end are taken by the actions of this room alone, which hold the checklist: no role decides otherwise.
RESUMPTION = casetypes.register(
    CaseType(
        code="resumption",
        label=_("Application to resume work"),
        outcomes={
            "allowed": Outcome(_("Allowed to work"), stages=frozenset({"visiting"})),
            "sent_back": Outcome(_("Sent back, with what is lacking"), needs_note=True),
            "stopped": Outcome(_("Stopped"), needs_note=True),
        },
        due_hours=24,
        keep_days=KEEP_DAYS,
        transitions=STAGED,
        permissions=dict.fromkeys((Act.STEP, Act.CLOSE), Permission.MATTER_DECIDE),
        stages={
            "checking": _("Applied, being checked"),
            "filing": _("Checked, to be filed"),
            "visiting": _("Filed, to be visited"),
        },
        moves={
            "pass": Move(
                label=_("Checked by the town or park"),
                stages=frozenset({"checking"}),
                target="filing",
                permission=Permission.RESUMPTION_CHECK,
                due_hours=48,
            ),
            "file": Move(
                label=_("Filed by the district"),
                stages=frozenset({"filing"}),
                target="visiting",
                permission=Permission.RESUMPTION_FILE,
                due_hours=48,
            ),
        },
        records={Act.STEP: MOVED, Act.CLOSE: ENDED},
    )
)
SIGN = casetypes.register(
    CaseType(
        code="resumption_sign",
        label=_("Sign an application to resume work"),
        outcomes={
            "agreed": Outcome(_("Agreed")),
            "objected": Outcome(_("Objected, with the reason"), needs_note=True),
            "over": Outcome(_("Decided without it")),
        },
        due_hours=SIGN_HOURS,
        keep_days=KEEP_DAYS,
        transitions=MappingProxyType({**STANDARD, (State.OPEN, Act.CLOSE): State.CLOSED}),
        permissions={Act.CLOSE: Permission.RESUMPTION_SIGN},
        office=OFFICE,
    )
)
STOPPED_FIRM = casetypes.register(
    CaseType(
        code="resumption_stopped",
        label=_("Firm stopped by a case: close it, list who was near"),
        outcomes={
            "closed": Outcome(_("Closed; the list was handed to the health authority"), needs_note=True),
            "not_so": Outcome(_("Is not so, with the reason"), needs_note=True),
        },
        due_hours=4,
        keep_days=KEEP_DAYS,
        page="resumption:stopped",
    )
)
