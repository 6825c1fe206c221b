"""The list goes down to whom it belongs, what was done comes up once, and two workers have one truth."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tongzhou.access.looks import at as looks_at
from tongzhou.figures.models import Count
from tongzhou.kernel import clock, database, ids, sheets
from tongzhou.passes.tests import factories as desks
from tongzhou.passes.tests.factories import NOON
from tongzhou.places.models import Place
from tongzhou.programmes.screening.actions import arranging, importing
from tongzhou.programmes.screening.models import Contact, Target
from tongzhou.sync.tests import factories
from tongzhou.sync.tests.factories import Phone, entry

SHED = {"sort": "shed", "name": "演示·瓜棚", "landmark": "三号桥西五十米"}


@pytest.fixture
def here(committed: None) -> Iterator[UUID]:
    with clock.at(NOON):
        desk = desks.desk()
        rows = [
            [f"演示厂{one}", "企业", f"演示路{one}号", "东片", "演示·甲", f"1000000000{one}"] for one in range(1, 4)
        ]
        with database.acting(desk.by.scope.places):
            importing.take_in(
                sheets.write(["名称", "类别", "地址", "片区", "联系人", "电话"], rows), list_name="名册", by=desk.by
            )
            arranging.write_script("firm", "请问哪天复工?", "一号文", by=desk.by)
        yield desk.by.post_id


def statuses(answer: Any) -> list[str]:
    return [one["status"] for one in answer.json()["answers"]]


def error(answer: Any) -> dict[str, Any]:
    return dict(answer.json()["answers"][0]["error"])


def target(name: str) -> Target:
    with database.acting((), is_wide=True):
        return Target.objects.get(name=name)


def asked(one: Target | str, outcome: str = "reached", **more: Any) -> dict[str, Any]:
    return {"target": str(one if isinstance(one, str) else one.id), "way": "visit", "outcome": outcome, **more}


def part(phone: Phone, since: str = "") -> Any:
    return phone.down(since).json()["parts"].get("screening")


def count(indicator: str) -> int:
    with database.acting((), is_wide=True):
        return sum(Count.objects.filter(indicator=indicator).values_list("value", flat=True))


def test_whom_to_ask_for_goes_along_only_for_those_in_hand_and_once(here: UUID) -> None:
    phone, firm = factories.phone(here), target("演示厂1")
    first = phone.down().json()
    told = first["parts"]["screening"]
    assert [(one["name"], one["phone"], one["is_held"]) for one in told["targets"]] == [
        (f"演示厂{number}", "", False) for number in range(1, 4)
    ]
    assert told["scripts"]["firm"] == [1, "请问哪天复工?", "一号文"]
    with database.acting((), is_wide=True):
        assert not looks_at(firm.id).exists()
    assert statuses(phone.up(entry("screening.taken", {"target": str(firm.id)}))) == ["stored"]
    second = phone.down(first["cursor"]).json()
    held = second["parts"]["screening"]["targets"][0]
    assert (held["name"], held["contact"], held["phone"]) == ("演示厂1", "演示·甲", "10000000001")
    assert "screening" not in phone.down(second["cursor"]).json()["parts"]
    with database.acting((), is_wide=True):
        assert looks_at(firm.id).count() == 1


def test_another_village_takes_nothing_of_it_along_and_hands_nothing_up_for_it(here: UUID) -> None:
    there, firm = factories.phone(Place.objects.get(name="南陈社区").id), target("演示厂1")
    assert part(there)["targets"] == []
    refused = there.up(entry("screening.contacted", asked(firm)), entry("screening.taken", {"target": str(firm.id)}))
    assert [one["error"]["code"] for one in refused.json()["answers"]] == ["screening_not_found"] * 2
    assert statuses(there.up(entry("screening.contacted", asked(firm, found=SHED)))) == ["refused"]
    elsewhere = asked(str(ids.new()), found=SHED | {"place": str(here)})
    assert error(there.up(entry("screening.contacted", elsewhere)))["field"] == "place"


def test_what_was_done_without_a_network_is_stored_once_at_its_own_time(here: UUID) -> None:
    phone, firm = factories.phone(here), target("演示厂1")
    at = NOON - timedelta(minutes=40)
    given = entry("screening.contacted", asked(firm, planned_on="2020-02-12", version=1), occurred_at=at.isoformat())
    assert statuses(phone.up(given)) == ["stored"]
    assert statuses(phone.up(given)) == ["already"]
    with database.acting((), is_wide=True):
        told = Contact.objects.get()
        assert (told.at, str(told.entry_id)) == (at, given["id"])
    done = target("演示厂1")
    assert (done.attempts, done.last_at, str(done.planned_on), done.told_version) == (1, at, "2020-02-12", 1)
    assert count("screening.visited") == 1


def test_a_found_shed_comes_with_its_first_visit_and_is_asked_again_by_its_own_id(here: UUID) -> None:
    phone, own = factories.phone(here), str(ids.new())
    later = (NOON - timedelta(minutes=1)).isoformat()
    first = entry(
        "screening.contacted", asked(own, "nobody", found=SHED), occurred_at=(NOON - timedelta(minutes=9)).isoformat()
    )
    again = entry("screening.contacted", asked(own, "reached"), occurred_at=later)
    assert statuses(phone.up(again, first)) == ["stored", "stored"]
    shed = target("演示·瓜棚")
    assert (str(shed.id), shed.outcome, shed.attempts, shed.place_id) == (own, "reached", 2, here)
    twice = phone.up(entry("screening.contacted", asked(str(ids.new()), found=SHED)))
    assert "测试丙" in error(twice)["message"]
    assert count("screening.doors") == 1


def test_a_lead_that_is_a_telephone_needs_no_name_and_its_number_is_masked(here: UUID) -> None:
    phone = factories.phone(here)
    lead = asked(str(ids.new()), "nobody", found={"sort": "household", "phone": "10000009876"}) | {"way": "phone"}
    assert statuses(phone.up(entry("screening.contacted", lead))) == ["stored"]
    assert target("100****9876").outcome == "nobody"
    (held,) = [one for one in part(phone)["targets"] if one["is_held"]]
    assert (held["phone"], held["asked"]["outcome"]) == ("10000009876", "nobody")


def test_two_workers_at_one_door_have_one_truth_and_the_second_hears_of_the_first(here: UUID) -> None:
    one, other, firm = factories.phone(here), factories.phone(here), target("演示厂1")
    assert statuses(one.up(entry("screening.contacted", asked(firm, planned_on="2020-02-12")))) == ["stored"]
    late = entry("screening.contacted", asked(firm, planned_on="2020-02-20"))
    told = error(other.up(late))
    assert (told["code"], told["field"]) == ("asked_already", "is_again")
    assert "测试丙" in told["message"]
    assert (target("演示厂1").attempts, str(target("演示厂1").planned_on)) == (1, "2020-02-12")
    late["payload"]["is_again"] = True
    assert statuses(other.up(late)) == ["stored"]
    assert (target("演示厂1").attempts, count("screening.visited")) == (2, 1)


def test_an_older_visit_that_comes_up_late_opens_nothing_again_but_may_finish_it(here: UUID) -> None:
    one, other, firm, shop = factories.phone(here), factories.phone(here), target("演示厂1"), target("演示厂2")
    early = (NOON - timedelta(minutes=30)).isoformat()
    one.up(entry("screening.contacted", asked(firm)), entry("screening.contacted", asked(shop, "nobody")))
    assert statuses(
        other.up(entry("screening.contacted", asked(firm, "nobody", is_again=True), occurred_at=early))
    ) == ["stored"]
    assert statuses(other.up(entry("screening.contacted", asked(shop), occurred_at=early))) == ["stored"]
    assert (target("演示厂1").outcome, target("演示厂2").outcome) == ("reached", "reached")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"way": "swim"}, "way"),
        ({"outcome": "later"}, "call_at"),
        ({"call_at": "tomorrow"}, "call_at"),
        ({"planned_on": "12.2."}, "planned_on"),
        ({"version": 7}, "version"),
        ({"target": ""}, "target"),
    ],
)
def test_a_wrong_field_comes_back_by_its_name(here: UUID, wrong: dict[str, Any], field: str) -> None:
    phone = factories.phone(here)
    assert error(phone.up(entry("screening.contacted", asked(target("演示厂1")) | wrong)))["field"] == field


def test_nobody_takes_what_another_has_in_hand(here: UUID) -> None:
    one, other, firm = factories.phone(here), factories.phone(here), target("演示厂1")
    taken = entry("screening.taken", {"target": str(firm.id)})
    assert (statuses(one.up(taken)), statuses(one.up(taken))) == (["stored"], ["already"])
    assert error(other.up(entry("screening.taken", {"target": str(firm.id)})))["code"] == "contact_refused"
