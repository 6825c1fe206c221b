"""What gates write into the ledger, and the matters that follow."""

from django.utils.translation import gettext_lazy as _

from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import CaseType, Outcome

KEEP_DAYS = 60
#: The order of these three numbers their codes in the rows: only ever add to an end.
WHO = {
    "pass": _("With a pass"),
    "visitor": _("Visitor"),
    "courier": _("Courier, without contact"),
    "ambulance": _("Ambulance"),
    "fire": _("Fire brigade"),
    "evacuation": _("Evacuation"),
}
OVERRIDES = ("ambulance", "fire", "evacuation")
OUTCOMES = {
    "passed": _("Let through"),
    "turned_back": _("Not let in"),
    "refused_question": _("Refused to answer"),
    "refused_measurement": _("Refused to be measured"),
    "refused_mask": _("Refused a mask"),
}
TOPICS = {
    "mask": _("Reminded of the mask"),
    "crowd": _("Asked not to stand together"),
    "register": _("Told to register"),
}
_WORDS = {
    "checks": _("Checks"),
    "hot": _("Hot"),
    "refused": _("Refused to comply"),
    "topic": _("About"),
    **{f"topic={code}": words for code, words in TOPICS.items()},
}
#: For all checks of one batch on one day: how many, and ``marks``, the mark of each row (see rows), in base 64.
CHECKED = kinds.register(
    Kind(
        "gate.checks",
        _("Gate checks"),
        frozenset({"checks", "hot", "refused", "marks"}),
        KEEP_DAYS,
        _WORDS,
        effort=lambda body: ("scans", int(body["checks"])),
    )
)
TALKED = kinds.register(Kind("gate.talked", _("Reminder without names"), frozenset({"topic"}), KEEP_DAYS, _WORDS))
HOT = casetypes.register(
    CaseType(
        code="gate_hot",
        label=_("Hot at the gate"),
        outcomes={
            "normal": Outcome(_("Measured again: not hot")),
            "clinic": Outcome(_("Brought to the fever clinic"), needs_note=True),
            "home": Outcome(_("At home, the clinic was told"), needs_note=True),
            "gone": Outcome(_("Went away; nobody knows who"), needs_note=True),
        },
        due_hours=1,
        keep_days=KEEP_DAYS,
    )
)
LATE = casetypes.register(
    CaseType(
        code="gate_late",
        label=_("Late check of a gate"),
        outcomes={
            "explained": Outcome(_("Explained"), needs_note=True),
            "spoken": Outcome(_("Spoken with the holder"), needs_note=True),
            "revoked": Outcome(_("The pass was revoked")),
        },
        due_hours=24,
        keep_days=KEEP_DAYS,
    )
)
LATE_WORDS = {
    "revoked_green": _("Pass %(number)s was let through after it was revoked."),
    "two_gates": _("Pass %(number)s was at two gates within %(minutes)d minutes."),
    "household": _("The household of pass %(number)s was out more often than its rule allows."),
}
