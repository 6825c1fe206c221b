"""Whole days by min-cost flow, guided by what each person's later days are worth; then day by day again, exactly.

A day is filled while all other days of everybody stand still: who may take which shift follows from the states before
it and the values after it, so every plan on the way is legal.
"""

from dataclasses import dataclass

import numpy as np

from tongzhou.rostering import flows
from tongzhou.rostering.documents import Assignment, Plan
from tongzhou.rostering.graphs import cheapest, graphs, to_go
from tongzhou.rostering.nearest import Nearest
from tongzhou.rostering.tables import NEVER, STABILITY, Arcs, Array, Tables

_NEAREST = 24
_FAR = NEVER / 2


@dataclass(slots=True)
class Rota:
    """``option``: 0 off or the shift + 1; ``station``: where. Both person, day."""

    option: Array
    station: Array

    def copy(self) -> "Rota":
        return Rota(self.option.copy(), self.station.copy())


class Days:
    """The problem with its graphs; fills and refills days."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.graphs, self.whose = graphs(tables.problem)
        self.members = [np.flatnonzero(self.whose == index) for index in range(len(self.graphs))]
        self.base = np.where(tables.may, tables.cost, NEVER)
        self.far = np.where(tables.fits, tables.far, NEVER)
        self.nearest = Nearest(self.far)
        self.slots = tables.need.sum(axis=3) + np.where(tables.over.min(axis=3) < _FAR, len(self.base), 0)

    def empty(self) -> Rota:
        shape = self.base.shape[:2]
        return Rota(np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64))

    def there(self, rota: Rota, day: int) -> Array:
        """How many stand at each shift and station of a day."""
        counted = np.zeros(self.tables.need.shape[1:3], dtype=np.int64)
        works = rota.option[:, day] > 0
        np.add.at(counted, (rota.option[works, day] - 1, rota.station[works, day]), 1)
        return counted

    def again(self, rota: Rota, rows: list[int]) -> None:
        """Take these people out and put them back one after the other, each into the best legal rota that is left."""
        rota.option[rows] = 0
        there = np.stack([self.there(rota, day) for day in range(rota.option.shape[1])])
        tables = self.tables
        for row in rows:
            short = there[..., None] < tables.need
            price = np.where(short, -tables.under, tables.over).sum(axis=3)
            cost, where = self.base[[row]].copy(), np.zeros(rota.option.shape[1:] + there.shape[1:2], dtype=np.int64)
            for day in range(len(price)):
                least, at = self.best(np.where(self.slots[day] > 0, price[day], NEVER), row)
                cost[0, day, 1:] += least[0]
                where[day] = at[0]
            one = self.graphs[self.whose[row]]
            cost = np.minimum(cost, NEVER)
            rota.option[row] = cheapest(one, cost, to_go(one, cost))[0]
            days = np.flatnonzero(rota.option[row])
            rota.station[row, days] = where[days, rota.option[row, days] - 1]
            there[days, rota.option[row, days] - 1, rota.station[row, days]] += 1

    def best(self, price: Array, row: int | None = None) -> tuple[Array, Array]:
        """By person (all, or one) and shift the least of price and distance over the stations, and that station."""
        nearest = self.nearest if row is None else Nearest(self.far[row : row + 1])
        least, where = zip(*(nearest.best(own) for own in price), strict=True)
        return np.stack(least, axis=1), np.stack(where, axis=1)

    def values(self, cost: Array) -> list[list[Array]]:
        """By graph and day: the least cost to the end from each state of each member."""
        return [to_go(one, cost[members]) for one, members in zip(self.graphs, self.members, strict=True)]

    def guided(self, cost: Array) -> Rota:
        """All days from the first, each as a flow; ``cost`` (person, day, option) says what later days are worth."""
        values, rota = self.values(cost), self.empty()
        state = [np.zeros(len(members), dtype=np.int64) for members in self.members]
        for day in range(cost.shape[1]):
            self._fill(rota, day, state, [one[day + 1] for one in values])
            self._walk(rota, day, state)
        return rota

    def _walk(self, rota: Rota, day: int, state: list[Array]) -> None:
        for index, (one, members) in enumerate(zip(self.graphs, self.members, strict=True)):
            state[index] = one.onward[day][state[index], rota.option[members, day]]

    def sweep(self, rota: Rota) -> None:
        """Every day once more, exactly, while the others stand still."""
        fixed = np.full_like(self.base, NEVER)
        np.put_along_axis(fixed, rota.option[:, :, None], 0.0, axis=2)
        values = self.values(fixed + self.base)
        state = [np.zeros(len(members), dtype=np.int64) for members in self.members]
        for day in range(rota.option.shape[1]):
            self._fill(rota, day, state, [one[day + 1] for one in values])
            self._walk(rota, day, state)

    def _fill(self, rota: Rota, day: int, state: list[Array], after: list[Array]) -> None:
        """The best of one day: a flow from people to places, resting included."""
        ready = np.full((len(self.base), self.base.shape[2]), NEVER)
        for one, members, at, value in zip(self.graphs, self.members, state, after, strict=True):
            rows = np.arange(len(members))[:, None]
            ready[members] = one.cost[day][at] + self.base[members, day] + value[rows, one.onward[day][at]]
        arcs = self._arcs(ready, rota, day)
        taken = flows.fill(arcs, self.tables.need[day], self.tables.under[day], self.tables.over[day])
        rota.option[:, day], rota.station[:, day] = 0, 0
        rota.option[arcs.person[taken], day] = arcs.option[taken]
        rota.station[arcs.person[taken], day] = np.maximum(arcs.station[taken], 0)

    def _arcs(self, ready: Array, rota: Rota, day: int) -> Arcs:
        """Resting, and for each shift the nearest stations that ask for somebody, with the one that is held now."""
        tables = self.tables
        found = [_rest(ready)]
        for shift in range(ready.shape[1] - 1):
            open_ = np.flatnonzero(self.slots[day, shift] > 0)
            people = np.flatnonzero(ready[:, shift + 1] < _FAR)
            if not len(open_) or not len(people):
                continue
            total = np.where(tables.fits[np.ix_(people, open_)], tables.far[np.ix_(people, open_)], NEVER)
            said = tables.published[people, day]
            total = total + np.where(said == -2, 0.0, STABILITY)[:, None]
            at = said[:, None] == shift * len(tables.stations) + open_[None, :]
            total[at] -= STABILITY
            must = tables.pinned[people, day]
            total[(must[:, None] >= 0) & (must[:, None] != shift * len(tables.stations) + open_[None, :])] = NEVER
            held = np.where(rota.option[people, day] == shift + 1, rota.station[people, day], open_[0])
            found.append(_near(people, shift + 1, open_, total, ready[people, shift + 1], held))
        arcs = Arcs(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
        rest = (arcs.option == 0) & (tables.published[arcs.person, day] >= 0)
        arcs.cost[rest] += STABILITY
        return arcs


def _rest(ready: Array) -> tuple[Array, Array, Array, Array]:
    people = np.arange(len(ready))
    return people, np.zeros_like(people), np.full_like(people, -1), ready[:, 0].copy()


def _near(
    people: Array, option: int, open_: Array, total: Array, ready: Array, held: Array
) -> tuple[Array, Array, Array, Array]:
    """The nearest stations of each, the one held, and a few in turn, so that far ones stay within somebody's reach."""
    if len(open_) > 2 * _NEAREST:
        near = np.argpartition(total, _NEAREST, axis=1)[:, :_NEAREST]
        turn = (np.arange(len(people))[:, None] * 7 + np.arange(6)[None, :] * 53) % len(open_)
        columns = np.concatenate([near, turn, np.searchsorted(open_, held)[:, None]], axis=1)
        columns.sort(axis=1)
        once = np.concatenate([np.ones((len(people), 1), bool), np.diff(columns, axis=1) > 0], axis=1)
        rows, columns = np.nonzero(once)[0], columns[once]
    else:
        rows, columns = (index.ravel() for index in np.indices(total.shape))
    cost = total[rows, columns] + ready[rows]
    keep = cost < _FAR
    rows, columns = rows[keep], columns[keep]
    return people[rows], np.full(len(rows), option), open_[columns], cost[keep]


def rota_of(tables: Tables, plan: Plan) -> Rota:
    """A plan as a rota; whoever or whatever the problem does not know is left out."""
    problem = tables.problem
    rows = {person.id: row for row, person in enumerate(problem.people)}
    options = {shift.id: index for index, shift in enumerate(problem.shifts, 1)}
    column = {station: index for index, station in enumerate(tables.stations)}
    shape = (len(rows), problem.days)
    rota = Rota(np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64))
    for one in plan.assignments:
        if one.person in rows and one.day < problem.days and one.shift in options and one.station in column:
            rota.option[rows[one.person], one.day] = options[one.shift]
            rota.station[rows[one.person], one.day] = column[one.station]
    return rota


def plan_of(tables: Tables, rota: Rota) -> Plan:
    """The rota in the words of the document."""
    problem = tables.problem
    made = []
    for row, day in np.argwhere(rota.option > 0):
        station = tables.stations[rota.station[row, day]]
        shift = problem.shifts[rota.option[row, day] - 1].id
        made.append(Assignment(problem.people[row].id, int(day), shift, station.post, station.role, station.skills))
    return Plan(tuple(sorted(made)))
