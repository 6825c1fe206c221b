"""Isolating homes on a telephone: who sees them, what comes up late, twice, wrongly, or from elsewhere."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access import looks
from tongzhou.kernel import clock, database, ids
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger.models import Stored
from tongzhou.matters.models import Matter
from tongzhou.programmes.arrivals.tests.factories import NOON
from tongzhou.programmes.isolation.actions import ending, reporting
from tongzhou.programmes.isolation.errors import ReportRefused
from tongzhou.programmes.isolation.models import Isolation, Report
from tongzhou.programmes.isolation.tests import factories
from tongzhou.programmes.isolation.tests.factories import World
from tongzhou.programmes.isolation.tests.test_isolation import begun, open_matters
from tongzhou.sync.tests import factories as telephones
from tongzhou.sync.tests.factories import Phone, entry

MORNING = NOON.replace(hour=8)


@pytest.fixture
def world(committed: None) -> Iterator[World]:
    with clock.at(MORNING):
        made = factories.world()
        yield replace(made, desk=replace(made.desk, by=replace(made.desk.by, ends_at=NOON + timedelta(days=40))))


@pytest.fixture
def isolation(world: World) -> Isolation:
    return begun(world, person_id=factories.person(world, name="欧阳秘密", address="霜竹公路9号"))


@pytest.fixture
def phone(world: World, isolation: Isolation) -> Phone:
    return telephones.phone(world.desk.district.yongle.id)


def reading(isolation: Isolation, degrees: float = 36.5, /, **more: Any) -> dict[str, Any]:
    given = {"isolation": str(isolation.id), "temperature": degrees, "symptoms": [], "channel": "door"}
    return entry("isolation.reported", {**given, **more})


def shut(isolation: Isolation, why: str = "gone") -> dict[str, Any]:
    return entry("isolation.unmet", {"isolation": str(isolation.id), "why": why, "channel": "door"})


def answers(phone: Phone, *entries: dict[str, Any]) -> list[str]:
    return [one["status"] for one in phone.up(*entries).json()["answers"]]


def reports() -> list[tuple[str, bool, bool]]:
    with database.acting((), is_wide=True):
        return [(one.slot, one.at is not None, one.is_alarm) for one in Report.objects.order_by("slot")]


def test_only_whoever_cares_for_them_takes_the_homes_along_and_each_door_is_one_look(
    world: World, isolation: Isolation, phone: Phone
) -> None:
    told = phone.down().json()
    (home,) = told["parts"]["isolation.homes"]["homes"]
    assert set(home) == {"id", "name", "place", "door", "from_on", "until_on", "opened_at", "clinic"}
    assert (home["door"], home["name"]) == ("霜竹公路9号", "欧阳＊＊")
    assert "欧阳秘密" not in str(told["parts"])
    assert "key_area" not in str(told["parts"])
    again = phone.down(told["cursor"]).json()["parts"]
    assert not {"isolation.homes", "isolation.reports"} & set(again)
    with database.acting((), is_wide=True):
        seen = [one.reason for one in looks.at(isolation.person_id) if one.reason == "隔离户巡访单"]
    assert seen == ["隔离户巡访单"]
    for place, role in ((world.desk.district.yongle.id, "gate"), (world.desk.district.yongle.id, "collector")):
        parts = telephones.phone(place, role).down().json()["parts"]
        assert not [code for code in parts if code.startswith("isolation")]
    assert telephones.phone(world.desk.district.nanchen.id).down().json()["parts"]["isolation.homes"]["homes"] == []


def test_a_reading_handed_up_late_counts_for_its_own_half_of_the_day_once(isolation: Isolation, phone: Phone) -> None:
    given = reading(isolation)
    with clock.at(NOON.replace(hour=11)):
        assert reporting.watch(clock.now()) == 1
        assert [one[:2] for one in reports()] == [("morning", False)]
    with clock.at(NOON.replace(hour=14)):
        assert answers(phone, given) == ["stored"]
        assert answers(phone, given) == ["already"]
        assert phone.down().json()["parts"]["isolation.reports"]["reports"] == {str(isolation.id): {"morning": "given"}}
    assert reports() == [("morning", True, False)]
    with database.acting((), is_wide=True):
        (stored,) = Stored.objects.of_kind("isolation.reported")
        assert (stored.occurred_at, stored.body["channel"]) == (MORNING, "door")
        assert "36.5" not in str(stored.body)


def test_an_older_reading_that_comes_after_a_later_one_hides_no_fever(isolation: Isolation, phone: Phone) -> None:
    early = reading(isolation, 37.5)
    with clock.at(MORNING + timedelta(hours=1)):
        assert answers(phone, reading(isolation)) == ["stored"]
        assert answers(phone, early) == ["stored"]
    with database.acting((), is_wide=True):
        report = Report.objects.get()
    assert (report.at, report.is_alarm) == (MORNING + timedelta(hours=1), True)
    assert len(open_matters("isolation_alarm")) == 1


def test_a_door_that_stays_shut_sends_somebody_and_tells_them_each_time(isolation: Isolation, phone: Phone) -> None:
    first = shut(isolation)
    assert answers(phone, first, shut(isolation, "refused")) == ["stored", "stored"]
    assert answers(phone, first) == ["already"]
    (visit,) = open_matters("isolation_visit")
    assert visit.due_at == MORNING + timedelta(hours=2)
    assert reports() == [("morning", False, False)]
    with clock.at(NOON.replace(hour=10)):
        assert reporting.watch(clock.now()) == 0
    with database.acting((), is_wide=True):
        assert Matter.objects.get(id=visit.id).attempts == 2
    assert answers(phone, reading(isolation)) == ["stored"]
    assert reports() == [("morning", True, False)]


def test_a_need_is_ordered_once(isolation: Isolation, phone: Phone) -> None:
    given = entry("isolation.need", {"isolation": str(isolation.id), "what": "medicine", "words": "降压药"})
    assert answers(phone, given) == ["stored"]
    assert answers(phone, given) == ["already"]
    (need,) = open_matters("isolation_need")
    assert str(need.id) == given["id"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"temperature": 33.9}, "temperature"),
        ({"temperature": None}, "temperature"),
        ({"symptoms": ["itch"]}, "symptoms"),
        ({"channel": "rumour"}, "symptoms"),
        ({"isolation": ""}, "isolation"),
        ({"isolation": str(ids.new())}, None),
    ],
)
def test_what_cannot_be_comes_back_with_its_field(
    isolation: Isolation, phone: Phone, change: dict[str, Any], field: str | None
) -> None:
    (told,) = phone.up(reading(isolation, **change)).json()["answers"]
    assert (told["status"], told["error"]["field"]) == ("refused", field)
    assert reports() == []


def test_other_duties_and_other_villages_write_nothing(world: World, isolation: Isolation, phone: Phone) -> None:
    there = telephones.phone(world.desk.district.nanchen.id)
    gate = telephones.phone(world.desk.district.yongle.id, "gate")
    for one in (there, gate):
        assert answers(one, reading(isolation), shut(isolation)) == ["refused", "refused"]
    assert reports() == []
    with database.acting(world.desk.by.scope.places):
        with pytest.raises(NotAllowed):
            reporting.unmet(
                isolation.id, why="gone", channel="door", by=replace(world.desk.by, permissions=frozenset())
            )
        with pytest.raises(ReportRefused):
            reporting.unmet(isolation.id, why="asleep", channel="door", by=world.desk.by)


def test_what_was_stored_before_the_end_is_known_after_it_and_nothing_new_is_taken(
    world: World, isolation: Isolation, phone: Phone
) -> None:
    given = reading(isolation)
    assert answers(phone, given) == ["stored"]
    with database.acting(world.desk.by.scope.places):
        ending.end(isolation.id, ending="mistake", words="同名同姓", by=world.desk.by)
    assert answers(phone, given, reading(isolation)) == ["already", "refused"]
    assert phone.down().json()["parts"]["isolation.homes"]["homes"] == []


def test_the_page_asks_for_a_duty_to_tell_of_a_shut_door(isolation: Isolation) -> None:
    answer = Client().post(reverse("isolation:report", args=[isolation.id]), {"unmet": "gone"})
    assert (answer.status_code, reports()) == (302, [])
