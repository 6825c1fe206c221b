"""What crossings write into the ledger, and the matter of somebody hot."""

from django.utils.translation import gettext_lazy as _

from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import CaseType, Outcome

KEEP_DAYS = 60
OUTCOMES = {
    "passed": _("Drove on"),
    "turned_back": _("Turned back"),
    "second_check": _("To the second check"),
    "refused_question": _("Refused to answer"),
    "refused_measurement": _("Refused to be measured"),
}
_WORDS = {
    "outcome": _("Outcome"),
    **{f"outcome={code}": words for code, words in OUTCOMES.items()},
    "people": _("People in it"),
    "hot": _("Of them hot"),
    "announced": _("Of them announced"),
    "seconds": _("Seconds"),
    "cars": _("Cars"),
    "facility": _("Number"),
    "act": _("What was done"),
    "act=use": _("Used"),
    "act=disinfect": _("Disinfected"),
    "act=break": _("Out of order"),
    "act=mend": _("Mended"),
}
CAR = kinds.register(
    Kind(
        "crossing.car",
        _("Car checked"),
        frozenset({"plate", "people", "hot", "outcome", "seconds", "announced"}),
        KEEP_DAYS,
        _WORDS,
        effort=lambda body: ("scans", int(body["people"])),
    )
)
COUNTED = kinds.register(Kind("crossing.counted", _("Cars counted"), frozenset({"cars"}), KEEP_DAYS, _WORDS))
FACILITY = kinds.register(Kind("crossing.facility", _("Toilet"), frozenset({"facility", "act"}), KEEP_DAYS, _WORDS))
HOT = casetypes.register(
    CaseType(
        code="crossing_hot",
        label=_("Hot at a crossing"),
        outcomes={
            "normal": Outcome(_("Measured again: not hot")),
            "clinic": Outcome(_("Brought to the fever clinic"), needs_note=True),
            "turned_back": Outcome(_("Turned back; their district was told"), needs_note=True),
        },
        due_hours=1,
        keep_days=KEEP_DAYS,
    )
)
