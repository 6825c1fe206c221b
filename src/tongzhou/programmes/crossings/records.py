"""What crossings write into the ledger, and the matter of somebody hot."""

from django.utils.translation import gettext_lazy as _

from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import CaseType, Outcome
from tongzhou.programmes.crossings.models import Stage

KEEP_DAYS = 60
OUTCOMES = {
    "passed": _("Drove on"),
    "turned_back": _("Turned back"),
    "second_check": _("To the second check"),
    "refused_question": _("Refused to answer"),
    "refused_measurement": _("Refused to be measured"),
}
ONWARD = {"onward": _("On to the check"), "turned_back": _("Turned back")}
SECOND_OUTCOMES = {
    "passed": _("Drove on"),
    "turned_back": _("Turned back"),
    "clinic": _("Brought to the fever clinic"),
}
_WORDS = {
    "outcome": _("Outcome"),
    **{f"outcome={code}": words for code, words in (OUTCOMES | ONWARD | SECOND_OUTCOMES).items()},
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
    "stage": _("Stage"),
    **{f"stage={kind.value}": kind.label for kind in Stage.Kind},
    "metres": _("Metres before the crossing"),
    "open": _("In use"),
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
PRECHECKED = kinds.register(
    Kind("crossing.prechecked", _("Car pre-checked"), frozenset({"plate", "outcome", "announced"}), KEEP_DAYS, _WORDS)
)
RECHECKED = kinds.register(
    Kind("crossing.rechecked", _("Car checked again"), frozenset({"plate", "outcome", "hot"}), KEEP_DAYS, _WORDS)
)
STAGE = kinds.register(
    Kind("crossing.stage", _("Stage moved"), frozenset({"stage", "metres", "open"}), KEEP_DAYS, _WORDS)
)
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
