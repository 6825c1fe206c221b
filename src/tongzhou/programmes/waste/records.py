"""What waste writes into the ledger: counts of bags at a place, of nobody; and the work of a missed door."""

from django.utils.translation import gettext_lazy as _

from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import CaseType, Outcome

KEEP_DAYS = 60
FETCHED = kinds.register(
    Kind(
        "waste.fetched",
        _("Waste fetched at a door"),
        frozenset({"bags"}),
        180,
        {"bags": _("Bags")},
        effort=lambda body: ("doors", 1),
    )
)
MISSING = kinds.register(Kind("waste.missed", _("Door missed by the waste round"), frozenset(), 180))
ARRIVED = kinds.register(
    Kind(
        "waste.arrived",
        _("Waste arrived at the special lane"),
        frozenset({"bags", "counted"}),
        180,
        {"bags": _("Bags"), "counted": _("Counted at the lane")},
    )
)
MISSED = casetypes.register(
    CaseType(
        code="waste_missed",
        label=_("Waste of a door was not fetched"),
        outcomes={
            "fetched": Outcome(_("Fetched after all")),
            "none": Outcome(_("Nothing to fetch"), needs_note=True),
        },
        due_hours=4,
        keep_days=KEEP_DAYS,
    )
)
DIFFERS = casetypes.register(
    CaseType(
        code="waste_differs",
        label=_("Bags counted at the lane differ"),
        outcomes={"found": Outcome(_("Explained"), needs_note=True)},
        due_hours=4,
        keep_days=KEEP_DAYS,
    )
)
