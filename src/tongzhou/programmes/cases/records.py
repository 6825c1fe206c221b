"""What cases write into the ledger, and the work that follows from them."""

from django.utils.translation import gettext_lazy as _

from tongzhou.access.permissions import Permission
from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import Act, CaseType, Outcome
from tongzhou.response.rules import Rule, register

KEEP_DAYS = 365
#: How long before the first complaint somebody may have caught it (control plan, fourth edition).
INCUBATION_DAYS = 14
FOLLOWS = register(
    Rule(
        code="contact_follows",
        label=_("What follows for a close contact"),
        words=_("Asked when somebody is judged to be a close contact of a case."),
        default="work",
        choices={
            "work": _("work of four hours where they live"),
            "isolation": _("isolation is opened at once, for somebody to go to the door and order it"),
        },
    )
)
NOTICED = kinds.register(Kind("case.noticed", _("Notice of the health authority"), frozenset({"state"}), KEEP_DAYS))
JUDGED = kinds.register(
    Kind("case.contact", _("Judged by the rule for contacts"), frozenset({"kind", "rule", "is_close"}), KEEP_DAYS)
)
HOME = casetypes.register(
    CaseType(
        code="case_home",
        label=_("Around a door: disinfect, close, tell the neighbours"),
        outcomes={
            "done": Outcome(_("Disinfected; rules for the building hold")),
            "not_here": Outcome(_("Does not live here"), needs_note=True),
            "lifted": Outcome(_("No longer needed"), needs_note=True),
        },
        due_hours=6,
        keep_days=KEEP_DAYS,
    )
)
#: Closed by the action alone that ends the passes, or that says why they need not end.
ZONE = casetypes.register(
    CaseType(
        code="case_zone",
        label=_("End the older passes of a building"),
        outcomes={
            "done": Outcome(_("Ended; new ones are handed out")),
            "not_needed": Outcome(_("Not needed, with the reason"), needs_note=True),
        },
        due_hours=4,
        keep_days=KEEP_DAYS,
        permissions={Act.CLOSE: Permission.MATTER_DECIDE},
        page="cases:zone",
    )
)
TRACE = casetypes.register(
    CaseType(
        code="case_contact",
        label=_("Bring into isolation today"),
        outcomes={
            "isolated": Outcome(_("In isolation")),
            "refuses": Outcome(_("Refuses: the procedure has begun")),
            "elsewhere": Outcome(_("Lives elsewhere; told them there"), needs_note=True),
            "not_found": Outcome(_("Could not be found; the police helps"), needs_note=True, attempts=3),
            "lifted": Outcome(_("No longer needed"), needs_note=True),
        },
        due_hours=4,
        keep_days=KEEP_DAYS,
    )
)
