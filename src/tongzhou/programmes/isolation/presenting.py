"""Isolation in words: what makes a dwelling fit, who is in the team, what each step of the ladder asks for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.programmes.isolation.records import REFUSAL

DWELLING = (
    ("room", _("A room of one's own, better with its own toilet")),
    ("air", _("A window that opens; no shared air conditioning")),
    ("helper", _("Somebody brings food and takes the rubbish")),
    ("nobody_frail", _("Nobody old, ill or pregnant in the same rooms")),
)
TEAM = {"committee": _("Committee"), "clinic": _("Health centre"), "police": _("Police")}
_HINTS = {
    "persuade": _("Who spoke with the person, about what, and the answer."),
    "propose": _("Why persuasion is at its end. Add the signed record of the persuasions as a photo."),
    "turn_down": _("What is still to be tried."),
    "decide": _("What is decided and why, in words that the person may read."),
    "confirm": _("What you checked."),
    "serve": _("Who handed it over, when, and whether it was received."),
    "transfer": _("How, when, and by whom."),
}


@dataclass(frozen=True)
class MoveForm:
    """``asks``: what the form holds besides words."""

    code: str
    label: Promise | str
    hint: Promise | str
    asks: frozenset[str]


_ASKS = {"propose": frozenset({"record"}), "decide": frozenset({"basis"}), "transfer": frozenset({"site", "police"})}


def form_of(code: str) -> MoveForm:
    return MoveForm(code, REFUSAL.moves[code].label, _HINTS[code], _ASKS.get(code, frozenset()))
