"""What is counted, declared beside the programme that knows the rule. Pure.

Never let a rule look at anything but the coded keys of an entry: it is run again at every rebuild.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Body = Mapping[str, Any]
Family = Literal["imported", "spread", "work"]

#: The two families of the situation (防输入, 防扩散) and what is done about them, in the order of a board.
FAMILIES: Mapping[Family, Promise] = {"imported": _("Imported risk"), "spread": _("Spread"), "work": _("Work done")}


@dataclass(frozen=True)
class Indicator:
    """``counts`` says whether an entry of ``kinds`` with this body is one, or how many where it vouches for many.

    ``per`` person: distinct persons, once a day, by the first entry of that day; ``per`` entry: every entry. ``at``:
    the leaf place that the count hangs on. ``note`` says in words what is and is not counted.
    """

    code: str
    label: Promise | str
    note: Promise | str
    kinds: frozenset[str]
    counts: Callable[[Body], bool | int]
    per: Literal["person", "entry"] = "person"
    at: Literal["dwelling", "post"] = "dwelling"
    family: Family = "work"
    unit: Promise | str = ""


INDICATORS: dict[str, Indicator] = {}


def register(indicator: Indicator) -> Indicator:
    """Declare it once. Raises ValueError when another bears its code."""
    if INDICATORS.setdefault(indicator.code, indicator) != indicator:
        raise ValueError(f"two indicators are called {indicator.code}")
    return indicator


def kinds() -> frozenset[str]:
    """Every kind of entry that any indicator counts."""
    return frozenset().union(*(indicator.kinds for indicator in INDICATORS.values()))
