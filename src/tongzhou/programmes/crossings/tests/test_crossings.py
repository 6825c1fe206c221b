"""Every car is checked, and no toilet is used twice without being disinfected."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import translation

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.figures.models import Count
from tongzhou.kernel import clock, database, ids
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger.models import Stored
from tongzhou.matters.models import Matter
from tongzhou.passes.tests import factories
from tongzhou.passes.tests.factories import NOON
from tongzhou.places import actions as places
from tongzhou.places.tests.factories import ON
from tongzhou.programmes.crossings import asking, planner, plates, queries
from tongzhou.programmes.crossings.actions import cars, facilities
from tongzhou.programmes.crossings.actions.cars import Car
from tongzhou.programmes.crossings.errors import CarRefused, FacilityUnknown, NotFree
from tongzhou.programmes.crossings.models import Facility


@pytest.fixture
def by(committed: None) -> Iterator[Actor]:
    with clock.at(NOON):
        desk = factories.desk()
        place = places.add_place(name="安亭道口", kind="checkpoint", parent_id=desk.district.district.id, on=ON)
        yield actor(place.id, unit_id=desk.by.unit_id)


def car(**changes: Any) -> Car:
    return Car(**{"plate": "沪A12345", "people": 2, "temperatures": (36.5, 36.8), **changes})


def checked(by: Actor, *given: Car) -> None:
    with database.acting(by.scope.places):
        for one in given:
            cars.check(one, by=by)


def test_a_car_is_one_entry_without_plate_name_or_degree(by: Actor) -> None:
    one = car(seconds=90)
    checked(by, one, one)
    with database.acting(by.scope.places):
        body = Stored.objects.get(id=one.entry_id).body
    plate = body.pop("plate")
    assert re.fullmatch("[0-9a-f]{16}", plate)
    assert body == {"people": 2, "hot": 0, "outcome": "passed", "seconds": 90}


def test_somebody_hot_opens_work_once(by: Actor) -> None:
    one = car(temperatures=(36.5, 37.3))
    checked(by, one, one)
    with database.acting(by.scope.places):
        assert Matter.objects.filter(case_type="crossing_hot", entry_id=one.entry_id).count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"plate": " "}, "plate"),
        ({"people": 0, "temperatures": ()}, "people"),
        ({"people": 3}, "temperatures"),
        ({"temperatures": (36.5, 3.65)}, "temperatures"),
        ({"outcome": "flew"}, "outcome"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(by: Actor, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(CarRefused) as refused:
        checked(by, car(**changes))
    assert refused.value.field == field


def test_who_refuses_is_written_down_unmeasured(by: Actor) -> None:
    checked(by, car(people=4, temperatures=(), outcome="refused_measurement"))
    with database.acting(by.scope.places):
        assert queries.day(by=by).people == 4


def test_completeness_and_minutes_are_those_of_the_day(by: Actor) -> None:
    checked(by, car(seconds=60), car(seconds=120), car(seconds=90))
    with database.acting(by.scope.places):
        cars.count(4, by=by)
        day = queries.day(by=by)
    assert (day.cars, day.counted, day.completeness, day.minutes) == (3, 4, 75, 1.5)


def test_the_next_use_is_blocked_until_disinfected(by: Actor) -> None:
    with database.acting(by.scope.places):
        assert len(facilities.lay(12, by=by)) == 12
        assert facilities.lay(12, by=by) == []
        first = queries.facilities(by=by)[0]
        facilities.act(first.id, "use", by=by)
        with pytest.raises(NotFree):
            facilities.act(first.id, "use", by=by)
        facilities.act(first.id, "disinfect", by=by)
        facilities.act(first.id, "use", by=by)
        facilities.act(first.id, "break", by=by)
        # what was mended is disinfected before anybody goes in
        assert facilities.act(first.id, "mend", by=by).state == "used"
        told = [entry.body["act"] for entry in Stored.objects.filter(kind="crossing.facility")]
        assert sorted(told) == ["break", "disinfect", "mend", "use", "use"]


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        (["use", "disinfect", "use"], "used"),
        (["use", "disinfect", "use", "disinfect"], "free"),
        (["use", "break", "disinfect"], "broken"),  # whoever disinfected did not know
        (["break", "mend", "disinfect"], "free"),
    ],
)
def test_acts_that_telephones_hand_up_in_any_order_leave_one_state(by: Actor, acts: list[str], state: str) -> None:
    orders = list(permutations(range(len(acts))))
    with database.acting(by.scope.places):
        facilities.lay(len(orders), by=by)
        for toilet, order in enumerate(orders, start=1):
            for minute in order:
                at, entry_id = NOON - timedelta(minutes=20 - minute), ids.new()
                assert facilities.act_later(toilet, acts[minute], by=by, entry_id=entry_id, at=at)
                assert not facilities.act_later(toilet, acts[minute], by=by, entry_id=entry_id, at=at)
        assert Counter(one.state for one in queries.facilities(by=by)) == {state: len(orders)}


def test_another_post_neither_sees_nor_moves_a_toilet(by: Actor) -> None:
    with database.acting(by.scope.places):
        (one,) = facilities.lay(1, by=by)
    other = actor()
    with database.acting(other.scope.places):
        assert list(Facility.objects.all()) == []
        with pytest.raises(FacilityUnknown):
            facilities.act(one.id, "use", by=other)


def test_the_figures_count_cars_and_disinfections(by: Actor) -> None:
    checked(by, car(), car(temperatures=(36.5, 38.0)))
    with database.acting(by.scope.places):
        (one,) = facilities.lay(1, by=by)
        facilities.act(one.id, "use", by=by)
        facilities.act(one.id, "disinfect", by=by)
    with database.acting((), is_wide=True):
        rows = Count.objects.filter(indicator__startswith="crossings.").values_list("indicator", "value")
        counts = Counter[str]()
        for indicator, value in rows:
            counts[indicator] += value
    assert counts == {"crossings.cars": 2, "crossings.hot": 1, "crossings.disinfected": 1}


def test_a_crossing_needs_the_right_to_check(by: Actor) -> None:
    nobody = actor(*by.scope.places, permissions=())
    with database.acting(nobody.scope.places), pytest.raises(NotAllowed):
        cars.check(car(), by=nobody)


@pytest.mark.parametrize(("typed", "readings"), [("36.5 365", [36.5, 36.5]), ("36.5℃，37", [36.5, 37.0]), ("", [])])
def test_readings_are_taken_as_they_are_typed(typed: str, readings: list[float]) -> None:
    assert asking.car(QueryDict(urlencode({"temperatures": typed}))).temperatures == readings


def test_a_reading_that_is_no_number_is_named() -> None:
    with translation.override("en"), pytest.raises(CarRefused) as refused:
        asking.degrees("36..5")
    assert (refused.value.field, str(refused.value)) == (
        "temperatures",
        "“36..5” is no number: type the degrees as 36.5 or 365.",
    )


@pytest.mark.parametrize(
    ("text", "usual"),
    [("沪A12345", True), ("沪AD12345", True), ("皖k·3f2a1", True), ("12345", False), ("沪A1234I", False)],
)
def test_a_plate_that_looks_odd_is_a_hint(text: str, usual: bool) -> None:
    assert plates.is_usual(text) is usual


def test_the_planner_learns_from_the_day_before(by: Actor) -> None:
    assert planned(by)["check"] == "75"
    checked(by, *[car(seconds=50 + number) for number in range(21)])
    with clock.at(NOON + timedelta(days=1)):
        later = actor(*by.scope.places, unit_id=by.unit_id)
        assert planned(later)["check"] == "60"
        assert planned(later, check="90")["check"] == "90"


def planned(by: Actor, **given: str) -> dict[str, str]:
    with database.acting(by.scope.places):
        return planner.asked(given, by=by)


def test_the_planner_answers_with_lanes_people_and_toilets(by: Actor) -> None:
    found = planner.answer(planned(by))
    assert found.plan.is_enough
    assert (len(found.plan.stages), len(found.hours)) == (3, 24)
    assert found.staff == 6 * sum(stage.servers for stage in found.plan.stages)
    assert found.toilets >= 4  # 260 cars × 15 % × 6 minutes = 3.9 at a time


@pytest.mark.parametrize(("field", "text"), [("check", "no"), ("wait", "0"), ("by_hour", "1 x"), ("by_hour", "")])
def test_the_planner_says_which_number_cannot_be(by: Actor, field: str, text: str) -> None:
    with pytest.raises(planner.PlanRefused) as refused:
        planner.answer(planned(by) | {field: text})
    assert refused.value.field == field
