"""When people drop out, and when a hand edits one shift: the least change, the reserve first, and why somebody cannot.

Every option that leaves here was judged by ``checking``.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tongzhou.rostering.chains import Chains
from tongzhou.rostering.checking import Violation, check, distance, violations_of
from tongzhou.rostering.days import Days, plan_of, rota_of
from tongzhou.rostering.documents import Assignment, Plan, Problem
from tongzhou.rostering.tables import STABILITY, Tables, tables


@dataclass(frozen=True, slots=True)
class Option:
    """One way to repair: who comes, who no longer does, what stays empty.

    ``name``: "resting" (people who rest, the reserve first), "moved" (others too), "spared" (without the reserve).
    """

    name: str
    plan: Plan
    added: tuple[Assignment, ...]
    removed: tuple[Assignment, ...]
    missing: int


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

    First by people who rest (the reserve before others), then with others moved where that leaves less empty, then
    without the reserve. The best first: fewest empty, then fewest changes.
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
    options = [
        _repaired(asked, problem, plan, "resting", problem.days, with_reserve=True),
        _repaired(asked, problem, plan, "moved", frozen_before, with_reserve=True),
    ]
    if any(person.is_reserve for person in people):
        options.append(_repaired(asked, problem, plan, "spared", frozen_before, with_reserve=False))
    found: dict[tuple[Assignment, ...], Option] = {}
    for option in options:
        if option is not None:
            found.setdefault(option.plan.assignments, option)
    return sorted(found.values(), key=lambda one: (one.missing, len(one.added) + len(one.removed)))


def _repaired(
    asked: Problem, problem: Problem, plan: Plan, name: str, frozen: int, *, with_reserve: bool
) -> Option | None:
    made = tables(asked, with_reserve=with_reserve)
    rota = rota_of(made, Plan(asked.published))
    _freeze(made, frozen)
    for row, person in enumerate(asked.people):
        if person.is_reserve:
            made.cost[row, :, 1:] -= STABILITY / 2
    days = Days(made)
    days.sweep(rota)
    if Chains(days, rota).fill():
        days.sweep(rota)
    repaired = plan_of(made, rota)
    verdict = check(asked, repaired)
    if not verdict.is_legal:
        return None
    before, after = set(plan.assignments), set(repaired.assignments)
    added, removed = tuple(sorted(after - before)), tuple(sorted(before - after))
    return Option(name, repaired, added, removed, check(problem, repaired).missing)


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
