"""A person's legal rotas as paths through layers of states, one layer a day.

A state holds just what the limits and rules need: last shift, runs, counters. Every path from the start to the end is a
legal rota; what may be broken at a cost lies on the arcs. Unknown history: a run that touches the first or the last day
is never too short, and counts from the first day for what is too long (as the standard instances of the field do).
"""

from dataclasses import dataclass

import numpy as np

from tongzhou.rostering.documents import Limit, Person, Problem
from tongzhou.rostering.tables import NEVER, Array, follows, least

_NONE = Limit()
_FREE = 10_000


@dataclass(frozen=True, slots=True)
class Graph:
    """``onward[d][state, option]``: the state of the next day, -1 where forbidden; ``cost`` alike; ``ends``: last."""

    onward: tuple[Array, ...]
    cost: tuple[Array, ...]
    ends: Array


@dataclass(slots=True)
class _Walk:
    """The states of one day under one option, and what has been found about the step."""

    states: dict[str, Array]
    cost: Array
    legal: Array

    def judge(self, excess: Array, limit: Limit) -> None:
        """Units outside ``limit``: forbidden where it must hold, else paid."""
        if limit.weight is None:
            self.legal &= excess <= 0
        else:
            self.cost = self.cost + limit.weight * np.maximum(excess, 0)


class _Contract:
    """The limits of one kind of person, with the rules put in."""

    def __init__(self, problem: Problem, person: Person) -> None:
        self.problem, self.person = problem, person
        self.limits = person.limits
        self.follows = follows(problem, person)
        self.days_in_a_row = least(problem, person, "days_in_a_row")
        self.nights_in_a_row = least(problem, person, "nights_in_a_row")
        self.week_minutes = least(problem, person, "week_minutes")
        self.week_days = least(problem, person, "week_days")
        self.work, self.off = self.limits.consecutive_shifts or _NONE, self.limits.consecutive_days_off or _NONE

    def start(self) -> dict[str, Array]:
        past = self.person.history
        shifts = [shift.id for shift in self.problem.shifts]
        known = bool(past.last_shift or past.days_worked or past.days_off)
        last = shifts.index(past.last_shift) + 1 if past.last_shift else 0
        values = {
            "last": last, "work": max(past.days_worked, int(last > 0)), "off": past.days_off, "open": int(not known),
            "same": max(past.same_shift, int(last > 0)), "nights_run": past.nights_in_a_row, "minutes": 0, "shifts": 0,
            "week_minutes": past.week_minutes, "week_days": past.week_days, "weekends": past.weekends, "weekend": 0,
            "nights": past.nights,
        } | {f"type {one}": 0 for one in self.limits.of_type}  # fmt: skip
        return {name: np.array([value], dtype=np.int64) for name, value in values.items()}

    def step(self, states: dict[str, Array], day: int, option: int) -> _Walk:
        walk = _Walk(dict(states), np.zeros(len(states["last"])), np.ones(len(states["last"]), dtype=bool))
        if self.problem.weekday(day) == 0:
            walk.states |= {name: np.zeros_like(states[name]) for name in ("week_minutes", "week_days", "weekend")}
        self._leave_run(walk, option)
        (self._work if option else self._rest)(walk, day, option)
        self._weekend(walk, day, option)
        walk.states["last"] = np.full_like(states["last"], option)
        return walk

    def _leave_run(self, walk: _Walk, option: int) -> None:
        now, closed = walk.states, walk.states["open"] == 0
        for shift, limit in self.limits.consecutive_of.items():
            index = [one.id for one in self.problem.shifts].index(shift) + 1
            leaves = (now["last"] == index) & (option != index) & (closed | (now["same"] < now["work"]))
            walk.judge(np.where(leaves, (limit.least or 0) - now["same"], 0), limit)
        if option:
            leaves, run, limit = (now["work"] == 0) & (now["off"] > 0), now["off"], self.off
        else:
            leaves, run, limit = now["work"] > 0, now["work"], self.work
        walk.judge(np.where(leaves & closed, (limit.least or 0) - run, 0), limit)
        now["open"] = np.where(leaves, 0, now["open"])

    def _rest(self, walk: _Walk, _day: int, _option: int) -> None:
        now = walk.states
        now["off"] = now["off"] + 1
        walk.judge((now["off"] > (self.off.most or _FREE)).astype(int), self.off)
        now["off"] = np.minimum(now["off"], max(self.off.least or 0, self.off.most or 0, 1))
        now |= {name: np.zeros_like(now["last"]) for name in ("work", "same", "nights_run")}

    def _work(self, walk: _Walk, _day: int, option: int) -> None:
        now, shift = walk.states, self.problem.shifts[option - 1]
        before = now["last"]
        walk.legal &= np.concatenate([[True], self.follows[:, option - 1]])[before]
        now["work"], now["off"] = now["work"] + 1, np.zeros_like(before)
        walk.judge((now["work"] > (self.work.most or _FREE)).astype(int), self.work)
        walk.legal &= now["work"] <= (self.days_in_a_row or _FREE)
        cap = max(self.work.least or 0, self.work.most or 0, self.days_in_a_row or 0, 1)
        now["same"] = np.where(before == option, now["same"] + 1, 1)
        own = self.limits.consecutive_of.get(shift.id, _NONE)
        walk.judge((now["same"] > (own.most or _FREE)).astype(int), own)
        longest = max(own.least or 0, own.most or 0) + 1 if self.limits.consecutive_of else 1
        now["same"] = np.minimum(now["same"], longest)
        now["work"] = np.minimum(now["work"], max(cap, longest))
        now["nights_run"] = now["nights_run"] + 1 if shift.is_night else np.zeros_like(before)
        walk.legal &= now["nights_run"] <= (self.nights_in_a_row or _FREE)
        if not self.nights_in_a_row:
            now["nights_run"] = np.zeros_like(before)
        for name, most, amount in (
            ("week_minutes", self.week_minutes, shift.minutes), ("week_days", self.week_days, 1),
        ):  # fmt: skip
            now[name] = now[name] + amount if most is not None else now[name]
            walk.legal &= now[name] <= (_FREE if most is None else most)
        for name, limit, amount in (
            ("minutes", self.limits.minutes, shift.minutes), ("shifts", self.limits.shifts, 1),
            ("nights", self.limits.nights, int(shift.is_night)),
            (f"type {shift.id}", self.limits.of_type.get(shift.id), 1),
        ):  # fmt: skip
            if limit is not None:
                _count(walk, name, limit, amount)

    def _weekend(self, walk: _Walk, day: int, option: int) -> None:
        now, weekday = walk.states, self.problem.weekday(day)
        if weekday < 5 or not (self.limits.weekends or self.limits.weekend_days):
            return
        if option:
            now["weekend"] = now["weekend"] + 1
            if self.limits.weekends:
                _count(walk, "weekends", self.limits.weekends, (now["weekend"] == 1).astype(int))
        if weekday == 6:
            if limit := self.limits.weekend_days:
                short = np.where((now["weekend"] > 0) & (day > 0), (limit.least or 0) - now["weekend"], 0)
                walk.judge(short, limit)
            now["weekend"] = np.zeros_like(now["weekend"])

    def ends(self, states: dict[str, Array]) -> Array:
        walk = _Walk(states, np.zeros(len(states["last"])), np.ones(len(states["last"]), dtype=bool))
        named = {"minutes": self.limits.minutes, "shifts": self.limits.shifts, "nights": self.limits.nights,
                 "weekends": self.limits.weekends}  # fmt: skip
        for name, limit in (named | {f"type {one}": limit for one, limit in self.limits.of_type.items()}).items():
            if limit is not None:
                walk.judge((limit.least or 0) - states[name], limit)
        return np.where(walk.legal, walk.cost, NEVER)


def _count(walk: _Walk, name: str, limit: Limit, amount: Array | int) -> None:
    most = _FREE * 10 if limit.most is None else limit.most
    before = walk.states[name]
    walk.states[name] = before + amount
    walk.judge(np.maximum(walk.states[name] - most, 0) - np.maximum(before - most, 0), limit)
    if limit.weight is None and limit.most is None:
        walk.states[name] = np.minimum(walk.states[name], limit.least or 0)


def graph(problem: Problem, person: Person) -> Graph:
    """The layers of one kind of person; people with equal limits, contract and history share it."""
    contract = _Contract(problem, person)
    states = contract.start()
    onward, cost = [], []
    for day in range(problem.days):
        walks = [contract.step(states, day, option) for option in range(len(problem.shifts) + 1)]
        merged, places = _merge([walk.states for walk in walks], np.concatenate([walk.legal for walk in walks]))
        size = len(walks[0].legal)
        onward.append(np.ascontiguousarray(places.reshape(-1, size).T).astype(np.int32))
        cost.append(np.stack([np.where(walk.legal, walk.cost, NEVER) for walk in walks], axis=1))
        states = merged
    return Graph(tuple(onward), tuple(cost), contract.ends(states))


def _merge(walks: list[dict[str, Array]], legal: Array) -> tuple[dict[str, Array], Array]:
    """The distinct states that are legal, and where each step leads among them."""
    columns = {name: np.concatenate([walk[name] for walk in walks]) for name in walks[0]}
    code = np.zeros(len(legal), dtype=np.int64)
    for values in columns.values():
        code = code * (int(values.max(initial=0)) + 1) + values
    _codes, first, inverse = np.unique(code[legal], return_index=True, return_inverse=True)
    places = np.full(len(legal), -1)
    places[legal] = inverse
    rows = np.flatnonzero(legal)[first]
    return {name: values[rows] for name, values in columns.items()}, places


def graphs(problem: Problem) -> tuple[list[Graph], Array]:
    """The distinct graphs, and which is whose."""
    made: list[Graph] = []
    known: dict[str, int] = {}
    whose = np.zeros(len(problem.people), dtype=np.int64)
    for row, person in enumerate(problem.people):
        key = repr((person.limits, person.contract, person.history))
        if key not in known:
            known[key] = len(made)
            made.append(graph(problem, person))
        whose[row] = known[key]
    return made, whose


def to_go(one: Graph, cost: Array) -> list[Array]:
    """For people of one graph: least cost from each state of each day to the end. ``cost``: person, day, option."""
    values = [np.broadcast_to(one.ends, (len(cost), len(one.ends)))]
    for day in range(len(one.onward) - 1, -1, -1):
        values.append(_backward(one, day, cost[:, day], values[-1]))
    return values[::-1]


def _backward(one: Graph, day: int, cost: Array, after: Array) -> Array:
    best = np.full((len(cost), len(one.onward[day])), NEVER)
    for option in range(cost.shape[1]):
        step = one.cost[day][:, option] + cost[:, option, None] + after[:, one.onward[day][:, option]]
        np.minimum(best, step, out=best)
    return best


def cheapest(one: Graph, cost: Array, values: list[Array]) -> Array:
    """The options of a cheapest path for each person: person, day."""
    people = np.arange(len(cost))
    state = np.zeros(len(cost), dtype=np.int64)
    taken = np.zeros(cost.shape[:2], dtype=np.int64)
    for day in range(len(one.onward)):
        onward = one.onward[day][state]
        steps = one.cost[day][state] + cost[:, day] + values[day + 1][people[:, None], onward]
        taken[:, day] = steps.argmin(axis=1)
        state = onward[people, taken[:, day]]
    return taken
