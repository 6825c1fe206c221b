import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.proofs import rotas
from tongzhou.rostering import reading
from tongzhou.rostering.chains import Chains
from tongzhou.rostering.checking import check
from tongzhou.rostering.days import Days, plan_of, rota_of
from tongzhou.rostering.documents import Assignment, Plan
from tongzhou.rostering.tables import tables

NIGHT_THEN_DAY = {
    "format": "tongzhou-roster-1", "days": 2, "objective": "lexicographic", "rules": "cn",
    "shifts": [{"id": "D", "start": "07:00", "minutes": 480},
               {"id": "N", "start": "23:00", "minutes": 480, "is_night": True}],
    "posts": [{"id": "gate"}],
    "people": [{"id": "a"}, {"id": "b", "off": [1]}],
    "cover": [{"day": day, "shift": shift, "post": "gate", "count": 1} for day, shift in ((0, "N"), (1, "D"))],
}  # fmt: skip


def test_a_chain_moves_the_one_whose_rest_forbids_the_last_place():
    problem = reading.problem(NIGHT_THEN_DAY)
    days = Days(tables(problem))
    rota = rota_of(days.tables, Plan((Assignment("a", 0, "N", "gate"),)))
    assert Chains(days, rota).fill() == 1
    assert plan_of(days.tables, rota).assignments == (Assignment("a", 1, "D", "gate"), Assignment("b", 0, "N", "gate"))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.8, 1.3))
def test_chains_keep_a_plan_legal_and_its_pins_and_never_leave_more_empty(seed, load):
    document = rotas.dispatch(12, 4, load=load, seed=seed)
    first = next(line for line in document["cover"] if line["shift"] == "E" and "skills" not in line)
    pin = {"person": "p00000", "day": first["day"], "shift": "E", "post": first["post"]}
    problem = reading.problem({**document, "pinned": [pin]})
    days = Days(tables(problem))
    rota = days.guided(np.minimum(days.base, 1e13))
    before = check(problem, plan_of(days.tables, rota))
    Chains(days, rota).fill()
    after = plan_of(days.tables, rota)
    verdict = check(problem, after)
    assert verdict.is_legal
    assert verdict.costs["cover"] <= before.costs["cover"]
    assert Assignment(pin["person"], pin["day"], "E", pin["post"]) in after.assignments
