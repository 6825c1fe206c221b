"""A round: doors without names in order, one touch each, a load counted twice, a missed door that is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.access.tests.factories import actor
from tongzhou.figures import queries as figures
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.matters.models import Matter
from tongzhou.people import statuses
from tongzhou.people.adding import add
from tongzhou.people.statuses import NewStatus
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.waste import actions, queries
from tongzhou.programmes.waste.errors import BagsRefused, StopUnknown
from tongzhou.programmes.waste.models import State, Stop
from tongzhou.units import actions as units

DAY = NOON.date()


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def collector(desk: Desk) -> Actor:
    unit = units.add_unit(name="清运", kind="department", place_id=desk.district.huating.id, on=factories.places.ON)
    places = [desk.district.huating.id, desk.district.yongle.id, desk.district.tangxing.id]
    return actor(*places, unit_id=unit.id, permissions=ROLES["collector"].permissions)


def isolating(desk: Desk, *doors: str, kind: str = "isolation", place_id: UUID | None = None) -> list[UUID]:
    """Somebody behind each of these doors, with the status of the register."""
    place = place_id or desk.district.yongle.id
    found = []
    second = units.add_staff(
        number=f"{len(doors)}{kind}", name="测试丙", unit_id=desk.by.unit_id, on=factories.places.ON
    )
    for door in doors:
        who = factories.person(place, address=door)
        with database.acting((), is_wide=True):
            add([who], by=desk.by)
            new = NewStatus(
                kind, who.id, place, "key_area", from_on=DAY, until_on=DAY + timedelta(days=13), evidence="承诺书"
            )
            statuses.set_statuses([new], by=desk.by, confirmed_by=second.id)
        found.append(who.id)
    return found


def stops(by: Actor) -> list[queries.Line]:
    with database.acting(by.scope.places):
        return queries.of_today(by=by).lines


def test_a_door_is_one_stop_in_the_order_of_the_route_and_bears_no_name(desk: Desk) -> None:
    isolating(desk, "霜竹公路10号", "霜竹公路9号", "霜竹公路9号")
    isolating(desk, "集中点的人家1号", kind="central_isolation")
    assert actions.plan(DAY) == 2
    assert actions.plan(DAY) == 0
    by = collector(desk)
    lines = stops(by)
    assert [line.door for line in lines] == ["霜竹公路9号", "霜竹公路10号"]
    assert not by.may(Permission.PERSON_VIEW)
    with database.acting((), is_wide=True):
        assert {look.reason for person in _persons() for look in looks.at(person)} >= {"生活垃圾收运单"}


def _persons() -> list[UUID]:
    from tongzhou.people.models import Person  # noqa: PLC0415  only here

    return list(Person.objects.values_list("id", flat=True))


def test_fetched_handed_over_and_counted_at_the_lane(desk: Desk) -> None:
    isolating(desk, "1号", "2号", "3号")
    actions.plan(DAY)
    by = collector(desk)
    one, two, three = stops(by)
    with database.acting(by.scope.places):
        actions.fetch(one.stop.id, bags=2, by=by)
        actions.fetch(two.stop.id, bags=0, by=by)
        with pytest.raises(StopUnknown):
            actions.fetch(one.stop.id, bags=2, by=by)
        with pytest.raises(BagsRefused):
            actions.fetch(three.stop.id, bags=21, by=by)
        load = actions.hand_over(by=by)
        with pytest.raises(BagsRefused):
            actions.hand_over(by=by)
        actions.arrive(load.id, counted=3, by=by)
        assert [line.stop.state for line in queries.of_today(by=by).lines] == [
            *(State.ARRIVED, State.NOTHING, State.WAITING)
        ]
    with database.acting((), is_wide=True):
        assert Matter.objects.get(case_type="waste_differs").place_id == by.post_id
        assert figures.value("waste.doors", desk.district.yongle.id, DAY, by=replace(desk.by, is_wide=True)) == 2


def test_a_missed_door_is_told_at_once_and_in_the_evening(desk: Desk) -> None:
    isolating(desk, "1号", "2号")
    actions.plan(DAY)
    by = collector(desk)
    with database.acting(by.scope.places):
        actions.miss(stops(by)[0].stop.id, why="楼道门锁了", by=by)
    assert actions.sweep(clock.now()) == 1
    assert actions.sweep(clock.now()) == 0
    with database.acting((), is_wide=True):
        missed = list(Matter.objects.filter(case_type="waste_missed"))
        assert {one.place_id for one in missed} == {desk.district.yongle.id}
        assert {one.due_at for one in missed} == {NOON + timedelta(hours=4)}
        assert {one.subject_id for one in missed} == {None}


def test_a_round_of_another_town_stays_its_own(desk: Desk) -> None:
    isolating(desk, "9号", place_id=desk.district.nanchen.id)
    actions.plan(DAY)
    by = collector(desk)
    assert stops(by) == []
    with database.acting((), is_wide=True):
        there = Stop.objects.get()
    with database.acting(by.scope.places), pytest.raises(StopUnknown):
        actions.fetch(there.id, bags=1, by=by)
    with pytest.raises(NotAllowed):
        queries.loads(by=replace(by, permissions=frozenset()))


def test_the_page_asks_for_a_duty() -> None:
    assert Client().get(reverse("waste:round")).status_code == 302
