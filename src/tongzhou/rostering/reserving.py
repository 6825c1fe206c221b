"""How many to keep in reserve: days played through by chance, everybody of a plan away at the rate of absence told.

One shift at a time: so many of those who should come do not, so many of the reserve do not either, and the rest of the
reserve takes the places it has the skills for (Hall 1935: it can, when every set of skills that is missing meets enough
of them). With one skill and one rate this is the binomial formula, which the tests compare. Absences are independent
of one another: a wave that strikes many at once needs a higher rate, not this page. Places that the plan itself leaves
empty are `shortages`' matter.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tongzhou.rostering.documents import Plan, Problem
from tongzhou.rostering.tables import Array

Skills = frozenset[str]
AIM = 0.95
TRIALS = 10_000
MOST_ABSENT = 0.5
_MOST_KINDS = 10


@dataclass(frozen=True, slots=True)
class Sized:
    """One shift of one day. ``reserve``: how many with which skills; ``chances[n]``: that no place is empty with n.

    The last of ``chances`` is reached with the whole ``reserve``. ``people``: who should come to these places.
    """

    day: int
    shift: str
    people: int
    reserve: tuple[tuple[tuple[str, ...], int], ...]
    chances: tuple[float, ...]

    @property
    def number(self) -> int:
        return len(self.chances) - 1


def reserve(
    problem: Problem,
    plan: Plan,
    absent: float,
    *,
    by_person: Mapping[str, float] | None = None,
    aim: float = AIM,
    priority: int = 2,
    seed: int = 1,
    trials: int = TRIALS,
) -> list[Sized]:
    """The reserve of each shift with which all places up to ``priority`` are filled with the chance ``aim`` at least.

    ``absent``: the share of shifts to which nobody comes, of the reserve too; ``by_person`` stands over it. Raises
    ``ValueError`` where a rate is not from 0 to a half, or the aim not from 0 to below 1.
    """
    if not 0 <= aim < 1:
        raise ValueError(f"{aim:g} is no chance from 0 to below 1.")
    for share in (absent, *(by_person or {}).values()):
        if not 0 <= share <= MOST_ABSENT:
            raise ValueError(f"{share:g} is no share from 0 to {MOST_ABSENT}.")
    asked = {(line.day, line.shift, line.station) for line in problem.cover if line.priority <= priority}
    rates: dict[tuple[int, str], dict[Skills, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in plan.assignments:
        if (one.day, one.shift, one.station) in asked:
            rates[one.day, one.shift][one.skills].append((by_person or {}).get(one.person, absent))
    order = {shift.id: index for index, shift in enumerate(problem.shifts)}
    found = []
    for day, shift in sorted(rates, key=lambda key: (key[0], order[key[1]])):
        random = np.random.default_rng(seed)  # the same chance for all, so that shifts that are alike get alike answers
        found.append(_sized(day, shift, rates[day, shift], absent, aim, random, trials))
    return found


def _sized(
    day: int, shift: str, rates: Mapping[Skills, list[float]], absent: float, aim: float,
    random: np.random.Generator, trials: int,
) -> Sized:  # fmt: skip
    """One more of the skills that help most, until the aim is reached."""
    kinds = sorted(rates, key=sorted)
    away = np.stack([(random.random((trials, len(rates[kind]))) < rates[kind]).sum(axis=1) for kind in kinds], axis=1)
    sets, come = _sets(kinds), np.zeros((trials, len(kinds)), dtype=np.int64)
    number, chances = [0] * len(kinds), [_chance(away, come, sets)]
    while chances[-1] < aim:
        one = random.random(trials) >= absent
        tries = []
        for index in range(len(kinds)):
            come[:, index] += one
            tries.append(_chance(away, come, sets) + _shortfall(away, come, sets) * -1e-6)
            come[:, index] -= one
        best = int(np.argmax(tries))
        come[:, best] += one
        number[best] += 1
        chances.append(_chance(away, come, sets))
    named = tuple((tuple(sorted(kind)), count) for kind, count in zip(kinds, number, strict=True) if count)
    return Sized(day, shift, sum(map(len, rates.values())), named, tuple(chances))


def _sets(kinds: list[Skills]) -> list[tuple[Array, Array]]:
    """Sets of kinds of places, each with the kinds of people who can take one of them; alone where they are many."""
    sizes = range(1, len(kinds) + 1) if len(kinds) <= _MOST_KINDS else (1, len(kinds))
    able = np.array([[have >= want for have in kinds] for want in kinds])
    chosen = [list(some) for size in sizes for some in combinations(range(len(kinds)), size)]
    return [(np.array(some), np.flatnonzero(able[some].any(axis=0))) for some in chosen]


def _short(away: Array, come: Array, sets: list[tuple[Array, Array]]) -> Array:
    """By trial, how many places stay empty at least (exactly, where every set was asked)."""
    short: Array = np.max([away[:, want].sum(axis=1) - come[:, have].sum(axis=1) for want, have in sets], axis=0)
    return short


def _chance(away: Array, come: Array, sets: list[tuple[Array, Array]]) -> float:
    return float((_short(away, come, sets) <= 0).mean())


def _shortfall(away: Array, come: Array, sets: list[tuple[Array, Array]]) -> float:
    return float(np.maximum(_short(away, come, sets), 0).mean())
