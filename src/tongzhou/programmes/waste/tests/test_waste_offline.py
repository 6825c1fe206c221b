"""The round on a telephone: doors alone go down; what became of them comes up late, twice, wrongly, from elsewhere."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tongzhou.access import looks
from tongzhou.figures import queries as figures
from tongzhou.kernel import clock, database, ids
from tongzhou.matters.models import Matter
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.waste import actions
from tongzhou.programmes.waste.models import Load, State, Stop
from tongzhou.programmes.waste.tests.test_waste import DAY, isolating
from tongzhou.sync.tests import factories as telephones
from tongzhou.sync.tests.factories import Phone, entry


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


@pytest.fixture
def persons(desk: Desk) -> list[Any]:
    found = isolating(desk, "霜竹公路10号", "霜竹公路9号")
    actions.plan(DAY)
    return found


@pytest.fixture
def phone(desk: Desk, persons: list[Any]) -> Phone:
    return telephones.phone(desk.district.yongle.id, "collector")


def doors(phone: Phone) -> list[dict[str, Any]]:
    return list(phone.down().json()["parts"]["waste.doors"]["doors"])


def fetched(stop: str, bags: int = 2, **more: str) -> dict[str, Any]:
    return entry("waste.fetched", {"stop": stop, "bags": bags}, **more)


def answers(phone: Phone, *entries: dict[str, Any]) -> list[str]:
    return [one["status"] for one in phone.up(*entries).json()["answers"]]


def states() -> list[str]:
    with database.acting((), is_wide=True):
        return [stop.state for stop in Stop.objects.order_by("state")]


def test_doors_go_down_in_the_order_of_the_route_each_a_look_once_and_nothing_else(
    desk: Desk, phone: Phone, persons: list[Any]
) -> None:
    told = phone.down().json()
    assert [(one["number"], one["door"]) for one in told["parts"]["waste.doors"]["doors"]] == [
        (1, "霜竹公路9号"),
        (2, "霜竹公路10号"),
    ]
    assert set(told["parts"]["waste.doors"]["doors"][0]) == {"id", "number", "place", "door"}
    assert not {code for code in told["parts"] if not code.startswith("waste")} - {"duty"}
    assert not {"waste.doors", "waste.states"} & set(phone.down(told["cursor"]).json()["parts"])
    with database.acting((), is_wide=True):
        assert [[one.reason for one in looks.at(person)].count("生活垃圾收运单") for person in persons] == [1, 1]
    assert "waste.doors" not in telephones.phone(desk.district.yongle.id).down().json()["parts"]


def test_a_round_without_a_network_comes_up_whole_and_once(desk: Desk, phone: Phone) -> None:
    first, second = (one["id"] for one in doors(phone))
    early = (NOON - timedelta(minutes=30)).isoformat()
    taken = [fetched(first, occurred_at=early), fetched(second, 0)]
    handed = entry("waste.handed", {"stops": [first, second]})
    arrived = entry("waste.arrived", {"load": handed["id"], "counted": 3})
    batch = [*taken, handed, arrived]
    assert answers(phone, *batch) == ["stored"] * 4
    assert answers(phone, *batch) == ["already"] * 4
    assert states() == [State.ARRIVED, State.NOTHING]
    with database.acting((), is_wide=True):
        load = Load.objects.get()
        assert (str(load.id), load.bags, load.counted) == (handed["id"], 2, 3)
        assert Stop.objects.get(id=first).at == NOON - timedelta(minutes=30)
        assert Matter.objects.filter(case_type="waste_differs").count() == 1
    with database.acting(desk.by.scope.places):
        assert figures.value("waste.doors", desk.district.yongle.id, DAY, by=desk.by) == 2
    (told,) = phone.down().json()["parts"]["waste.states"]["loads"]
    assert (told["id"], told["bags"], told["counted"]) == (handed["id"], 2, 3)


def test_only_what_was_on_board_then_is_handed_over(phone: Phone) -> None:
    first, second = (one["id"] for one in doors(phone))
    handed = entry("waste.handed", {"stops": [first]})
    assert answers(phone, fetched(first), handed, fetched(second)) == ["stored"] * 3
    assert states() == [State.FETCHED, State.HANDED]
    assert answers(phone, entry("waste.handed", {"stops": [first]})) == ["refused"]


def test_a_door_counted_as_missed_in_the_evening_was_fetched_when_the_telephone_says_so(phone: Phone) -> None:
    first, second = (one["id"] for one in doors(phone))
    in_time = fetched(first)
    with clock.at(NOON.replace(hour=19)):
        assert actions.sweep(clock.now()) == 2
        assert answers(phone, in_time, fetched(second)) == ["stored", "refused"]
    assert states() == [State.FETCHED, State.MISSED]


@pytest.mark.parametrize(
    ("kind", "payload", "field"),
    [
        ("waste.fetched", {"bags": 21}, "bags"),
        ("waste.fetched", {"bags": "2"}, "bags"),
        ("waste.fetched", {"bags": 1, "stop": str(ids.new())}, None),
        ("waste.fetched", {"bags": 1, "stop": ""}, "stop"),
        ("waste.missed", {"why": "  "}, "why"),
        ("waste.handed", {"stops": ["x"]}, "stops"),
        ("waste.handed", {"stops": []}, None),
        ("waste.arrived", {"load": str(ids.new()), "counted": 1}, None),
    ],
)
def test_what_cannot_be_comes_back_with_its_field(
    phone: Phone, kind: str, payload: dict[str, Any], field: str | None
) -> None:
    (told,) = phone.up(entry(kind, {"stop": doors(phone)[0]["id"], **payload})).json()["answers"]
    assert (told["status"], told["error"]["field"]) == ("refused", field)
    assert states() == [State.WAITING, State.WAITING]


def test_other_duties_and_other_villages_write_nothing(desk: Desk, phone: Phone) -> None:
    stop = doors(phone)[0]["id"]
    there = telephones.phone(desk.district.nanchen.id, "collector")
    assert doors(there) == []
    for one in (there, telephones.phone(desk.district.yongle.id)):
        assert answers(one, fetched(stop), entry("waste.missed", {"stop": stop, "why": "锁"})) == ["refused"] * 2
    assert states() == [State.WAITING, State.WAITING]
