"""Nobody is asked twice, a voice is spared, a re-check is somebody else's, and what a firm said is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from tongzhou.access.actors import Actor
from tongzhou.access.looks import at as looks_at
from tongzhou.access.permissions import Permission
from tongzhou.figures.models import Count
from tongzhou.kernel import clock, database, ids, sheets
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger.models import Stored
from tongzhou.passes.tests import factories
from tongzhou.passes.tests.factories import NOON
from tongzhou.places.queries import current_tree
from tongzhou.programmes.screening import covering, queries
from tongzhou.programmes.screening.actions import arranging, carrying, importing, recording
from tongzhou.programmes.screening.actions.recording import NewContact
from tongzhou.programmes.screening.errors import ContactRefused, NotFound, ScriptRefused
from tongzhou.programmes.screening.models import Target
from tongzhou.sync.tests import factories as sync


@dataclass(frozen=True)
class Post:
    by: Actor
    other: Actor
    elsewhere: Actor
    town: Actor


#: The states behind the columns of the map's table.
CELLS = ("", "reached", "visited", "phoned", "refused", "unreached", "never")


@pytest.fixture
def post(committed: None) -> Iterator[Post]:
    with clock.at(NOON):
        desk = factories.desk()
        other = replace(desk.by, account_id=ids.new(), name="测试乙")
        town = current_tree().town_of(desk.by.post_id)
        assert town is not None
        above = replace(factories.at(town.id), scope=current_tree().scope([town.id]))
        yield Post(desk.by, other, factories.at(desk.district.nanchen.id), above)


def sheet(*rows: list[str]) -> bytes:
    return sheets.write(list(importing.HEADINGS), rows)


def firm(number: int, **changes: str) -> list[str]:
    given = {
        **{
            "名称": f"演示厂{number}",
            "类别": "企业",
            "村居": "",
            "地址": f"演示路{number}号",
            "标志物": "",
            "片区": "东片",
        },
        **{"联系人": "演示·甲", "电话": f"1000000{number:04d}", **changes},
    }
    return [given[heading] for heading in importing.HEADINGS]


def taken(post: Post, *rows: list[str]) -> importing.Imported:
    with database.acting(post.by.scope.places):
        return importing.take_in(sheet(*rows), list_name="名册", by=post.by)


def targets(post: Post) -> list[Target]:
    with database.acting(post.by.scope.places):
        return list(Target.objects.order_by("name"))


def record(by: Actor, target: Target, way: str = "phone", outcome: str = "reached", **more: Any) -> None:
    with database.acting(by.scope.places):
        recording.record([NewContact(target_id=target.id, way=way, outcome=outcome, **more)], by=by)


def count(indicator: str) -> int:
    with database.acting((), is_wide=True):
        return sum(Count.objects.filter(indicator=indicator).values_list("value", flat=True))


def test_bad_rows_come_back_and_a_shed_needs_a_landmark_only(post: Post) -> None:
    shed = firm(1, 名称="演示瓜棚", 类别="大棚", 地址="", 电话="", 标志物="三号桥西五十米")
    lost = firm(2, 地址="", 电话="")
    done = taken(
        post, shed, lost, firm(3, 村居="没有的村"), firm(4, 类别="飞船"), firm(5, 电话="请打"), firm(6), firm(6)
    )
    assert (done.taken, [error.row for error in done.refused]) == (2, [3, 4, 5, 6, 8])
    assert sheets.read(done.given_back).headings[: len(importing.HEADINGS)] == list(importing.HEADINGS)


def test_the_same_door_is_not_listed_twice_and_its_row_says_who_asked(post: Post) -> None:
    taken(post, firm(1))
    record(post.by, targets(post)[0])
    (refused,) = taken(post, firm(1)).refused
    assert "测试甲" in str(refused)
    assert "2020-02-08" in str(refused)


def test_whom_to_ask_for_is_sealed_and_seeing_it_is_a_look(post: Post) -> None:
    taken(post, firm(1))
    (target,) = targets(post)
    assert b"1000000" not in bytes(target.sealed)
    with database.acting(post.by.scope.places):
        shown = queries.target(target.id, by=post.by)
        assert (shown.contact, shown.phone) == ("演示·甲", "10000000001")
    with database.acting((), is_wide=True):
        assert [look.what for look in looks_at(target.id)] == ["list"]
    with pytest.raises(NotFound), database.acting(post.elsewhere.scope.places):
        queries.target(target.id, by=post.elsewhere)
    with pytest.raises(NotFound):
        record(post.elsewhere, target)


def test_a_firm_is_asked_once_and_hears_the_version_in_force(post: Post) -> None:
    taken(post, firm(1), firm(2, 类别="居民"))
    one, home = targets(post)
    with database.acting(post.by.scope.places):
        arranging.write_script("firm", "旧要求", "一号文", by=post.by)
        arranging.write_script("firm", "新要求", "二号文", by=post.by)
        with pytest.raises(ScriptRefused):
            arranging.write_script("firm", "没有依据", " ", by=post.by)
    record(post.by, one, outcome="nobody")
    record(post.by, one, planned_on=date(2020, 2, 10))
    (told, _home) = targets(post)
    assert (told.planned_on, told.told_version, told.attempts, told.outcome) == (date(2020, 2, 10), 2, 2, "reached")
    with database.acting((), is_wide=True):
        (body,) = [row.body for row in Stored.objects.all() if "planned" in row.body]
        assert (body["planned"], body["version"], body["first"]) == ("2020-02-10", 2, False)
    assert (count("screening.phoned"), count("screening.visited")) == (1, 0)
    with pytest.raises(ContactRefused) as refused:
        record(post.by, home, planned_on=date(2020, 2, 10))
    assert refused.value.field == "planned_on"


def test_who_asks_to_be_called_later_is_called_first_at_that_time(post: Post) -> None:
    taken(post, *(firm(number) for number in range(1, 4)))
    with pytest.raises(ContactRefused) as refused:
        record(post.by, targets(post)[2], outcome="later")
    assert refused.value.field == "call_at"
    record(post.by, targets(post)[2], outcome="later", call_at=NOON + timedelta(hours=2))
    with database.acting(post.by.scope.places):
        assert carrying.take(1, by=post.by) == 1
        (shown,) = queries.in_hand(by=post.by)
    assert (shown.target.name, shown.asked and shown.asked.outcome) == ("演示厂3", "later")


def test_a_hand_holds_so_many_and_hands_over_the_rest(post: Post) -> None:
    taken(post, *(firm(number) for number in range(1, 41)))
    with database.acting(post.by.scope.places):
        assert carrying.take(100, by=post.by) == carrying.IN_HAND
        with pytest.raises(ContactRefused):
            carrying.take(1, by=post.by)
        assert carrying.take(3, area="东片", by=post.other) == 3
        own: list[UUID] = [one.target.id for one in queries.in_hand(by=post.by)]
        assert carrying.hand_over(own[:2], to=post.other.account_id, by=post.by) == 2
        assert carrying.hand_over(own[2:4], to=None, by=post.by) == 2
        with pytest.raises(ContactRefused):
            carrying.hand_over(own[4:], to=ids.new(), by=post.by)
        with pytest.raises(ContactRefused):
            carrying.hand_over(own[4:], to=post.other.account_id, by=post.by)  # too much for one hand
        assert {one.name: one.in_hand for one in queries.callers(by=post.by)} == {
            f"{post.by.unit_name} 测试甲": 26,
            f"{post.by.unit_name} 测试乙": 5,
        }


def test_who_plans_gives_an_area_to_somebody_on_duty_there(post: Post) -> None:
    taken(post, *(firm(number) for number in range(1, 41)), *(firm(number, 片区="西片") for number in (51, 52)))
    account, duty = sync.account(post.by.post_id, "village_desk")
    elsewhere, _duty = sync.account(post.elsewhere.post_id, "village_desk")
    guard, _gate = sync.account(post.by.post_id, "gate")

    def given(number: int, to: UUID, area: str, place_id: UUID | None = None) -> int:
        with database.acting(post.by.scope.places):
            return carrying.give(number, to=to, place_id=place_id, area=area, by=post.by)

    assert given(10, account.id, "西片") == 2
    assert given(100, account.id, "", post.by.post_id) == carrying.IN_HAND - 2
    for nobody in (elsewhere.id, guard.id, post.by.account_id, account.id):  # elsewhere, a guard, oneself, a full hand
        with pytest.raises(ContactRefused):
            given(1, nobody, "")
    with database.acting(post.by.scope.places):
        assert queries.colleagues(by=post.by) == [(str(account.id), f"{carrying.name_of(duty)} (30)")]
    worker = replace(post.by, permissions=post.by.permissions - {Permission.SCREEN_PLAN})
    with pytest.raises(NotAllowed), database.acting(worker.scope.places):
        carrying.give(1, to=account.id, place_id=None, area="", by=worker)


def test_a_voice_is_spared_after_so_many_calls(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "CALLS_A_DAY", 2)
    taken(post, *(firm(number) for number in range(1, 4)))
    for target in targets(post)[:2]:
        record(post.by, target)
    with pytest.raises(ContactRefused, match="2"), database.acting(post.by.scope.places):
        carrying.take(1, by=post.by)


def test_a_recheck_is_drawn_and_done_by_somebody_else_and_counts_nothing(post: Post) -> None:
    taken(post, firm(1), firm(2))
    record(post.by, targets(post)[0], way="visit")
    with database.acting(post.by.scope.places):
        (drawn,) = arranging.draw(5, by=post.by, random=Random(1))
        assert ([one.id for one in queries.rechecks(by=post.other)], queries.rechecks(by=post.by)) == ([drawn], [])
    with pytest.raises(ContactRefused):
        record(post.by, targets(post)[0], way="visit")
    record(post.other, targets(post)[0], way="visit", outcome="wrong")
    assert (count("screening.visited"), targets(post)[0].outcome, targets(post)[0].drawn_at) == (1, "wrong", None)


def test_the_map_says_what_is_left_of_each_place_and_area_the_least_covered_first(post: Post) -> None:
    taken(post, *(firm(number) for number in (1, 2)), *(firm(number, 片区="西片") for number in (3, 4, 5)))
    for target, way, outcome in zip(
        targets(post), ("visit", "phone", "phone"), ("reached", "refused", "nobody"), strict=False
    ):
        record(post.by, target, way=way, outcome=outcome)
    with database.acting(post.by.scope.places):
        village = covering.lines(post.by.post_id, by=post.by)
        told = [(one.name, [value for value, _url in one.cells], one.numbers.left) for one in village]
        assert told == [("西片", [3, 0, 0, 1, 0, 1, 2], 3), ("东片", [2, 1, 1, 1, 1, 0, 0], 1)]
        for one in village:
            for (value, url), state in zip(one.cells, CELLS, strict=True):
                behind = queries.targets(by=post.by, place=one.place_id, area=one.area, state=state)
                assert (value, f"state={state}" in url or not state) == (behind.count(), True)
        assert covering.summed(village).all == 5
    with database.acting(post.town.scope.places):
        (town,) = covering.lines(post.town.post_id, by=post.town)
        assert (town.place_id, town.numbers.all, town.has_more) == (post.by.post_id, 5, True)
        (tile,) = covering.tiles([town], {})
        assert (tile.value, tile.shade) == (4, 4)


def test_a_place_out_of_the_own_duty_has_no_map(post: Post) -> None:
    with pytest.raises(NotFound):
        covering.place(post.by.post_id, by=post.elsewhere)
    with database.acting(post.elsewhere.scope.places):
        assert covering.lines(post.by.post_id, by=post.elsewhere) == []


def test_who_only_works_takes_in_no_list(post: Post) -> None:
    worker = replace(post.by, permissions=frozenset())
    with pytest.raises(NotAllowed), database.acting(post.by.scope.places):
        importing.take_in(sheet(firm(1)), list_name="名册", by=worker)
