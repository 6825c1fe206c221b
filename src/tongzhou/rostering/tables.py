"""A problem as arrays: people by days by options (0 is off, then the shifts), and people by stations.

Levels are scaled into one number: one unit of a higher level outweighs whatever the lower ones can lose in exchange.
"""

from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongzhou.rostering.documents import Person, Problem, Shift, Station

Array = NDArray[Any]
COVER, STABILITY, FAIRNESS = 1e7, 1e6, 1e5
METRES = 10
"""The unit of distance in the scaled sum."""
NEVER = 1e13
_EARTH = 111_320.0
_DAY = 1440


@dataclass(frozen=True, slots=True)
class Arcs:
    """What each person could do on a day: ``option`` at ``station`` (-1: rest) at ``cost``."""

    person: Array
    option: Array
    station: Array
    cost: Array


@dataclass(frozen=True, slots=True)
class Tables:
    """``may``: person, day, option; ``cost``: the same shape; ``fits``, ``far``: person, station (``far`` scaled).

    ``need``, ``under``, ``over``: day, shift, station, in layers (last axis) where several lines speak of one slot.
    ``published``, ``pinned``: person, day → shift * stations + station; -1 off, -2 nothing said.
    """

    problem: Problem
    stations: tuple[Station, ...]
    may: Array
    cost: Array
    fits: Array
    far: Array
    need: Array
    under: Array
    over: Array
    published: Array
    pinned: Array


def follows(problem: Problem, person: Person) -> Array:
    """Which shift may follow which on the next day for this person: forbidden successions and least rest."""
    rest = least(problem, person, "least_rest")
    return np.array([[_may_follow(one, other, rest or 0) for other in problem.shifts] for one in problem.shifts])


def _may_follow(one: Shift, other: Shift, rest: int) -> bool:
    return other.id not in one.not_before and _DAY + other.start - one.start - one.minutes >= rest


def least(problem: Problem, person: Person, kind: str) -> int | None:
    """The strictest number that the rules of this kind set for somebody; None where none speaks."""
    found = [
        rule.value
        for rule in problem.rules
        if rule.kind == kind and (not rule.contracts or person.contract in rule.contracts)
    ]
    return None if not found else max(found) if kind == "least_rest" else min(found)


def tables(problem: Problem, *, with_reserve: bool = False) -> Tables:
    """Everything that the solver asks, computed once."""
    stations = problem.stations
    shape = (len(problem.people), problem.days, len(problem.shifts) + 1)
    fits, far = _fits(problem, stations)
    may = _may(problem, shape, with_reserve)
    need, under, over = _cover(problem, stations)
    published, pinned = _fixed(problem, stations, problem.published), _fixed(problem, stations, problem.pinned)
    _honour(may, fits, pinned, len(stations))
    return Tables(problem, stations, may, _wishes(problem, shape), fits, far, need, under, over, published, pinned)


def _honour(may: Array, fits: Array, pinned: Array, stations: int) -> None:
    """A pin that is possible leaves that option only; one that is not is let go (``check`` of the pins tells it)."""
    for person, day in np.argwhere(pinned >= 0):
        shift, station = divmod(int(pinned[person, day]), stations)
        if may[person, day, shift + 1] and fits[person, station]:
            may[person, day] = False
            may[person, day, shift + 1] = True
        else:
            pinned[person, day] = -2


def _may(problem: Problem, shape: tuple[int, int, int], with_reserve: bool) -> Array:
    may = np.ones(shape, dtype=bool)
    for row, person in enumerate(problem.people):
        if person.is_reserve and not with_reserve:
            may[row, :, 1:] = False
        for day in person.off | person.leave:
            may[row, day, 1:] = False
        longest = least(problem, person, "longest_shift")
        for index, shift in enumerate(problem.shifts, 1):
            is_short = longest is None or shift.minutes <= longest
            if not is_short or (shift.is_night and not person.works_nights):
                may[row, :, index] = False
    return may


def _wishes(problem: Problem, shape: tuple[int, int, int]) -> Array:
    cost = np.zeros(shape)
    rows = {person.id: row for row, person in enumerate(problem.people)}
    options = {shift.id: index for index, shift in enumerate(problem.shifts, 1)}
    scale = 1.0 if problem.objective == "weighted" else 0.0
    for wish in problem.wishes:
        line, option = cost[rows[wish.person], wish.day], options[wish.shift]
        if wish.wants:
            line += wish.weight * scale
            line[option] -= wish.weight * scale
        else:
            line[option] += wish.weight * scale
    return cost


def _fits(problem: Problem, stations: tuple[Station, ...]) -> tuple[Array, Array]:
    posts = {post.id: post for post in problem.posts}
    metres = _metres(problem, stations)
    fits = np.ones((len(problem.people), len(stations)), dtype=bool)
    areas = np.array([posts[one.post].area if one.post in posts else "" for one in stations])
    for row, person in enumerate(problem.people):
        if person.roles:
            fits[row] &= [not one.role or one.role in person.roles for one in stations]
        if any(one.skills for one in stations):
            fits[row] &= [one.skills <= person.skills for one in stations]
        if person.areas:
            fits[row] &= np.isin(areas, ["", *person.areas])
        if person.most_metres is not None:
            fits[row] &= metres[row] <= person.most_metres
    return fits, metres / METRES if problem.objective == "lexicographic" else np.zeros_like(metres)


def _metres(problem: Problem, stations: tuple[Station, ...]) -> Array:
    """Straight lines; good to a part in a thousand inside a district."""
    points = {post.id: post.point for post in problem.posts if post.point}
    homes = np.array([person.home or (np.nan, np.nan) for person in problem.people], dtype=float).reshape(-1, 2)
    ends = np.array([points.get(one.post) or (np.nan, np.nan) for one in stations], dtype=float)
    mean = float(np.nanmean(ends[:, 1])) if np.isfinite(ends[:, 1]).any() else 0.0
    east = (homes[:, None, 0] - ends[None, :, 0]) * _EARTH * cos(radians(mean))
    north = (homes[:, None, 1] - ends[None, :, 1]) * _EARTH
    metres: Array = np.nan_to_num(np.hypot(east, north)).round()
    rows = {person.id: row for row, person in enumerate(problem.people)}
    for (person, post), told in problem.metres.items():
        metres[rows[person], [index for index, one in enumerate(stations) if one.post == post]] = told
    return metres


def _cover(problem: Problem, stations: tuple[Station, ...]) -> tuple[Array, Array, Array]:
    column = {station: index for index, station in enumerate(stations)}
    shift = {one.id: index for index, one in enumerate(problem.shifts)}
    slots: dict[tuple[int, int, int], list[tuple[int, float, float]]] = {}
    scale = COVER if problem.objective == "lexicographic" else 1.0
    for line in problem.cover:
        key = (line.day, shift[line.shift], column[line.station])
        over = NEVER if line.over is None and problem.objective == "lexicographic" else (line.over or 0)
        slots.setdefault(key, []).append((line.count, line.missing_weight * scale, over))
    layers = max(map(len, slots.values()), default=1)
    shape = (problem.days, len(shift), len(stations), layers)
    need, under, over_cost = np.zeros(shape, dtype=np.int64), np.zeros(shape), np.zeros(shape)
    if problem.objective == "lexicographic":
        over_cost[..., 0] = NEVER
    for key, lines in slots.items():
        for layer, (count, missing, above) in enumerate(lines):
            need[(*key, layer)], under[(*key, layer)], over_cost[(*key, layer)] = count, missing, above
    return need, under, over_cost


def _fixed(problem: Problem, stations: tuple[Station, ...], listed: tuple[Any, ...]) -> Array:
    fixed = np.full((len(problem.people), problem.days), -1 if listed else -2, dtype=np.int64)
    if listed is problem.pinned:
        fixed[:] = -2
    rows = {person.id: row for row, person in enumerate(problem.people)}
    shift = {one.id: index for index, one in enumerate(problem.shifts)}
    column = {station: index for index, station in enumerate(stations)}
    for one in listed:
        fixed[rows[one.person], one.day] = shift[one.shift] * len(stations) + column[one.station]
    return fixed
