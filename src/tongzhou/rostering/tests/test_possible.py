"""Documents that nobody can keep: a plan all the same, nothing broken but what is named."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.proofs import rotas
from tongzhou.rostering import reading
from tongzhou.rostering.checking import check
from tongzhou.rostering.documents import Limit
from tongzhou.rostering.solving import solve


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([
        ("minutes", {"least": 99_999}), ("consecutive_shifts", {"least": 30}),
        ("shifts", {"least": 15}),
    ]),
    st.booleans(),
)  # fmt: skip
def test_only_the_one_who_has_no_rota_breaks_a_limit_and_only_the_one_named(seed, limit, is_off):
    document, (name, asked) = rotas.ward(6, 14, seed=seed), limit
    document["people"][0]["limits"] = {name: asked}
    document["people"][0]["off"] = list(range(12)) if is_off else []
    problem = reading.problem(document)
    plan = solve(problem, 20, seed, steps=2)
    wrong = check(problem, plan).violations
    assert {one.person for one in plan.assignments} - {"n0"}
    assert {(one.person, one.rule) for one in wrong} <= {("n0", name)}
    assert bool(wrong) == any(f"n0 has no rota that keeps {name}" in note for note in plan.notes)


def test_what_all_cannot_keep_together_is_planned_as_near_as_can_be():
    document = {
        "format": "tongzhou-roster-1", "days": 7, "objective": "lexicographic",
        "shifts": [{"id": "D", "minutes": 480}], "posts": [{"id": "gate"}],
        "people": [{"id": name, "limits": {"shifts": {"least": 5}}} for name in "ab"],
        "cover": [{"day": day, "shift": "D", "post": "gate", "count": 1} for day in range(7)],
    }  # fmt: skip
    problem = reading.problem(document)
    plan = solve(problem, 20, steps=3)
    assert check(problem, plan).missing == 0
    assert {one.rule for one in check(problem, plan).violations} == {"shifts"}
    assert any("Not all can be kept together" in note for note in plan.notes)


def test_pins_that_forbid_one_another_cost_nobody_else_a_place():
    document = rotas.dispatch(12, 4, load=0.8, seed=1)
    slots = [next(one for one in document["cover"] if (one["day"], one["shift"]) == key and "skills" not in one)
             for key in ((0, "N"), (1, "E"))]  # fmt: skip
    who = next(one["id"] for one in document["people"] if one["works_nights"])
    document["pinned"] = [{"person": who, **{key: one[key] for key in ("day", "shift", "post")}} for one in slots]
    problem = reading.problem(document)
    plan = solve(problem, 20, steps=4)
    assert (check(problem, plan).is_legal, check(problem, plan).missing) == (True, 0)
    assert any(f"{who} has no rota that keeps every pin" in note for note in plan.notes)


def test_a_limit_that_can_be_kept_is_not_softened():
    problem = reading.problem(rotas.ward(6, 14, seed=1))
    assert problem.people[0].limits.minutes == Limit(3720, 4560)
    plan = solve(problem, 20, steps=2)
    assert check(problem, plan).is_legal
    assert not [note for note in plan.notes if "as near to it" in note]
