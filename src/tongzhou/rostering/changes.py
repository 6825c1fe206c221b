"""The fewest changes that fill what drop-outs left, over all people and days at once, and the proof that fewer cannot.

Each person's whole rota is a column of a linear programme; its prices make the next columns by the roster dynamic
programme of ``graphs`` (Gilmore and Gomory 1961; for rosters Jaumard, Semet and Vovor 1998), read between the prices of
before and now (Wentges 1997). People whose rota stays as it was are no column. What is proved is the Lagrangian
bound of the prices.
"""

from collections.abc import Iterable
from math import ceil
from typing import Any

import numpy as np

from tongzhou.rostering.chains import alike
from tongzhou.rostering.days import Days, Rota
from tongzhou.rostering.graphs import Graph, cheapest, to_go
from tongzhou.rostering.tables import COVER, NEVER, Array

try:
    from ortools.linear_solver import pywraplp
except ImportError:  # pragma: no cover  a machine without the wheel
    pywraplp = None

_EMPTY = 50.0
"""So many changes fill a place of weight 1, if they must."""
_RESERVE = 0.5
"""What a change costs that calls in the reserve; any other costs 1."""
_ROUNDS, _NEW, _SMOOTH = 80, 150, 0.7
_WHOLE_MILLISECONDS = 10000
_NIL = 1e-6


def available() -> bool:
    """Whether the solver of linear programmes is here."""
    return pywraplp is not None


class Changes:
    """The places as kinds (a day, a shift, who may stand there, the weight), and what each person holds of them."""

    def __init__(self, days: Days, rota: Rota) -> None:
        """``rota``: legal, with places that are empty."""
        self.days, self.rota, self.tables = days, rota, days.tables
        self.need = self.tables.need.max(axis=3)
        self.there = np.stack([days.there(rota, day) for day in range(len(self.need))])
        places = np.argwhere((self.need > 0) | (self.there > 0))
        weight = self.tables.under.sum(axis=3)[tuple(places.T)] / COVER
        keys = np.column_stack([places[:, :2], alike(self.tables.fits)[places[:, 2]], weight])
        kinds, first, kind = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        self.kind = np.full(self.need.shape, -1)
        self.kind[tuple(places.T)] = kind.ravel()
        self.weight, self.fits = kinds[:, 3], self.tables.fits[:, places[first, 2]]
        self.vacant = np.bincount(kind.ravel(), np.maximum(self.need - self.there, 0)[tuple(places.T)], len(kinds))
        self.of = [
            [np.flatnonzero((kinds[:, :2] == (day, shift)).all(axis=1)) for shift in range(self.need.shape[1])]
            for day in range(len(self.need))
        ]
        self.held = self._kinds(rota)
        reserve = np.array([person.is_reserve for person in self.tables.problem.people], dtype=bool)
        self.each = np.where(reserve, _RESERVE, 1.0)
        self.step = _RESERVE if reserve.any() else 1.0
        self.base = np.where(self.tables.may, 0.0, NEVER)
        self.graphs = [_hard(one) for one in days.graphs]

    def _kinds(self, rota: Rota) -> Array:
        held = np.full(rota.option.shape, -1)
        rows, days = np.nonzero(rota.option)
        held[rows, days] = self.kind[days, rota.option[rows, days] - 1, rota.station[rows, days]]
        return held

    def filled(self, row: int, kinds: Array) -> Array:
        """How many more stand at each kind of place when this person's days become ``kinds``."""
        size, held = len(self.vacant), self.held[row]
        return np.bincount(kinds[kinds >= 0], minlength=size) - np.bincount(held[held >= 0], minlength=size)

    def fewest(self, start: Rota) -> tuple[Rota, int]:
        """The rota with fewest changes, and how many there are at least in any that leaves as little empty.

        ``start``: a legal rota that fills what it can; what comes back is never worse.
        """
        begun = self._kinds(start)
        if (self.each == 1).all() and (begun != self.held).sum() == self.vacant.sum():
            return start, int(self.vacant.sum())
        rows = np.flatnonzero((begun != self.held).any(axis=1))
        master = _Master(self, "GLOP")
        master.add(rows, begun[rows])
        most = master.solved()
        bound = self._proved(master)
        taken = dict(zip(rows.tolist(), begun[rows], strict=True))
        if most - master.cost >= self.step - _NIL:
            taken = master.whole(most - self.step) or taken
        empty = self.vacant - sum(self.filled(row, kinds) for row, kinds in taken.items())
        return self._made(taken), ceil(bound - _EMPTY * float(empty @ self.weight) - _NIL)

    def _proved(self, master: "_Master") -> float:
        """Columns until none pays or nothing whole is left to prove; what is proved then."""
        best, bound = master.prices, -np.inf
        for _round in range(_ROUNDS):
            for asked in (_SMOOTH * best + (1 - _SMOOTH) * master.prices, master.prices):
                proved, columns = self._columns(asked)
                if proved > bound:
                    bound, best = proved, asked
                if is_new := master.add(*columns):
                    break
            if not is_new or master.solved() - bound < self.step - _NIL:
                break
        return bound

    def _priced(self, prices: Array) -> tuple[Array, Array]:
        """What each option of each day costs each person, and the kind of place that makes it so (-1: rest)."""
        held, kind = self.held, np.full(self.base.shape, -1)
        given = np.where(held >= 0, np.append(prices, 0.0)[held], 0.0)
        cost, people = self.base + given[:, :, None], np.arange(len(held))
        for day, shifts in enumerate(self.of):
            for shift, kinds in enumerate(shifts):
                if not len(kinds):
                    cost[:, day, shift + 1] = NEVER
                    continue
                own = np.where(self.fits[:, kinds], self.each[:, None] - prices[kinds], NEVER)
                at = own.argmin(axis=1)
                least, kind[:, day, shift + 1] = own[people, at], kinds[at]
                holds = (held[:, day] >= 0) & (self.rota.option[:, day] == shift + 1)
                stays = holds & ((-given[:, day] <= least) | (self.tables.pinned[:, day] >= 0))
                least[stays], kind[stays, day, shift + 1] = -given[stays, day], held[stays, day]
                cost[:, day, shift + 1] += least
        return np.minimum(cost, NEVER), kind

    def _columns(self, prices: Array) -> tuple[float, tuple[Array, Array]]:
        """The bound of these prices; who has a rota that pays, the best first, and the kinds of that rota by day."""
        cost, kind = self._priced(prices)
        gain, taken = np.zeros(len(cost)), np.zeros(cost.shape[:2], dtype=np.int64)
        for one, members in zip(self.graphs, self.days.members, strict=True):
            values = to_go(one, cost[members])
            gain[members] = values[0][:, 0]
            taken[members] = cheapest(one, cost[members], values)
        rows = np.argsort(gain, kind="stable")[:_NEW]
        rows = rows[gain[rows] < -_NIL]
        kinds = np.take_along_axis(kind[rows], taken[rows][:, :, None], axis=2)[:, :, 0]
        return float(prices @ self.vacant + np.minimum(gain, 0).sum()), (rows, kinds)

    def _made(self, taken: dict[int, Array]) -> Rota:
        """The kinds as stations: the nearest of those that ask for somebody."""
        rota, there = self.rota.copy(), self.there.copy()
        moved = [(row, int(day)) for row, kinds in taken.items() for day in np.flatnonzero(kinds != self.held[row])]
        for row, day in moved:
            if rota.option[row, day]:
                there[day, rota.option[row, day] - 1, rota.station[row, day]] -= 1
                rota.option[row, day] = 0
        for row, day in moved:
            if (kind := taken[row][day]) >= 0:
                open_ = np.argwhere((self.kind[day] == kind) & (there[day] < self.need[day]))
                shift, station = open_[self.tables.far[row, open_[:, 1]].argmin()]
                rota.option[row, day], rota.station[row, day] = shift + 1, station
                there[day, shift, station] += 1
        return rota


def _hard(one: Graph) -> Graph:
    """What must hold alone: what may be broken at a cost is no change."""
    cost = tuple(np.where(layer < NEVER / 2, 0.0, NEVER) for layer in one.cost)
    return Graph(one.onward, cost, np.where(one.ends < NEVER / 2, 0.0, NEVER))


class _Master:
    """The programme: each place is filled or empty, each person has one rota. ``prices``: of its last answer."""

    def __init__(self, changes: Changes, solver: str) -> None:
        """``solver``: "GLOP", where rotas may be taken in part, or "SCIP"."""
        self.changes, self.model = changes, pywraplp.Solver.CreateSolver(solver)
        self.is_whole, self.cost, self.prices = solver == "SCIP", np.inf, np.zeros(0)
        self.model.Objective().SetMinimization()
        self.places = [self.model.Constraint(number, number) for number in changes.vacant.tolist()]
        for place, weight in zip(self.places, changes.weight.tolist(), strict=True):
            place.SetCoefficient(self._variable(_EMPTY * weight), 1)
        self.people: dict[int, Any] = {}
        self.columns: dict[tuple[int, bytes], tuple[Array, Any]] = {}

    def _variable(self, cost: float) -> Any:
        make = self.model.IntVar if self.is_whole else self.model.NumVar
        variable = make(0, self.model.infinity(), "")
        self.model.Objective().SetCoefficient(variable, cost)
        return variable

    def add(self, rows: Iterable[int], rotas: Iterable[Array]) -> bool:
        """Take these rotas in; whether one of them is new."""
        changes, before = self.changes, len(self.columns)
        for row, rota in zip(rows, rotas, strict=True):
            key = int(row), rota.tobytes()
            if key in self.columns:
                continue
            column = self._variable(float(changes.each[row] * ((rota != changes.held[row]) & (rota >= 0)).sum()))
            self.columns[key] = rota, column
            if row not in self.people:
                self.people[row] = self.model.Constraint(-self.model.infinity(), 1)
            self.people[row].SetCoefficient(column, 1)
            filled = changes.filled(row, rota)
            for kind in np.flatnonzero(filled).tolist():
                self.places[kind].SetCoefficient(column, float(filled[kind]))
        return len(self.columns) > before

    def solved(self) -> float:
        """The least cost with rotas taken in part; keeps the ``prices`` of places that prove it."""
        self.model.Solve()
        self.cost = self.model.Objective().Value()
        self.prices = np.array([place.dual_value() for place in self.places])
        return self.cost

    def whole(self, most: float) -> dict[int, Array]:
        """Whole rotas that cost ``most`` at most, from the columns that can be among such; none when none is found."""
        able = [(key[0], rota) for key, (rota, column) in self.columns.items()
                if self.cost + column.reduced_cost() <= most + _NIL]  # fmt: skip
        master = _Master(self.changes, "SCIP")
        master.add(*zip(*able, strict=True))
        master.model.SetTimeLimit(_WHOLE_MILLISECONDS)
        status = master.model.Solve()
        is_found = status in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE)
        if not is_found or master.model.Objective().Value() > most + _NIL:
            return {}
        return {key[0]: rota for key, (rota, column) in master.columns.items() if column.solution_value() > 0.5}
