import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.proofs import rotas
from tongzhou.rostering import converting, flows, reading
from tongzhou.rostering.checking import check
from tongzhou.rostering.documents import Assignment, Plan
from tongzhou.rostering.shortages import shortage
from tongzhou.rostering.solving import solve

INSTANCE = """SECTION_HORIZON
14
SECTION_SHIFTS
E,480,
D,480,E
SECTION_STAFF
A,E=14|D=14,4320,3360,5,2,2,1
B,E=14|D=0,4320,3360,5,2,2,1
SECTION_DAYS_OFF
A,0
SECTION_SHIFT_ON_REQUESTS
A,2,D,2
SECTION_SHIFT_OFF_REQUESTS
B,5,E,3
SECTION_COVER
0,D,1,100,1
1,E,2,100,1
"""
PLAIN = {"format": "tongzhou-roster-1", "days": 7, "shifts": [{"id": "D", "minutes": 480}], "people": [], "cover": []}


def small(seed: int, load: float = 0.9) -> dict:
    return rotas.dispatch(12, 4, load=load, seed=seed)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.5, 1.4), st.booleans())
def test_whatever_the_instance_a_plan_is_legal_and_no_bound_exceeds_its_value(seed, load, is_ward):
    problem = reading.problem(rotas.ward(6, 14, seed=seed) if is_ward else small(seed, load))
    plan = solve(problem, 30, seed, steps=4)
    assert plan.levels
    assert check(problem, plan).is_legal
    assert all(level.bound is None or level.bound <= level.value + 1e-6 for level in plan.levels)


ILLEGAL = {
    "night": ("rests", [(3, "N")]),
    "leave": ("away", [(2, "E")]),
    "one-a-day": ("any", [(2, "E"), (2, "L")]),
    "unknown": ("nobody", [(0, "E")]),
    "skill": ("unskilled", [(1, "E")]),
    "house-least-rest": ("any", [(1, "N"), (2, "E")]),
    "house-nights-in-a-row": ("any", [(day, "N") for day in range(4)]),
    "cn-week-minutes": ("any", [(day, "E") for day in range(6)]),
    "cn-weekly-rest": ("any", [(day, "E") for day in range(7)]),
    "cn-days-in-a-row": ("any", [(day, "E") for day in range(7)]),
}
"""By the rule that is broken: who is put on which shifts."""


@pytest.mark.parametrize("rule", ILLEGAL)
@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_an_injected_illegal_shift_is_refused_by_its_rule(rule, seed):
    document, (who, shifts) = small(seed), ILLEGAL[rule]
    people = {"rests": 0, "away": 1, "any": 2, "unskilled": 3}
    document["people"][0]["works_nights"] = False
    document["people"][1]["leave"] = [2]
    document["people"][2] |= {"works_nights": True, "skills": ["medical"]}
    document["people"][3]["skills"] = []
    document["cover"].append({"day": 1, "shift": "E", "post": "post0000", "count": 1, "skills": ["x"]})
    problem = reading.problem(document)
    plan = solve(problem, 30, seed, steps=1)
    name = document["people"][people[who]]["id"] if who in people else who
    skills = frozenset({"x"} if rule == "skill" else ())
    kept = tuple(one for one in plan.assignments if one.person != name)
    wrong = tuple(Assignment(name, day, shift, "post0000", "", skills) for day, shift in shifts)
    assert check(problem, plan).is_legal
    assert (rule, name) in {(one.rule, one.person) for one in check(problem, Plan(kept + wrong)).violations}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_one_more_than_a_place_asks_for_is_refused(seed, data):
    problem = reading.problem(small(seed, 0.6))
    plan = solve(problem, 30, seed, steps=1)
    one = data.draw(st.sampled_from(plan.assignments))
    other = data.draw(st.sampled_from([person.id for person in problem.people if person.id != one.person]))
    kept = tuple(held for held in plan.assignments if (held.person, held.day) != (other, one.day))
    there = sum((held.day, held.shift, held.station) == (one.day, one.shift, one.station) for held in kept)
    line = next(
        line for line in problem.cover if (line.day, line.shift, line.station) == (one.day, one.shift, one.station)
    )
    crowd = check(problem, Plan((*kept, Assignment(other, one.day, one.shift, one.post, "", one.skills))))
    assert ("cover" in {wrong.rule for wrong in crowd.violations}) == (there >= line.count)


def test_the_same_seed_and_steps_give_the_same_plan():
    problem = reading.problem(small(3))
    assert solve(problem, 60, 5, steps=6).assignments == solve(problem, 60, 5, steps=6).assignments


def test_the_checker_counts_a_plan_by_hand():
    problem = reading.problem(converting.converted(INSTANCE))
    verdict = check(problem, Plan((Assignment("A", 1, "E"), Assignment("A", 2, "D"))))
    assert dict(verdict.costs) == {"limits": 0, "wishes": 0, "under": 200, "over": 0}
    assert [one.rule for one in verdict.violations] == ["minutes", "minutes"]


def test_a_standard_instance_is_converted_and_solved():
    problem = reading.problem(converting.converted(INSTANCE))
    assert problem.people[1].limits.of_type["D"].most == 0
    assert problem.shifts[1].not_before == {"E"}
    plan = solve(problem, 20, steps=5)
    assert check(problem, plan).is_legal


def test_a_line_without_meaning_is_named():
    with pytest.raises(converting.FormatRefused, match="line 5: E,x"):
        converting.converted("SECTION_HORIZON\n7\n# shifts\nSECTION_SHIFTS\nE,x,\n")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"shifts": [{"id": "D", "minutes": 1560}]}, "$.shifts[0].minutes"),
        ({"people": [{"id": "a"}, {"id": "a"}]}, "$.people[1].id"),
        ({"people": [{"id": "a", "off": [9]}]}, "$.people[0].off[0]"),
        ({"cover": [{"day": 0, "shift": "X", "count": 1}]}, "$.cover[0].shift"),
        ({"cover": [{"day": 0, "shift": "D", "count": 1, "post": "gone"}]}, "$.cover[0].post"),
        ({"people": [{"id": f"p{n}"} for n in range(1200)] + [{"id": 7}]}, "$.people[1200].id"),
    ],
)
def test_a_fault_is_named_by_its_path(change, path):
    with pytest.raises(reading.DocumentRefused) as refused:
        reading.problem({**PLAIN, **change})
    assert refused.value.faults[0].path == path


def test_a_pin_on_leave_and_a_published_post_that_is_gone_become_notes():
    document = small(1)
    document["people"][0]["leave"] = [2]
    slot = document["cover"][0]
    document["pinned"] = [{"person": "p00000", "day": 2, "shift": "E", "post": slot["post"]}]
    document["published"] = [{"person": "p00001", "day": 0, "shift": "E", "post": "gone"}]
    plan = solve(reading.problem(document), 20, steps=2)
    assert any("published[0] is left out" in note for note in plan.notes)
    assert any("p00000 is not in the pinned shift" in note for note in plan.notes)


def test_nobody_eligible_is_a_shortage_with_its_group():
    document = small(1)
    for line in document["cover"]:
        line["skills"] = ["diver"]
    found = shortage(reading.problem(document))
    assert found.missing == found.demand
    assert found.group is not None
    assert found.group.people == 0
    assert solve(reading.problem(document), 20, steps=2).notes


def test_a_shortage_names_the_smallest_group_that_is_asked_for_too_often():
    document = {**PLAIN, "days": 1, "people": [{"id": "a", "roles": ["medic"]}, {"id": "b", "roles": ["clerk"]}]}
    document["cover"] = [{"day": 0, "shift": "D", "count": n, "role": r} for r, n in (("medic", 3), ("clerk", 1))]
    found = shortage(reading.problem(document))
    assert (found.missing, found.group.places, found.group.people) == (2, 3, 1)


def test_demand_above_capacity_gives_a_partial_plan():
    problem = reading.problem(small(2, 1.6))
    plan = solve(problem, 20, steps=3)
    assert check(problem, plan).missing >= shortage(problem).missing > 0


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_flows_of_our_own_agree_with_the_library(data):
    people = data.draw(st.integers(1, 4))
    costs = data.draw(st.lists(st.integers(-9, 9), min_size=people * 4, max_size=people * 4))
    tails = np.array([row for row in range(people) for _ in range(4)] + [people + k for k in range(3)])
    heads = np.array([people + k for _ in range(people) for k in (0, 1, 2, 3)] + [people + 3] * 3)
    room = np.ones(len(tails), dtype=np.int64)
    cost = np.array([*costs, 0, 0, 0])
    room[3 : 4 * people : 4] = 1
    sources = np.arange(people)
    theirs = flows.least_cost(tails, heads, room, cost, sources, people + 3)
    ours = flows._own_least_cost(tails, heads, room, cost, sources, people + 3)
    assert (theirs * cost).sum() == (ours * cost).sum()
    most, _flow, side = flows.most_flow(tails, heads, room, 0, people + 3)
    own_most, _flow, own_side = flows._own_most_flow(tails, heads, room, 0, people + 3)
    assert (most, side) == (own_most, own_side)
