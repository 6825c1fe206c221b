"""How a compound's passes are handed out, from its profile. Pure; the words are for whoever plans the round."""

from dataclasses import dataclass
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.passes.models import Profile

#: From so many of a hundred who are sixty or over, people are not asked to come and queue, nor to use a telephone.
ELDERLY_FROM = 30
_DOORS_AN_HOUR, _COUNTER_AN_HOUR = 20, 60


@dataclass(frozen=True)
class Way:
    """``hands`` for one day of eight hours; ``guards`` on duty at one time."""

    code: str
    words: Promise
    is_paper: bool
    hands: int
    guards: int


def way(profile: Profile, households: int) -> Way:
    """Door to door where many are old, at the property firm's counter where there is one, else in slots at the desk."""
    guards = profile.open_entrances * (1 if profile.has_property_firm else 2)
    if profile.elderly >= ELDERLY_FROM:
        words = _("Many residents are old: bring the passes to the doors, on paper, in large type.")
        return Way("doors", words, True, _hands(households, _DOORS_AN_HOUR), guards)
    if profile.has_property_firm:
        words = _("The property firm's counter hands them out, a slot for each door.")
        return Way("counter", words, False, _hands(households, _COUNTER_AN_HOUR), guards)
    words = _("At the desk, a slot for each door, so that nobody waits in a crowd.")
    return Way("slots", words, False, _hands(households, _COUNTER_AN_HOUR), guards)


def _hands(households: int, an_hour: int) -> int:
    return max(1, ceil(households / (an_hour * 8)))
