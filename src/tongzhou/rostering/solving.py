"""Solve a roster problem: prices, guided days, sweeps, small neighbourhoods, until the time or the steps are used up.

Every plan that leaves here was judged by ``checking`` first. One seed gives one sequence of steps; ``seconds`` says
only how many of them are done, so two runs agree as far as the shorter one went, and ``steps`` makes them equal.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from time import monotonic

import numpy as np

from tongzhou.rostering import flows, neighbourhoods
from tongzhou.rostering.bounds import Prices
from tongzhou.rostering.chains import Chains
from tongzhou.rostering.checking import Verdict, check, fair_class
from tongzhou.rostering.days import Days, Rota, plan_of, rota_of
from tongzhou.rostering.documents import Level, Limit, Plan, Problem
from tongzhou.rostering.possible import all_softened, possible
from tongzhou.rostering.shortages import Shortage, unavoidable
from tongzhou.rostering.tables import COVER, FAIRNESS, METRES, STABILITY, Array, Tables, tables

Progress = Callable[[Plan], None]
Clock = Callable[[], float]
_FIRST_PRICES = 12
_ROUND, _SWEEPS = 30, 4
_NO_STEPS = 1_000_000
_FEW_STATIONS, _SMALL = 20, 600
_MOST_PEOPLE = 12


@dataclass(slots=True)
class _Search:
    """The best legal plan so far, and how to tell a better one."""

    problem: Problem
    tables: Tables
    progress: Progress | None
    until: float
    steps_left: int
    clock: Clock
    plan: Plan | None = None
    verdict: Verdict | None = None
    rota: Rota | None = None
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    steps: int = 0
    seconds: float = 0.0
    is_proved: bool = False

    @property
    def left(self) -> float:
        return self.until - self.clock()

    def goes_on(self) -> bool:
        return self.left > 0 and self.steps < self.steps_left

    def offer(self, rota: Rota) -> bool:
        """Judge it; keep and tell it when it is legal and better."""
        self.steps += 1
        plan = plan_of(self.tables, rota)
        verdict = check(self.problem, plan)
        if not verdict.is_legal:
            self.refused = [str(one) for one in verdict.violations[:5]]
            return False
        if self.verdict is not None and rank(self.problem, verdict) >= rank(self.problem, self.verdict):
            return False
        self.plan, self.verdict, self.rota = plan, verdict, rota.copy()
        if self.progress:
            told = (f"{verdict.missing} places are empty so far; the search goes on",) if verdict.missing else ()
            made = levels(self.problem, verdict, None, None)
            self.progress(replace(plan, levels=made, notes=(*self.notes, *told), steps=self.steps))
        return True


def rank(problem: Problem, verdict: Verdict) -> tuple[float, ...]:
    """What is compared: the levels one after the other, or the sum."""
    costs = tuple(verdict.costs.values())
    return costs if problem.objective == "lexicographic" else (sum(costs),)


def levels(
    problem: Problem, verdict: Verdict, bound: float | None, empty: float | None, moved: int = 0, missing: float = COVER
) -> tuple[Level, ...]:
    """``bound``: of the scaled sum, where what is empty costs ``missing``; ``empty``: the least that must stay empty,
    by weight; ``moved``: the least that must change of what was published."""
    costs = verdict.costs
    if problem.objective == "weighted":
        total = sum(costs.values())
        return (Level("total", total, None if bound is None else min(total, max(0.0, float(np.ceil(bound - 1e-6))))),)
    rest = None if bound is None else (bound - costs["cover"] * missing - costs["stability"] * STABILITY) * METRES
    return (
        Level("cover", costs["cover"], None if empty is None else min(empty, costs["cover"])),
        Level("stability", costs["stability"], moved),
        Level("fairness", costs["fairness"], 0),
        Level("distance", costs["distance"], _floor(costs["distance"], rest if rest and rest > 0 else None)),
    )


def _floor(value: float, bound: float | None) -> float | None:
    """What is nothing is proved; a bound never exceeds its value."""
    return min(bound, value) if bound is not None else None if value else 0.0


def solve(
    problem: Problem,
    seconds: float = 10.0,
    seed: int = 1,
    *,
    steps: int | None = None,
    progress: Progress | None = None,
    start: Plan | None = None,
    with_reserve: bool = False,
    clock: Clock = monotonic,
) -> Plan:
    """The best legal plan that was found; ``progress`` hears of each better one. Never fails: what is empty is told.

    ``start``: a plan that was found before; what leaves here is never worse, as long as it is still legal. ``clock``
    measures the seconds: the wall's, or the processor's on a busy machine.
    """
    until, days = clock() + seconds, Days(tables(problem, with_reserve=with_reserve))
    asked, notes = possible(days)
    if notes:
        days = Days(replace(days.tables, problem=asked))
    search = _Search(asked, days.tables, progress, until, steps or _NO_STEPS, clock, notes=[*asked.notes, *notes])
    search.seconds = seconds
    if start is not None:
        search.offer(rota_of(days.tables, start))
    empty = unavoidable(days.tables)
    prices = Prices(days, is_short=empty.missing > 0)
    for _step in range(_FIRST_PRICES):
        prices.step(_target(search, prices))
    search.offer(_guided(days, prices))
    if search.plan is None:
        search.offer(days.empty())
    if search.plan is None and (softer := all_softened(asked)) != asked:
        notes = [*search.notes, f"Not all can be kept together: {'; '.join(search.refused)}"]
        softer, left = replace(softer, notes=tuple(notes)), search.left
        return solve(softer, left, seed, steps=steps, progress=progress, with_reserve=with_reserve, clock=clock)
    _sweep(search, days, 2)
    improve(search, days, prices, Random(seed))
    return _told(search, prices, empty, seed)


def _guided(days: Days, prices: Prices, random: Random | None = None) -> Rota:
    """Days that look ahead by the prices; what they leave empty is filled by chains across days."""
    rota = prices.guided(days, random)
    if days.tables.problem.objective == "lexicographic":
        Chains(days, rota).fill()
    return rota


def _target(search: _Search, prices: Prices) -> float:
    """What the prices aim at: the plan's cost (a guess of the best until there is one)."""
    if search.verdict is None:
        return abs(prices.bound) * 1.1 if np.isfinite(prices.bound) else 1.0
    costs = search.verdict.costs
    if search.problem.objective == "weighted":
        return sum(costs.values())
    return costs["distance"] / METRES + costs["stability"] * STABILITY + costs["cover"] * prices.missing + 1


def _sweep(search: _Search, days: Days, times: int) -> None:
    for _time in range(times):
        if search.rota is None:
            return
        rota = search.rota.copy()
        days.sweep(rota)
        if not search.offer(rota):
            return


def improve(search: _Search, days: Days, prices: Prices, random: Random) -> None:
    """Until the time is up: better prices and plans from them; small neighbourhoods where the document is small."""
    fair = _fair(search, days)
    if neighbourhoods.available() and len(search.tables.stations) <= _FEW_STATIONS:
        Parts(search, fair, prices, random).improve()
        return
    while search.goes_on() and not (search.verdict and _is_proved(search, prices)):
        is_settled = prices.is_settled
        for _step in range(0 if is_settled else _ROUND):
            if search.goes_on():
                prices.step(_target(search, prices))
        rota = _guided(fair, prices, random if is_settled else None)
        for _time in range(_SWEEPS):
            fair.sweep(rota)
            search.offer(rota)
            if not search.goes_on():
                break


class Parts:
    """Few stations: prices, people put back anew, a few of them exactly; the whole at the end where it is small."""

    def __init__(self, search: _Search, days: Days, prices: Prices, random: Random) -> None:
        self.search, self.days, self.prices, self.random = search, days, prices, random
        self.size, self.weights = 4, np.ones(len(days.base))

    def improve(self) -> None:
        search, people = self.search, len(self.days.base)
        is_small = people * self.days.tables.problem.days <= _SMALL
        kept = search.seconds / 3 if is_small else 0.0
        while search.goes_on() and search.left > kept and not self._is_done():
            self._prices(20)
            self._again(80)
            self._some(2)
        if is_small and search.goes_on() and not self._is_done():
            self._part(np.arange(people), work=search.seconds)

    def _is_done(self) -> bool:
        return self.search.is_proved or (self.search.verdict is not None and _is_proved(self.search, self.prices))

    def _prices(self, times: int) -> None:
        """A better bound, and a plan that looks ahead by its prices."""
        for _step in range(times):
            if self.search.goes_on():
                self.prices.step(_target(self.search, self.prices))
        self.search.offer(_guided(self.days, self.prices))
        _sweep(self.search, self.days, 2)

    def _again(self, times: int) -> None:
        """Take a few people out and put them back, best rota by best rota; a slightly worse plan is a step aside."""
        people, search = len(self.days.base), self.search
        if search.rota is None or search.verdict is None:
            return
        now, value = search.rota.copy(), rank(search.problem, search.verdict)
        for _step in range(times):
            if not search.goes_on():
                return
            rota = now.copy()
            self.days.again(rota, self.random.sample(range(people), min(people, self.random.randint(2, 4))))
            found = check(search.problem, plan_of(search.tables, rota))
            search.offer(rota)
            if found.is_legal and rank(search.problem, found)[0] <= value[0] + self.random.choice([0, 0, 0, 1]):
                now, value = rota, rank(search.problem, found)

    def _some(self, times: int) -> None:
        """A few people, all their days, exactly; more of them when that was quick, fewer when it was not."""
        people = len(self.days.base)
        for _time in range(times):
            if not self.search.goes_on() or self._is_done():
                return
            done = self._part(np.array(sorted(self.random.sample(range(people), min(self.size, people)))), work=0.05)
            self.size = min(_MOST_PEOPLE, self.size + 1) if done else max(2, self.size - 1)

    def _part(self, rows: Array, work: float) -> bool:
        search = self.search
        start = search.rota if search.rota is not None else self.days.empty()
        part = neighbourhoods.Part(self.days, start, rows)
        rota, is_best = part.solved(work, search.left, self.random.randrange(1 << 30))
        if rota is not None:
            search.offer(rota)
            search.is_proved = is_best and len(rows) == len(start.option) and search.verdict is not None
        else:
            search.steps += 1
        return is_best


def _is_proved(search: _Search, prices: Prices) -> bool:
    assert search.verdict is not None
    return all(level.gap == 0 for level in levels(search.problem, search.verdict, prices.bound, 0, 0, prices.missing))


def _fair(search: _Search, days: Days) -> Days:
    """The same days with what is fair as a limit: nights of a class between the floor and the ceiling of its mean."""
    problem = search.problem
    if problem.objective != "lexicographic" or search.rota is None:
        return days
    nights = np.array([False, *(shift.is_night for shift in problem.shifts)])
    worked = nights[search.rota.option].sum(axis=1) + [person.history.nights for person in problem.people]
    classes: dict[object, list[int]] = {}
    for row, person in enumerate(problem.people):
        if person.works_nights and not person.leave:
            classes.setdefault(fair_class(person), []).append(row)
    people = list(problem.people)
    for rows in classes.values():
        low = int(worked[rows].mean())
        for row in rows:
            if people[row].limits.nights is None:
                limits = replace(people[row].limits, nights=Limit(low, low + 1, int(FAIRNESS)))
                people[row] = replace(people[row], limits=limits)
    return Days(replace(search.tables, problem=replace(problem, people=tuple(people))))


def _told(search: _Search, prices: Prices, empty: Shortage, seed: int) -> Plan:
    problem, notes = search.problem, search.notes
    if not flows.available():
        notes.append("OR-Tools is not installed: flows of our own, slower and without small exact parts")
    if search.plan is None or search.verdict is None:
        notes.append("No legal plan was found; the nearest one breaks: " + "; ".join(search.refused))
        return Plan((), (), tuple(notes), seed, search.steps)
    is_sum = problem.objective == "weighted"
    notes += _pins(search)
    if search.verdict.missing:
        notes.append(f"{search.verdict.missing} places stay empty; at least {empty.missing} must")
    bound = float(rank(problem, search.verdict)[0]) if search.is_proved and is_sum else prices.bound
    made = levels(problem, search.verdict, bound, empty.weight, _moved(search.tables), prices.missing)
    return replace(search.plan, levels=made, notes=tuple(notes), seed=seed, steps=search.steps)


def _moved(made: Tables) -> int:
    """What was published and can no longer be: each is a change at least."""
    rows, days = np.nonzero(made.published >= 0)
    shift, station = np.divmod(made.published[rows, days], len(made.stations))
    return int((~made.may[rows, days, shift + 1] | ~made.fits[rows, station]).sum())


def _pins(search: _Search) -> list[str]:
    assert search.plan is not None
    kept = {(one.person, one.day, one.shift, one.post, one.role) for one in search.plan.assignments}
    return [
        f"{one.person} is not in the pinned shift {one.shift} of day {one.day}: a rule forbids it"
        for one in search.problem.pinned
        if (one.person, one.day, one.shift, one.post, one.role) not in kept
    ]
