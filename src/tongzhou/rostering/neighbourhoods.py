"""A few people at a time, all their days, exactly, by CP-SAT, while everybody else stands still.

The limits are stated anew as linear sums, so a mistake here cannot make a plan illegal: ``checking`` judges
what comes out.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from tongzhou.rostering.days import Days, Rota
from tongzhou.rostering.documents import Limit, Person
from tongzhou.rostering.tables import NEVER, STABILITY, Array, follows, least

try:
    from ortools.sat.python import cp_model
except ImportError:  # pragma: no cover  a machine without the wheel
    cp_model = None  # type: ignore[assignment]

_WORKERS = 8


def available() -> bool:
    """Whether CP-SAT is here."""
    return cp_model is not None


class Part:
    """The model of some rows of a rota; ``solved`` gives the new rota, or None when it is not better."""

    def __init__(self, days: Days, rota: Rota, rows: Array) -> None:
        self.days, self.tables, self.problem = days, days.tables, days.tables.problem
        self.rota, self.rows = rota, rows
        self.model = cp_model.CpModel()
        self.terms: list[Any] = []
        self.places: dict[tuple[int, int, int], list[tuple[Any, int]]] = {}
        self.at: dict[tuple[int, int, int, int], Any] = {}
        for row in rows.tolist():
            self._person(row)
        self._cover()
        self.model.minimize(sum(self.terms))

    def _pay(self, weight: float, name: str, most: int) -> Any:
        units = self.model.new_int_var(0, most, name)
        self.terms.append(round(weight) * units)
        return units

    def _person(self, row: int) -> None:
        tables, person = self.tables, self.problem.people[row]
        shifts = [[self._shift(row, day, shift) for shift in range(len(self.problem.shifts))]
                  for day in range(self.problem.days)]  # fmt: skip
        works = []
        for day, listed in enumerate(shifts):
            work = self.model.new_bool_var(f"w{row}.{day}")
            self.model.add(sum(listed) == work)
            self.model.add_hint(work, int(self.rota.option[row, day] > 0))
            if not tables.may[row, day, 0]:
                self.model.add(work == 1)
            if tables.cost[row, day, 0]:
                self.terms.append(round(tables.cost[row, day, 0]) * (1 - work))
            if tables.published[row, day] >= 0:
                self.terms.append(round(STABILITY) * (1 - work))
            works.append(work)
        _Limits(self, person, shifts, works).state()

    def _shift(self, row: int, day: int, shift: int) -> Any:
        """A shift is taken at one of the stations that ask for somebody."""
        tables = self.tables
        taken = self.model.new_bool_var(f"x{row}.{day}.{shift}")
        options = []
        if tables.may[row, day, shift + 1]:
            for station in np.flatnonzero(tables.fits[row] & (self.days.slots[day, shift] > 0)).tolist():
                code, said = shift * len(tables.stations) + station, tables.published[row, day]
                if tables.pinned[row, day] >= 0 and tables.pinned[row, day] != code:
                    continue
                one = self.model.new_bool_var("")
                cost = tables.cost[row, day, shift + 1] + tables.far[row, station]
                cost += STABILITY if said not in (-2, code) else 0
                self.terms.append(round(float(cost)) * one)
                self.places.setdefault((day, shift, station), []).append((one, row))
                self.at[row, day, shift, station] = one
                is_now = self.rota.option[row, day] == shift + 1 and self.rota.station[row, day] == station
                self.model.add_hint(one, int(is_now))
                options.append(one)
        self.model.add(sum(options) == taken)
        return taken

    def _cover(self) -> None:
        tables = self.tables
        others = np.ones(len(self.rota.option), dtype=bool)
        others[self.rows] = False
        kept = Rota(self.rota.option[others], self.rota.station[others])
        for day in range(self.problem.days):
            there = self.days.there(kept, day)
            for shift, station in np.argwhere(self.days.slots[day] > 0).tolist():
                here = [one for one, _row in self.places.get((day, shift, station), ())]
                total = sum(here) + int(there[shift, station])
                for layer in range(tables.need.shape[3]):
                    need = int(tables.need[day, shift, station, layer])
                    under, over = (float(one[day, shift, station, layer]) for one in (tables.under, tables.over))
                    if under and need:
                        self.model.add(self._pay(under, "under", need) + total >= need)
                    if over >= NEVER / 2:
                        self.model.add(total <= need)
                    elif over:
                        self.model.add(total - self._pay(over, "over", len(self.rota.option)) <= need)

    def solved(self, work: float, seconds: float, seed: int, *, workers: int = _WORKERS) -> tuple[Rota | None, bool]:
        """The rows anew, and whether nothing better exists among them. ``work``: deterministic time of CP-SAT."""
        solver = cp_model.CpSolver()
        solver.parameters.max_deterministic_time = work
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.num_workers = workers
        solver.parameters.interleave_search = workers > 1
        solver.parameters.random_seed = seed
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, False
        rota = self.rota.copy()
        rota.option[self.rows] = 0
        for (row, day, shift, station), one in self.at.items():
            if solver.boolean_value(one):
                rota.option[row, day], rota.station[row, day] = shift + 1, station
        return rota, status == cp_model.OPTIMAL


class _Limits:
    """One person's limits and rules as linear sums over ``shifts[day][shift]`` and ``works[day]``."""

    def __init__(self, part: Part, person: Person, shifts: list[list[Any]], works: list[Any]) -> None:
        self.part, self.model, self.person = part, part.model, person
        self.shifts, self.works, self.problem = shifts, works, part.problem
        self.kinds = range(len(self.problem.shifts))

    def state(self) -> None:
        limits, kinds, past = self.person.limits, self.problem.shifts, self.person.history
        nights = [index for index in self.kinds if kinds[index].is_night]
        minutes = [sum(kinds[index].minutes * day[index] for index in self.kinds) for day in self.shifts]
        at_night: list[Any] = [sum(day[index] for index in nights) for day in self.shifts]
        self._amount(limits.minutes, sum(minutes), 0)
        self._amount(limits.shifts, sum(self.works), 0)
        self._amount(limits.nights, sum(at_night), past.nights)
        self._weekends()
        known = bool(past.last_shift or past.days_worked or past.days_off)
        before = max(past.days_worked, int(bool(past.last_shift)))
        self._runs(limits.consecutive_shifts, self.works, before, known)
        self._runs(limits.consecutive_days_off, [1 - work for work in self.works], past.days_off, known)
        for index in self.kinds:
            name, own = kinds[index].id, [day[index] for day in self.shifts]
            self._amount(limits.of_type.get(name), sum(own), 0)
            run = max(past.same_shift, 1) if past.last_shift == name else 0
            self._runs(limits.consecutive_of.get(name), own, run, known)
        self._rules(minutes, at_night, before)
        self._successions()

    def _amount(self, limit: Limit | None, total: Any, before: int) -> None:
        if limit is None:
            return
        low, high = limit.least, limit.most
        slack = 0 if limit.weight is None else self.part._pay(limit.weight, "limit", 10**6)
        if low is not None:
            self.model.add(total + before + slack >= low)
        if high is not None:
            self.model.add(total + before - slack <= high)

    def _rules(self, minutes: list[Any], at_night: list[Any], before: int) -> None:
        past = self.person.history
        in_a_row = (("days_in_a_row", self.works, before), ("nights_in_a_row", at_night, past.nights_in_a_row))
        for kind, days, run in in_a_row:
            if (most := least(self.problem, self.person, kind)) is not None:
                self._runs(Limit(most=most), days, run, True)
        in_a_week = (("week_minutes", minutes, past.week_minutes), ("week_days", self.works, past.week_days))
        for kind, amounts, so_far in in_a_week:
            most = least(self.problem, self.person, kind)
            for week in self._weeks() if most is not None else ():
                start = so_far if week[0] == 0 and self.problem.first_weekday else 0
                self.model.add(sum(amounts[day] for day in week) + start <= most)

    def _weeks(self) -> Iterator[list[int]]:
        for number in range((self.problem.first_weekday + self.problem.days - 1) // 7 + 1):
            week = range(number * 7 - self.problem.first_weekday, number * 7 + 7 - self.problem.first_weekday)
            yield [day for day in week if 0 <= day < self.problem.days]

    def _successions(self) -> None:
        may = follows(self.problem, self.person)
        last = self.person.history.last_shift
        for one, other in np.argwhere(~may).tolist():
            if self.problem.shifts[one].id == last:
                self.model.add(self.shifts[0][other] == 0)
            for day in range(self.problem.days - 1):
                self.model.add(self.shifts[day][one] + self.shifts[day + 1][other] <= 1)

    def _weekends(self) -> None:
        limits, whole = self.person.limits, []
        if not limits.weekends and not limits.weekend_days:
            return
        for week in self._weeks():
            ends = [self.works[day] for day in week if self.problem.weekday(day) >= 5]
            if not ends:
                continue
            worked = self.model.new_bool_var("")
            self.model.add_max_equality(worked, ends)
            whole.append(worked)
            limit, last = limits.weekend_days, self.problem.weekday(week[-1])
            if limit and last == 6 and week[-1] > 0:
                slack = 0 if limit.weight is None else self.part._pay(limit.weight, "weekend", 2)
                self.model.add(sum(ends) + slack >= (limit.least or 0) * worked)
        self._amount(limits.weekends, sum(whole), self.person.history.weekends)

    def _runs(self, limit: Limit | None, days: list[Any], before: int, known: bool) -> None:
        """Windows that are too long, and runs that end too soon."""
        if limit is None:
            return
        past: list[Any] = [0] * (0 if not known else 1) + [1] * before
        line = past + list(days)
        if limit.most:
            for end in range(len(past), len(line)):
                window = line[max(0, end - limit.most) : end + 1]
                if len(window) == limit.most + 1:
                    self._hold(limit.weight, sum(window) <= limit.most, sum(window) - limit.most)
        for length in range(1, limit.least or 0):
            for start in range(len(line) - length - 1):
                if start + 1 + length < len(past):
                    continue
                run = line[start + 1 : start + 1 + length]
                pattern = sum(run) - line[start] - line[start + 1 + length] - length + 1
                self._hold(limit.weight, pattern <= 0, pattern, (limit.least or 0) - length)

    def _hold(self, weight: int | None, constraint: Any, excess: Any, times: int = 1) -> None:
        if isinstance(constraint, bool):
            return
        if weight is None:
            self.model.add(constraint)
        else:
            self.model.add(self.part._pay(weight * times, "run", 1) >= excess)
