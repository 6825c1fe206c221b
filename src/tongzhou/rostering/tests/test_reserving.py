"""The reserve against the binomial formula, and with skills against counting by hand."""

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.rostering import reading
from tongzhou.rostering.documents import Assignment, Plan, Problem
from tongzhou.rostering.reserving import AIM, reserve


def at_the_gate(people: int, skilled: int = 0, priority: int = 1) -> tuple[Problem, Plan]:
    """So many at the gate and so many nurses at the clinic, in one shift."""
    posts = {"gate": (people, []), "clinic": (skilled, ["nurse"])}
    problem = reading.problem({
        "format": "tongzhou-roster-1", "days": 1, "objective": "lexicographic",
        "shifts": [{"id": "D", "minutes": 480}], "posts": [{"id": post} for post in posts],
        "people": [{"id": f"{post}{n}", "skills": able} for post, (count, able) in posts.items() for n in range(count)],
        "cover": [{"day": 0, "shift": "D", "post": post, "count": count, "skills": able, "priority": priority}
                  for post, (count, able) in posts.items()],
    })  # fmt: skip
    made = [Assignment(f"{post}{n}", 0, "D", post, "", frozenset(able))
            for post, (count, able) in posts.items() for n in range(count)]  # fmt: skip
    return problem, Plan(tuple(made))


def chance(people: int, number: int, rate: float) -> float:
    """Of those who should come and the reserve together no more are away than the reserve has."""
    total = people + number
    return sum(comb(total, k) * rate**k * (1 - rate) ** (total - k) for k in range(number + 1))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.sampled_from([0.01, 0.03, 0.08, 0.2]), st.integers(0, 1000))
def test_one_skill_and_one_rate_is_the_binomial_formula(people, rate, seed):
    (found,) = reserve(*at_the_gate(people), rate, seed=seed)
    errors = [abs(one - chance(people, number, rate)) for number, one in enumerate(found.chances)]
    assert max(errors) < 0.025  # five times what 10,000 trials are out by at most
    assert chance(people, found.number, rate) > AIM - 0.025
    assert found.number == 0 or chance(people, found.number - 1, rate) < AIM + 0.025


def test_the_same_seed_gives_the_same_reserve():
    assert reserve(*at_the_gate(30, 8), 0.07, seed=5) == reserve(*at_the_gate(30, 8), 0.07, seed=5)


def test_nobody_away_needs_no_reserve():
    (found,) = reserve(*at_the_gate(20), 0.0)
    assert (found.reserve, found.chances) == ((), (1.0,))


def test_a_rate_of_ones_own_stands_over_the_common_one():
    problem, plan = at_the_gate(10)
    (found,) = reserve(problem, plan, 0.0, by_person={one.person: 0.5 for one in plan.assignments[:1]}, aim=0.9)
    assert found.reserve == (((), 1),)
    assert found.chances[0] == pytest.approx(0.5, abs=0.03)


def test_only_the_skilled_stand_in_for_the_skilled_and_they_can_for_others():
    (clinic,) = reserve(*at_the_gate(0, 12), 0.05)
    assert clinic.reserve == ((("nurse",), clinic.number),)
    (both,) = reserve(*at_the_gate(12, 12), 0.05)
    apart = reserve(*at_the_gate(12), 0.05)[0].number + clinic.number
    assert dict(both.reserve)["nurse",] >= 1
    assert both.number <= apart


def test_places_asked_for_if_possible_need_no_reserve():
    assert reserve(*at_the_gate(20, priority=3), 0.1) == []


@pytest.mark.parametrize(("rate", "aim"), [(0.6, 0.95), (-0.1, 0.95), (0.1, 1.0)])
def test_what_is_no_share_or_chance_is_refused(rate, aim):
    with pytest.raises(ValueError, match="is no (share|chance)"):
        reserve(*at_the_gate(3), rate, aim=aim)
