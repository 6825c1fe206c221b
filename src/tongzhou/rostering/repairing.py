"""When people drop out, and when a hand edits one shift: the least change, the reserve first, and why somebody cannot.

Every option that leaves here was judged by ``checking``.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tongzhou.rostering.chains import Chains
from tongzhou.rostering.changes import Changes, available
from tongzhou.rostering.checking import Violation, check, distance, violations_of
from tongzhou.rostering.days import Days, plan_of, rota_of
from tongzhou.rostering.documents import Assignment, Plan, Problem
from tongzhou.rostering.tables import STABILITY, Tables, tables


@dataclass(frozen=True, slots=True)
class Option:
    """One way to repair: who comes, who no longer does, what stays empty.

    ``name``: "resting" (people who rest, the reserve first), "moved" (others too), "spared" (without the reserve).
    ``least``: no repair of this name that leaves as little empty puts in fewer; None where that was not asked.
    """

    name: str
    plan: Plan
    added: tuple[Assignment, ...]
    removed: tuple[Assignment, ...]
    missing: int
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody for one place, with what speaks against it (nothing: may be taken)."""

    person: str
    reasons: tuple[Violation, ...]
    metres: int
    nights: int
    shifts: int
    is_reserve: bool


def repair(
    problem: Problem,
    plan: Plan,
    gone: Mapping[str, frozenset[int]],
    *,
    frozen_before: int = 0,
    empty: Sequence[Assignment] = (),
) -> list[Option]:
    """Ways to fill what ``gone`` (person → days) leave, and the ``empty`` places (whose person is not read).

    Before ``frozen_before`` nobody who works is moved.

    First by people who rest (the reserve before others), then with others moved as well, by the fewest changes that
    leave least empty (``changes``), then without the reserve. The best first: fewest empty, then fewest changes.
    """
    people = tuple(
        replace(person, leave=person.leave | gone[person.id]) if person.id in gone else person
        for person in problem.people
    )
    kept = tuple(one for one in plan.assignments if one.day not in gone.get(one.person, frozenset()))
    pinned = tuple(one for one in problem.pinned if one.day not in gone.get(one.person, frozenset()))
    there = Counter((one.day, one.shift, one.station) for one in (*plan.assignments, *empty))
    cover = tuple(replace(one, count=min(one.count, there[one.day, one.shift, one.station])) for one in problem.cover)
    asked = replace(problem, people=people, published=kept, pinned=pinned, objective="lexicographic", cover=cover)
    repairs = _Repairs(asked, problem, plan)
    options = [
        *repairs.options("resting", problem.days, with_reserve=True),
        *repairs.options("moved", frozen_before, with_reserve=True),
    ]
    if any(person.is_reserve for person in people):
        options += repairs.options("spared", frozen_before, with_reserve=False)
    found: dict[tuple[Assignment, ...], Option] = {}
    for option in options:
        found.setdefault(option.plan.assignments, option)
    return sorted(found.values(), key=_order)


def _order(option: Option) -> tuple[int, int]:
    return option.missing, len(option.added) + len(option.removed)


@dataclass(frozen=True, slots=True)
class _Repairs:
    """``asked``: the problem with what is gone, and the rest of ``plan`` as what was published."""

    asked: Problem
    problem: Problem
    plan: Plan

    def options(self, name: str, frozen: int, *, with_reserve: bool) -> list[Option]:
        """The best of this name, if one is legal."""
        made = tables(self.asked, with_reserve=with_reserve)
        rota = rota_of(made, Plan(self.asked.published))
        _freeze(made, frozen)
        for row, person in enumerate(self.asked.people):
            if person.is_reserve:
                made.cost[row, :, 1:] -= STABILITY / 2
        days, least = Days(made), None
        filled = rota.copy()
        Chains(days, filled).fill()
        if name != "resting" and available():
            filled, least = Changes(days, rota).fewest(filled)
        near = filled.copy()
        days.sweep(near)
        repaired = min((plan_of(made, one) for one in (near, filled)), key=self._order)
        return [self._option(name, repaired, least)] if check(self.asked, repaired).is_legal else []

    def _order(self, repaired: Plan) -> tuple[int, int]:
        """Most places filled, then fewest put in."""
        return -len(repaired.assignments), len(set(repaired.assignments) - set(self.plan.assignments))

    def _option(self, name: str, repaired: Plan, least: int | None) -> Option:
        before, after = set(self.plan.assignments), set(repaired.assignments)
        added, removed = tuple(sorted(after - before)), tuple(sorted(before - after))
        if least is None and len(added) == len(removed) and name == "resting":
            least = len(added)
        return Option(name, repaired, added, removed, check(self.problem, repaired).missing, least)


def _freeze(made: Tables, frozen: int) -> None:
    """Whoever works before that day stays where they are."""
    for row, day in np.argwhere(made.published[:, :frozen] >= 0):
        code = made.published[row, day]
        made.may[row, day] = False
        made.may[row, day, code // len(made.stations) + 1] = True
        made.pinned[row, day] = code


def candidates(problem: Problem, plan: Plan, slot: Assignment) -> list[Candidate]:
    """Everybody for one place (``slot.person`` is not read): who may first, then reserve and near."""
    rotas: dict[str, dict[int, Assignment]] = {}
    for one in plan.assignments:
        rotas.setdefault(one.person, {})[one.day] = one
    nights = {shift.id for shift in problem.shifts if shift.is_night}
    found = []
    for person in problem.people:
        rota = dict(rotas.get(person.id, {}))
        own = replace(slot, person=person.id)
        reasons = [Violation("one-a-day", person.id, slot.day, "works on this day already")] if slot.day in rota else []
        before = {str(one) for one in violations_of(problem, person, rota)}
        rota[slot.day] = own
        reasons += [one for one in violations_of(problem, person, rota) if str(one) not in before]
        count = sum(one.shift in nights for one in rota.values()) + person.history.nights
        metres = distance(problem, person, slot.post)
        found.append(Candidate(person.id, tuple(reasons), metres, count, len(rota), person.is_reserve))
    return sorted(found, key=lambda one: (len(one.reasons), not one.is_reserve, one.metres, one.nights, one.person))
