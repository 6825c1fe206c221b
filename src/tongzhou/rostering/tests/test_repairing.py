"""Drop-outs and hand edits: the least change, proved, and everything legal."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.proofs import rotas
from tongzhou.rostering import reading, repairing
from tongzhou.rostering.checking import check
from tongzhou.rostering.documents import Assignment, Plan, Problem
from tongzhou.rostering.repairing import candidates, repair
from tongzhou.rostering.solving import solve


def small(seed: int, load: float = 0.9) -> dict:
    return rotas.dispatch(12, 4, load=load, seed=seed)


def test_a_drop_out_is_repaired_by_the_reserve_with_the_least_change():
    document = small(4, 0.7)
    document["people"].append({"id": "reserve", "is_reserve": True, "skills": ["medical"]})
    problem = reading.problem(document)
    plan = solve(problem, 20, steps=3)
    gone = next(one for one in plan.assignments)
    before = check(problem, plan).missing
    options = repair(problem, plan, {gone.person: frozenset({gone.day})}, frozen_before=2)
    assert options[0].missing <= before
    assert [one.person for one in options[0].added] == ["reserve"]
    assert options[0].removed == (gone,)


def test_people_who_drop_out_leave_nothing_more_empty_and_move_few():
    problem = reading.problem(rotas.dispatch(80, 30, load=0.9, seed=2))
    plan = solve(problem, 20, steps=2)
    gone = {one.person: frozenset(range(2, 7)) for one in plan.assignments[::80]}
    vacated = sum(one.day in gone.get(one.person, ()) for one in plan.assignments)
    best = repair(problem, plan, gone, frozen_before=2)[0]
    assert best.missing == check(problem, plan).missing
    assert vacated <= len(best.added) <= 1.25 * vacated
    assert not [one for one in (*best.added, *best.removed) if one.day < 2]


SHIFTS = [
    {"id": "D", "start": "07:00", "minutes": 480},
    {"id": "N", "start": "23:00", "minutes": 480, "is_night": True},
]


def tight(homes: list[bool], days: int, slots: list[tuple[int, str, str]]) -> dict:
    """People of whom some may stand at the clinic, for a few places of a few days."""
    return {
        "format": "tongzhou-roster-1", "days": days, "objective": "lexicographic", "shifts": SHIFTS,
        "rules": [{"id": "r", "kind": "least_rest", "value": 660, "source": ""},
                  {"id": "w", "kind": "week_days", "value": 2, "source": ""}],
        "people": [{"id": f"p{n}", "skills": ["medical"] if able else []} for n, able in enumerate(homes)],
        "posts": [{"id": "gate"}, {"id": "clinic"}],
        "cover": [{"day": d, "shift": s, "post": p, "count": 1, "skills": ["medical"] if p == "clinic" else []}
                  for d, s, p in slots],
    }  # fmt: skip


def every_plan(problem: Problem, who: str, days: frozenset[int]) -> list[Plan]:
    """Every legal plan of the document without this person on these days, by the checker's word."""
    people = tuple(replace(one, leave=one.leave | (days if one.id == who else set())) for one in problem.people)
    asked = replace(problem, people=people)
    each = [[None, *(one.id for one in people)] for _line in problem.cover]
    plans = []
    for taken in product(*each):
        lines = zip(taken, problem.cover, strict=True)
        plan = Plan(tuple(
            Assignment(person, line.day, line.shift, line.station.post, "", line.station.skills)
            for person, line in lines if person
        ))  # fmt: skip
        if check(asked, plan).is_legal:
            plans.append(plan)
    return plans


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.booleans(), min_size=2, max_size=4),
    st.sets(st.tuples(st.integers(0, 2), st.sampled_from("DN"), st.sampled_from(["gate", "clinic"])), max_size=4),
)
def test_no_repair_fills_more_or_changes_fewer(homes, slots):
    problem = reading.problem(tight(homes, 3, sorted(slots)))
    plan = solve(problem, 20, steps=2)
    gone = frozenset(range(3))
    best = repair(problem, plan, {"p0": gone})[0]
    filled = {(one.day, one.shift, one.post) for one in plan.assignments}
    costs = []
    for other in every_plan(problem, "p0", gone):
        if {(one.day, one.shift, one.post) for one in other.assignments} <= filled:
            costs.append((check(problem, other).missing, len(set(other.assignments) - set(plan.assignments))))
    assert (best.missing, len(best.added)) == min(costs)
    named = [one for one in repair(problem, plan, {"p0": gone}) if one.least is not None]
    assert all(one.least <= len(one.added) for one in named)


def test_without_the_solver_of_linear_programmes_chains_alone_repair(monkeypatch):
    problem = reading.problem(small(4, 0.7))
    plan = solve(problem, 20, steps=3)
    gone = {plan.assignments[0].person: frozenset({plan.assignments[0].day})}
    proved = repair(problem, plan, gone)
    monkeypatch.setattr(repairing, "available", lambda: False)
    alone = repair(problem, plan, gone)
    assert alone[0].missing == proved[0].missing
    assert [one.least for one in alone if one.name != "resting"] == [None] * sum(one.name != "resting" for one in alone)


@pytest.mark.parametrize("seed", [1, 2])
def test_at_99_percent_the_fewest_changes_are_proved(seed):
    problem = reading.problem(rotas.dispatch(60, 24, load=0.99, seed=seed))
    plan = solve(problem, 20, seed, steps=2)
    gone = {plan.assignments[0].person: frozenset(range(2, 7))}
    best = repair(problem, plan, gone, frozen_before=2)[0]
    assert best.least == len(best.added)


def test_candidates_are_ranked_with_reasons():
    problem = reading.problem(small(4))
    plan = solve(problem, 20, steps=2)
    slot = replace(plan.assignments[0], person="")
    found = candidates(problem, plan, slot)
    assert len(found) == len(problem.people)
    assert next(one for one in found if one.person == plan.assignments[0].person).reasons[0].rule == "one-a-day"
