from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.proofs import rotas
from tongzhou.rostering import teams
from tongzhou.rostering.reading import DocumentRefused


def test_42_people_become_22_teams_and_it_is_proved_best():
    document = rotas.bureau(42, 22)
    found = teams.divide(document, 60)
    assert sorted(map(len, found.members.values())) == [1] * 2 + [2] * 20
    assert sorted(sum(found.members.values(), ())) == [person["id"] for person in document["people"]]
    assert [level.gap for level in found.levels] == [0, 0, 0]
    assert found.levels[0].value == 0


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_no_division_is_better_than_the_one_found(seed, people):
    document = rotas.bureau(people, 2, seed=seed)
    found = teams.divide(document, 60)
    costs = []
    for taken in product((0, 1), repeat=people):
        if abs(people - 2 * sum(taken)) <= 1:
            costs.append(_cost(document, taken))
    assert tuple(level.value for level in found.levels) == min(costs)


def _cost(document, taken):
    leaderless = unskilled = metres = 0
    for number, team in enumerate(document["teams"]):
        here = [one for one, at in zip(document["people"], taken, strict=True) if at == number]
        leaderless += not any(one["leads"] for one in here)
        unskilled += sum(not any(skill in one["skills"] for one in here) for skill in team["skills"])
        metres += sum(teams._apart(one["home"], team["point"]) for one in here)
    return leaderless, unskilled, metres


@pytest.mark.parametrize(
    ("teams_", "words"),
    [([{"id": "a", "least": 4}], "take 4 to 4"), ([{"id": "a", "least": 2, "most": 1}], "at least 2 and at most 1")],
)
def test_sizes_that_do_not_add_up_are_named(teams_, words):
    with pytest.raises(teams.TeamsRefused, match=words):
        teams.divide({"format": "tongzhou-teams-1", "people": [{"id": "p"}], "teams": teams_})


def test_a_team_that_is_named_twice_is_refused_by_its_path():
    with pytest.raises(DocumentRefused, match=r"\$\.teams\[1\]\.id"):
        teams.divide({"format": "tongzhou-teams-1", "people": [], "teams": [{"id": "a"}, {"id": "a"}]})
