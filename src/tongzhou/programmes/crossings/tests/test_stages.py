"""Stages of a crossing: moved outward, a pre-check before the check, a second check after it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger.models import Stored
from tongzhou.passes.tests import factories
from tongzhou.passes.tests.factories import NOON
from tongzhou.places import actions as places
from tongzhou.places.tests.factories import ON
from tongzhou.programmes.crossings import queries
from tongzhou.programmes.crossings.actions import cars, stages
from tongzhou.programmes.crossings.actions.cars import Car
from tongzhou.programmes.crossings.errors import CarRefused, StageRefused


@pytest.fixture
def by(committed: None) -> Iterator[Actor]:
    with clock.at(NOON):
        desk = factories.desk()
        place = places.add_place(name="安亭道口", kind="checkpoint", parent_id=desk.district.district.id, on=ON)
        one = actor(place.id, unit_id=desk.by.unit_id)
        with database.acting(one.scope.places):
            yield one


def standing(by: Actor) -> list[tuple[str, int, bool]]:
    return [(str(stage.kind), stage.metres, stage.is_open) for stage in queries.stages(by=by)]


def test_at_first_the_check_stands_alone_at_the_crossing(by: Actor) -> None:
    assert standing(by) == [("before", 0, False), ("check", 0, True), ("second", 0, False)]


def test_stages_are_moved_outward_and_each_move_is_kept(by: Actor) -> None:
    moments = [NOON + timedelta(minutes=minute) for minute in range(4)]
    for at, (kind, metres) in zip(moments, (("before", 300), ("check", 200), ("before", 600)), strict=False):
        stages.move(kind, metres=metres, by=by, at=at)
    assert standing(by) == [("before", 600, True), ("check", 200, True), ("second", 0, False)]
    stages.move("before", is_open=False, by=by, at=moments[-1])
    assert standing(by)[0] == ("before", 0, False)
    told = [entry.body for entry in queries.moves(by=by)]  # newest first
    assert [(body["stage"], body["metres"], body["open"]) for body in told] == [
        ("before", 0, False),
        ("before", 600, True),
        ("check", 200, True),
        ("before", 300, True),
    ]


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("queue", {}, "kind"),
        ("check", {"is_open": False}, "kind"),
        ("second", {"metres": 5001}, "metres"),
        ("second", {"metres": -1}, "metres"),
        ("before", {"metres": 100}, "metres"),
        ("check", {"metres": 300}, "metres"),
    ],
)
def test_a_stage_that_cannot_stand_there_is_refused(by: Actor, kind: str, changes: dict[str, Any], field: str) -> None:
    stages.move("check", metres=100, by=by)
    stages.move("before", metres=300, by=by)
    before = standing(by)
    with pytest.raises(StageRefused) as refused:
        stages.move(kind, by=by, **changes)
    assert (refused.value.field, standing(by)) == (field, before)


def test_a_pre_check_counts_no_car_as_checked_and_keeps_no_plate(by: Actor) -> None:
    assert cars.precheck("沪A12345", "onward", by=by)
    entry = Stored.objects.of_kind("crossing.prechecked").get()
    assert entry.body.pop("plate") != "沪A12345"
    assert entry.body == {"outcome": "onward", "announced": 0}
    assert queries.day(by=by).cars == 0


def test_minutes_run_from_the_pre_check_to_the_check(by: Actor) -> None:
    for number, minutes in enumerate((4, 6, 11)):
        plate = f"沪A1234{number}"
        cars.precheck(plate, "onward", by=by, at=NOON - timedelta(minutes=minutes))
        cars.check(Car(plate=plate, people=1, temperatures=(36.5,), at=NOON), by=by)
    cars.check(Car(plate="沪B99999", people=1, temperatures=(36.5,), at=NOON), by=by)
    assert queries.day(by=by).through == 6.0


def test_who_was_sent_to_the_second_check_waits_until_seen_there(by: Actor) -> None:
    def sent(plate: str, minutes: int) -> Car:
        at = NOON - timedelta(minutes=minutes)
        return Car(plate=plate, people=2, temperatures=(36.5, 37.6), outcome="second_check", at=at)

    for car in (sent("沪A11111", 20), sent("沪A22222", 10)):
        cars.check(car, by=by)
    assert [(one.people, one.hot) for one in queries.waiting(by=by)] == [(2, 1), (2, 1)]
    assert cars.recheck("沪·a11111", "passed", temperatures=(36.6,), by=by, at=NOON - timedelta(minutes=5))
    assert [one.at for one in queries.waiting(by=by)] == [NOON - timedelta(minutes=10)]
    cars.check(sent("沪A11111", 1), by=by)  # it came once more
    assert len(queries.waiting(by=by)) == 2


@pytest.mark.parametrize(
    ("plate", "outcome", "readings", "field"),
    [
        ("", "passed", (36.5,), "plate"),
        ("沪A12345", "flew", (36.5,), "outcome"),
        ("沪A12345", "passed", (), "temperatures"),
        ("沪A12345", "clinic", (50.0,), "temperatures"),
    ],
)
def test_a_second_check_that_cannot_be_is_refused(
    by: Actor, plate: str, outcome: str, readings: tuple[float, ...], field: str
) -> None:
    with pytest.raises(CarRefused) as refused:
        cars.recheck(plate, outcome, temperatures=readings, by=by)
    assert refused.value.field == field


def test_stages_need_the_right_to_check(by: Actor) -> None:
    nobody = actor(*by.scope.places, permissions=())
    for act in (
        lambda: stages.move("second", by=nobody),
        lambda: cars.precheck("沪A12345", "onward", by=nobody),
        lambda: cars.recheck("沪A12345", "clinic", temperatures=(38.0,), by=nobody),
        lambda: queries.waiting(by=nobody),
    ):
        with pytest.raises(NotAllowed):
            act()
