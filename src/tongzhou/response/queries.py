"""What holds of a rule, now or at a moment that is over. Rulings name nobody: no scope is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from time import monotonic

from tongzhou.kernel import clock
from tongzhou.response import rules
from tongzhou.response.models import Ruling
from tongzhou.response.rules import FEVER, LEVEL, Rule

HISTORY = 100


@dataclass(frozen=True, slots=True)
class Held:
    """What holds of a rule. ``ruling``: None where nobody has ruled, and the rule's own value holds."""

    rule: Rule
    value: str
    ruling: Ruling | None

    @property
    def told(self) -> str:
        return self.rule.told(self.value)


_remembered: tuple[float, list[Ruling]] | None = None


def forget() -> None:
    """A ruling was confirmed in this process: read them again."""
    global _remembered
    _remembered = None


def _confirmed() -> list[Ruling]:
    """As they were at most a second ago."""
    global _remembered
    if _remembered is None or monotonic() - _remembered[0] > 1:
        _remembered = (monotonic(), list(Ruling.objects.filter(is_confirmed=True)))
    return _remembered[1]


def held(rule: Rule, at: datetime | None = None) -> Held:
    """What holds (now), by what had been confirmed by then."""
    moment = at or clock.now()
    level = held(LEVEL, moment).value if rule.by_level else ""
    known = [
        (one.from_at, one.answered_at, one)
        for one in _confirmed()
        if one.code == rule.code and one.from_at <= moment and one.answered_at and one.answered_at <= moment
        if not rule.by_level or level in one.levels
    ]
    last = max(known, key=lambda found: found[:2])[2] if known else None
    return Held(rule, last.value if last else rule.default, last)


def value(rule: Rule, at: datetime | None = None) -> str:
    return held(rule, at).value


def then(at: datetime, wanted: Iterable[Rule]) -> list[Held]:
    """The level and the wanted rules, as they held at the moment."""
    return [held(rule, at) for rule in (LEVEL, *wanted)]


def overview(at: datetime) -> list[Held]:
    """Every rule as it held at the moment, the level first."""
    return [held(rule, at) for rule in rules.every()]


def fever_from() -> float:
    """Degrees Celsius from which a reading is hot now. Asked for every reading, so worked out once a second."""
    _confirmed()
    return _fever(_remembered and _remembered[0], int(clock.now().timestamp()))


@lru_cache(maxsize=1)
def _fever(read_at: float | None, second: int) -> float:
    return float(value(FEVER))


def history(code: str = "") -> list[Ruling]:
    """What was set, newest first."""
    found = Ruling.objects.filter(code=code) if code else Ruling.objects.all()
    return list(found.order_by("-set_at", "-id")[:HISTORY])
