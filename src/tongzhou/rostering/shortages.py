"""What must stay empty, whoever plans: the greatest flow from people through their days to places, and its least cut.

People who can do the same are one node with a number. Rest between shifts is not in the network (it can only make it
worse), so the number is a floor.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from tongzhou.rostering import flows
from tongzhou.rostering.documents import Problem
from tongzhou.rostering.tables import Tables, least, tables


@dataclass(frozen=True, slots=True)
class Group:
    """Places that share too few people: ``rules`` counts, by reason, why others cannot take them."""

    places: int
    people: int
    missing: int
    shifts: tuple[str, ...]
    posts: tuple[str, ...]
    rules: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        why = ", ".join(f"{rule} {number}" for rule, number in self.rules)
        return f"{self.places} places share {self.people} eligible people; at least {self.missing} stay empty ({why})"


@dataclass(frozen=True, slots=True)
class Shortage:
    """``missing``: places that must stay empty; ``weight``: the least they cost; ``group``: who is behind it."""

    demand: int
    missing: int
    weight: float
    group: Group | None = None


def shortage(problem: Problem) -> Shortage:
    """How many places must stay empty, and who is asked for too often."""
    return unavoidable(tables(problem))


def unavoidable(made: Tables) -> Shortage:
    """The same from tables that are there already."""
    need = made.need.max(axis=3)
    demand = int(need.sum())
    people, classes, places = _groups(made)
    tails, heads, room, node = _network(made, people, classes, places, need)
    most, _flow, side = flows.most_flow(tails, heads, room, 0, 1)
    missing = demand - most
    if not missing:
        return Shortage(demand, 0, 0.0)
    cut = [key for key, number in node.items() if key[0] == "place" and number in side]
    return Shortage(demand, missing, float(_weight(made, missing)), _group(made, cut, places, need, missing))


def _weight(made: Tables, missing: int) -> int:
    """The cheapest places, by priority, as many as must stay empty."""
    weights: Counter[int] = Counter()
    for line in made.problem.cover:
        weights[line.missing_weight] += line.count
    total = 0
    for weight in sorted(weights):
        taken = min(missing, weights[weight])
        total, missing = total + taken * weight, missing - taken
    return total


def _groups(made: Tables) -> tuple[dict[bytes, list[int]], dict[bytes, int], dict[bytes, list[int]]]:
    """People alike in what they may do and how much; stations alike in who may stand there."""
    places: dict[bytes, list[int]] = defaultdict(list)
    for station in range(len(made.stations)):
        places[made.fits[:, station].tobytes()].append(station)
    firsts = [listed[0] for listed in places.values()]
    people: dict[bytes, list[int]] = defaultdict(list)
    for row, person in enumerate(made.problem.people):
        key = made.may[row].tobytes() + made.fits[row, firsts].tobytes() + str(_room(made.problem, row)).encode()
        people[key + person.contract.encode()].append(row)
    return people, {key: rows[0] for key, rows in people.items()}, places


def _room(problem: Problem, row: int) -> tuple[int, ...]:
    """The most shifts of each week, then of all days together."""
    person = problem.people[row]
    shortest = min(shift.minutes for shift in problem.shifts)
    week = least(problem, person, "week_days")
    week = 7 if week is None else week
    minutes = least(problem, person, "week_minutes")
    week = week if minutes is None else min(week, minutes // shortest)
    total = person.limits.minutes
    most = problem.days if total is None or total.most is None or total.weight is not None else total.most // shortest
    shifts = person.limits.shifts
    if shifts is not None and shifts.most is not None and shifts.weight is None:
        most = min(most, shifts.most)
    return week, most


def _network(
    made: Tables, people: dict[bytes, list[int]], firsts: dict[bytes, int], places: dict[bytes, list[int]],
    need: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict[tuple[Any, ...], int]]:  # fmt: skip
    problem = made.problem
    arcs: list[tuple[int, int, int]] = []
    node: dict[tuple[Any, ...], int] = {}

    def number(*key: object) -> int:
        return node.setdefault(key, len(node) + 2)

    for key, rows in people.items():
        first, (week_most, most) = firsts[key], _room(problem, firsts[key])
        arcs.append((0, number("group", key), most * len(rows)))
        for day in range(problem.days):
            week = (problem.first_weekday + day) // 7
            if day == 0 or problem.weekday(day) == 0:
                arcs.append((number("group", key), number("week", key, week), week_most * len(rows)))
            arcs.append((number("week", key, week), number("day", key, day), len(rows)))
            for shift in np.flatnonzero(made.may[first, day, 1:]):
                for place, stations in places.items():
                    if made.fits[first, stations[0]] and need[day, shift, stations].sum():
                        arcs.append((number("day", key, day), number("place", day, int(shift), place), len(rows)))
    for day, shift in np.ndindex(*need.shape[:2]):
        for place, stations in places.items():
            if wanted := int(need[day, shift, stations].sum()):
                arcs.append((number("place", day, shift, place), 1, wanted))
    array = np.array(arcs, dtype=np.int64).reshape(-1, 3)
    return array[:, 0].copy(), array[:, 1].copy(), array[:, 2].copy(), node


def _group(
    made: Tables, cut: list[tuple[Any, ...]], places: dict[bytes, list[int]],
    need: np.ndarray, missing: int,
) -> Group:  # fmt: skip
    """The places beyond the cut, who could take one of them, and why the others cannot."""
    shifts: set[str] = set()
    posts: set[str] = set()
    eligible = np.zeros(len(made.problem.people), dtype=bool)
    rules: Counter[str] = Counter()
    total = 0
    for _kind, day, shift, place in cut:
        stations = places[place]
        total += int(need[day, shift, stations].sum())
        shifts.add(made.problem.shifts[int(shift)].id)
        posts |= {made.stations[one].post for one in stations if need[day, shift, one]}
        eligible |= made.may[:, day, int(shift) + 1] & made.fits[:, stations[0]]
    fits = np.zeros(len(eligible), dtype=bool)
    for key in {str(one[3]): one[3] for one in cut}.values():
        fits |= made.fits[:, places[key][0]]
    rules["role, skill, area or distance"] = int((~fits).sum())
    rules["leave, day off, nights or reserve"] = int((fits & ~eligible).sum())
    return Group(total, int(eligible.sum()), missing, tuple(sorted(shifts)), tuple(sorted(posts)), tuple(rules.items()))
