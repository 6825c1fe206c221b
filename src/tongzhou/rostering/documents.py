"""A roster problem and a plan: the only words that the solver and the independent checker share.

Days are counted from 0; ``Problem.first_weekday`` says which day of the week day 0 is (0 is Monday). Minutes are whole.
Never put a rule here: this file says what can be stated, ``checking`` what it means.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

MISSING_WEIGHT = {1: 100, 2: 10, 3: 1}
"""What an empty place costs by its priority, where the document does not say."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At least and at most; ``weight`` is the cost of each unit outside, None where it must hold."""

    least: int | None = None
    most: int | None = None
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a contract says about one person's whole rota. ``weekend_days``: of a weekend that is worked at all."""

    minutes: Limit | None = None
    shifts: Limit | None = None
    consecutive_shifts: Limit | None = None
    consecutive_days_off: Limit | None = None
    weekends: Limit | None = None
    weekend_days: Limit | None = None
    nights: Limit | None = None
    of_type: Mapping[str, Limit] = field(default_factory=dict)
    consecutive_of: Mapping[str, Limit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rest rule with its source. ``kind`` is one of ``RULE_KINDS``; ``contracts``: only these, all when empty."""

    id: str
    kind: str
    value: int
    source: str
    contracts: tuple[str, ...] = ()


RULE_KINDS = {
    "longest_shift": "minutes of one shift",
    "least_rest": "minutes between the end of a shift and the start of the next",
    "nights_in_a_row": "night shifts in a row",
    "days_in_a_row": "days worked in a row",
    "week_minutes": "minutes worked in a calendar week",
    "week_days": "days worked in a calendar week",
    "meal_relief": "minutes of a shift from which a meal is relieved",
}


@dataclass(frozen=True, slots=True)
class Shift:
    """``start``: minute of the day; ``not_before``: shifts that must not follow on the next day."""

    id: str
    minutes: int
    start: int = 0
    not_before: frozenset[str] = frozenset()
    is_night: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """``point``: longitude and latitude in degrees; ``area``: the town, for people who serve one only."""

    id: str
    area: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class History:
    """How somebody enters day 0. All zero and no ``last_shift``: nothing is known, and nothing is held against them."""

    last_shift: str = ""
    days_worked: int = 0
    days_off: int = 0
    same_shift: int = 0
    nights_in_a_row: int = 0
    nights: int = 0
    weekends: int = 0
    week_minutes: int = 0
    week_days: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """``roles``, ``areas``: empty means any. ``off`` and ``leave`` are days; ``is_reserve``: kept for drop-outs."""

    id: str
    contract: str = ""
    limits: Limits = field(default_factory=Limits)
    roles: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    works_nights: bool = True
    home: tuple[float, float] | None = None
    most_metres: int | None = None
    off: frozenset[int] = frozenset()
    leave: frozenset[int] = frozenset()
    is_reserve: bool = False
    history: History = History()


@dataclass(frozen=True, slots=True)
class Station:
    """Where somebody stands: a post, the role there, the skills it asks for. Empty words mean none is named."""

    post: str = ""
    role: str = ""
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cover:
    """``count`` people at a station in a shift of a day; ``over`` None: no more than ``count`` may stand there.

    ``under``: cost of each one missing; None takes ``MISSING_WEIGHT`` of the priority. Several lines may
    speak of one slot.
    """

    day: int
    shift: str
    count: int
    station: Station = Station()
    under: int | None = None
    over: int | None = None
    priority: int = 2

    @property
    def missing_weight(self) -> int:
        return MISSING_WEIGHT[self.priority] if self.under is None else self.under


@dataclass(frozen=True, slots=True)
class Wish:
    """``wants`` the shift (or, when False, not) at the cost of ``weight`` where it is not met."""

    person: str
    day: int
    shift: str
    weight: int
    wants: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """One person in one shift of one day."""

    person: str
    day: int
    shift: str
    post: str = ""
    role: str = ""
    skills: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def station(self) -> Station:
        return Station(self.post, self.role, self.skills)


Objective = Literal["lexicographic", "weighted"]


@dataclass(frozen=True, slots=True)
class Problem:
    """``objective``: the levels legal, cover, stability, fairness, distance; or the weighted sum that is stated.

    ``notes``: what of the document could not be kept, in words. ``metres``: distances that override points.
    """

    days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    cover: tuple[Cover, ...]
    first_weekday: int = 0
    objective: Objective = "weighted"
    rules: tuple[Rule, ...] = ()
    posts: tuple[Post, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pinned: tuple[Assignment, ...] = ()
    published: tuple[Assignment, ...] = ()
    metres: Mapping[tuple[str, str], int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def stations(self) -> tuple[Station, ...]:
        """Every station that cover or an assignment names, in the order in which they are met."""
        named = [line.station for line in self.cover] + [one.station for one in (*self.pinned, *self.published)]
        return tuple(dict.fromkeys(named)) or (Station(),)

    def weekday(self, day: int) -> int:
        return (self.first_weekday + day) % 7


@dataclass(frozen=True, slots=True)
class Level:
    """One level of what a plan costs. ``bound``: no plan equal on the levels above can be lower; None: unknown."""

    name: str
    value: float
    bound: float | None = None

    @property
    def gap(self) -> float | None:
        """The share of the value that is not proved needed; 0 is proved best."""
        if self.bound is None:
            return None
        return 0.0 if self.value <= self.bound else (self.value - self.bound) / self.value


@dataclass(frozen=True, slots=True)
class Plan:
    """``notes``: what is missing and why, in words. ``is_proved``: nothing better exists."""

    assignments: tuple[Assignment, ...]
    levels: tuple[Level, ...] = ()
    notes: tuple[str, ...] = ()
    seed: int = 0
    steps: int = 0

    @property
    def is_proved(self) -> bool:
        return bool(self.levels) and all(level.gap == 0 for level in self.levels)
