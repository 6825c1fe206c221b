"""Rulings in words."""

from dataclasses import dataclass

from tongzhou.response import rules
from tongzhou.response.errors import RulingUnknown
from tongzhou.response.models import Ruling
from tongzhou.response.rules import LEVEL


@dataclass(frozen=True, slots=True)
class Told:
    ruling: Ruling
    rule: str
    value: str
    levels: str

    @property
    def is_waiting(self) -> bool:
        return self.ruling.is_confirmed is None


def told(ruling: Ruling) -> Told:
    """A rule that no room declares any more is told by its code."""
    levels = " · ".join(LEVEL.told(one) for one in ruling.levels)
    try:
        rule = rules.get(ruling.code)
    except RulingUnknown:
        return Told(ruling, ruling.code, ruling.value, levels)
    return Told(ruling, str(rule.label), rule.told(ruling.value), levels)
