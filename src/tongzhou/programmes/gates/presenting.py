"""Verdicts in words that a guard can act on: colour, sign, word, and what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.passes.judging import Colour, Reason, Verdict
from tongzhou.passes.queries import short

_TONES = {Colour.GREEN: ("good", "✓"), Colour.AMBER: ("warn", "!"), Colour.RED: ("bad", "✕")}
WORDS: dict[Reason, tuple[Promise, Promise]] = {
    Reason.GOOD: (_("Valid"), _("Measure, then let through.")),
    Reason.OLD_LIST: (
        _("Valid, by an old list"),
        _("Long without news from the office. Measure; connect soon."),
    ),
    Reason.UNREADABLE: (_("Not readable"), _("Scan again, or type the number under the square.")),
    Reason.UNKNOWN_KEY: (_("Too new for this device"), _("Connect once, then scan again; or type the number.")),
    Reason.FORGED: (_("Not issued by us"), _("Do not let through. Keep calm, note what you saw in the duty log.")),
    Reason.FOREIGN: (_("For another place"), _("This pass opens the gates of another place. Register a visitor.")),
    Reason.EARLY: (_("Not valid yet"), _("It holds from a later time. Ask at the desk.")),
    Reason.EXPIRED: (_("Expired"), _("Send to the desk for a new one; the holder may appeal there.")),
    Reason.REVOKED: (
        _("Revoked"),
        _("Do not let through with it. The holder may appeal at the desk."),
    ),
    Reason.STILL_PICTURE: (
        _("A picture, not the live page"),
        _("Ask for the page itself, or type the number."),
    ),
    Reason.HOUSEHOLD_OUT: (
        _("The household was out"),
        _("Its rule allows no further outing today. To a doctor always."),
    ),
    Reason.NOT_LISTED: (_("Number not on this list"), _("Type it once more, or register a visitor.")),
    Reason.OVERRIDE: (_("Through at once"), _("Written down; nothing else is asked.")),
}


@dataclass(frozen=True)
class Shown:
    tone: str
    sign: str
    title: Promise
    words: Promise
    number: str


def shown(verdict: Verdict) -> Shown:
    title, words = WORDS[verdict.reason]
    number = short(verdict.number) if verdict.number is not None else ""
    return Shown(*_TONES[verdict.colour], title, words, number)
