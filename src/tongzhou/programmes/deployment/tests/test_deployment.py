"""People are sent on a document, placed by the town, put on shifts with rest, and see a post only on their shift."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tongzhou.access import actions as access
from tongzhou.access import queries as duties
from tongzhou.access.actors import Actor
from tongzhou.access.looks import at as looks_at
from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.figures.models import Count
from tongzhou.kernel import clock, database, sheets
from tongzhou.kernel.errors import NotAllowed
from tongzhou.messages import audiences
from tongzhou.messages.models import Message
from tongzhou.passes.tests import factories
from tongzhou.passes.tests.factories import NOON
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import days, queries, teams
from tongzhou.programmes.deployment.actions import arriving, asking, intake, placing, planning, sending
from tongzhou.programmes.deployment.actions.asking import NewNeed
from tongzhou.programmes.deployment.actions.placing import NewTeam
from tongzhou.programmes.deployment.actions.sending import NewOrder
from tongzhou.programmes.deployment.errors import (
    CheckInRefused,
    NeedRefused,
    NotFound,
    OrderRefused,
    PlacingRefused,
    ShiftRefused,
)
from tongzhou.programmes.deployment.models import Posting, Shift, Worker
from tongzhou.units import actions as units

TODAY = clock.day_of(NOON)
HEADINGS = ["工号", "姓名", "单位", "职业", "可上夜班", "党员", "居住街镇"]


@dataclass(frozen=True)
class Office:
    chief: Actor
    town: Actor
    village: UUID
    town_id: UUID
    unit_id: UUID


@pytest.fixture
def office(committed: None) -> Iterator[Office]:
    with clock.at(NOON):
        desk = factories.desk()
        unit = units.add_unit(
            name="区人社局", kind="department", place_id=desk.district.district.id, on=date(2020, 1, 24)
        )
        chief = actor(desk.district.district.id, unit_id=unit.id, is_wide=True)
        chief = replace(chief, scope=current_tree().scope([desk.district.district.id]))
        town = replace(factories.at(desk.district.huating.id), scope=current_tree().scope([desk.district.huating.id]))
        yield Office(chief, town, desk.district.yongle.id, desk.district.huating.id, unit.id)


def rows(count: int, **changes: str) -> list[list[str]]:
    given = {"职业": "", "可上夜班": "是", "党员": "", "居住街镇": "", **changes}
    return [[f"人社{n:03d}", f"演示甲{n}", "区人社局", *given.values()] for n in range(1, count + 1)]


def taken(office: Office, lines: list[list[str]]) -> intake.Imported:
    with database.acting((), is_wide=True):
        return intake.take_in(sheets.write(HEADINGS, lines), by=office.chief)


def everybody() -> list[Worker]:
    with database.acting((), is_wide=True):
        return list(Worker.objects.order_by("staff__number"))


def order(office: Office, workers: list[Worker], **changes: Any) -> NewOrder:
    given = {
        **{"unit_id": office.unit_id, "way": "town", "receiver_id": office.town_id, "basis": "指挥部〔2020〕8号"},
        **{"worker_ids": [one.id for one in workers], "basis_on": TODAY, "from_on": TODAY},
        "until_on": TODAY + timedelta(days=13),
    }
    return NewOrder(**{**given, **changes})


def sent(office: Office, count: int, **changes: Any) -> list[Worker]:
    taken(office, rows(count))
    workers = everybody()
    with database.acting((), is_wide=True):
        sending.send(order(office, workers, **changes), by=office.chief)
    return workers


def placed(office: Office, count: int) -> list[Worker]:
    workers = sent(office, count)
    with database.acting(office.town.scope.places):
        ids = list(Posting.objects.values_list("id", flat=True))
        placing.place(ids, office.village, by=office.town)
    return workers


def need(office: Office, **changes: Any) -> UUID:
    given = {
        **{"place_id": office.village, "role": "village_desk", "starts": time(14), "hours": 8, "count": 2},
        **{"from_on": TODAY, "until_on": TODAY + timedelta(days=7)},
    }
    with database.acting(office.town.scope.places):
        return asking.ask(NewNeed(**{**given, **changes}), by=office.town).id


def count(indicator: str) -> int:
    with database.acting((), is_wide=True):
        return sum(Count.objects.filter(indicator=indicator).values_list("value", flat=True))


def test_bad_rows_come_back_and_the_others_are_taken(office: Office) -> None:
    lines = rows(20)
    lines[3][2], lines[5][4], lines[7][6] = "没有这个局", "也许", "天上镇"
    lines[9][0] = lines[8][0]
    done = taken(office, lines)
    assert (done.taken, [error.row for error in done.refused]) == (16, [5, 7, 9, 11])
    back = sheets.read(done.given_back)
    assert len(back.rows) == 4
    assert all(line[back.headings[-1]] for line in back.rows)
    assert taken(office, rows(20)).taken == 20
    assert len(everybody()) == 20


def test_a_worker_stands_on_the_list_of_one_unit(office: Office) -> None:
    taken(office, rows(1))
    units.add_unit(name="区教育局", kind="department", place_id=office.chief.post_id, on=date(2020, 1, 24))
    (refused,) = taken(office, [["人社001", "演示甲1", "区教育局", "", "是", "", ""]]).refused
    assert "区人社局" in str(refused)


def test_who_is_placed_or_put_on_a_shift_is_told_where_and_when_once(office: Office) -> None:
    workers = placed(office, 2)
    with database.acting(office.town.scope.places):
        placing.place(list(Posting.objects.values_list("id", flat=True)), office.village, by=office.town)
        told = Message.objects.filter(cause="deployment.posted")
        assert {one.recipient_id for one in told} == {one.staff_id for one in workers}
        assert "2月8日" in told[0].words
        assert "2月21日" in told[0].words
    need_id = need(office)
    with database.acting(office.town.scope.places):
        planning.put_on(need_id, TODAY, [workers[0].id], by=office.town)
        (told_one,) = Message.objects.filter(cause="deployment.on_shift")
        assert (told_one.recipient_id, "2月8日 14:00" in told_one.words) == (workers[0].staff_id, True)
        assert len(audiences.known["posted"].find([office.village])) == 2
        assert audiences.known["volunteers"].find([office.village]) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"basis": " "}, "basis"),
        ({"until_on": TODAY - timedelta(days=1)}, "until_on"),
        ({"until_on": TODAY + timedelta(days=200)}, "until_on"),
        ({"worker_ids": []}, "workers"),
        ({"way": "outward"}, "destination"),
        ({"way": "direct"}, "receiver"),
    ],
)
def test_an_order_that_cannot_be_is_refused_at_its_field(office: Office, changes: dict[str, Any], field: str) -> None:
    taken(office, rows(2))
    with pytest.raises(OrderRefused) as refused, database.acting((), is_wide=True):
        sending.send(order(office, everybody(), **changes), by=office.chief)
    assert refused.value.field == field
    assert count("deployment.sent") == 0


def test_nobody_is_sent_twice_or_while_away(office: Office) -> None:
    first, *others = sent(office, 3)
    with pytest.raises(OrderRefused, match="已派驻") as refused, database.acting((), is_wide=True):
        sending.send(order(office, [first, *others]), by=office.chief)
    assert refused.value.field == "workers"
    with database.acting((), is_wide=True):
        sending.end(Posting.objects.get(worker=first).id, why="轮换", by=office.chief)
        intake.set_away(first.id, from_on=TODAY, until_on=TODAY, by=office.chief)
    with pytest.raises(OrderRefused), database.acting((), is_wide=True):
        sending.send(order(office, [first]), by=office.chief)


def test_a_town_places_within_itself_only(office: Office) -> None:
    sent(office, 2)
    assert count("deployment.sent") == 2
    with database.acting(office.town.scope.places):
        ids = list(Posting.objects.values_list("id", flat=True))
        assert queries.postings(by=office.town, is_unplaced=True).count() == 2
        assert placing.place(ids, office.village, by=office.town) == 2
        assert queries.postings(by=office.town, is_unplaced=True).count() == 0
    with pytest.raises(NotAllowed), database.acting(office.town.scope.places):
        placing.place(ids, office.chief.post_id, by=office.town)
    with pytest.raises(PlacingRefused), database.acting((), is_wide=True):
        placing.place(ids, office.chief.post_id, by=office.chief)


def test_a_branch_takes_party_members_and_the_look_is_written_down(office: Office) -> None:
    taken(office, [*rows(2, 党员="是"), ["人社003", "演示甲3", "区人社局", "", "是", "否", ""]])
    members = everybody()
    new = NewTeam(
        **{
            "sort": "branch",
            "name": "华亭镇临时党支部",
            "place_id": office.town_id,
            "from_on": TODAY,
            "until_on": TODAY,
        },
        members=[one.id for one in members],
    )
    with pytest.raises(PlacingRefused), database.acting((), is_wide=True):
        placing.form(new, by=office.chief)
    with database.acting((), is_wide=True):
        team = placing.form(replace(new, members=[one.id for one in members[:2]]), by=office.chief)
        assert teams.units_of(team) == [("区人社局", 2)]
        assert [look.what for look in looks_at(members[0].id)] == ["branch", "branch"]


def test_a_shift_goes_to_whoever_is_placed_rested_and_free(office: Office) -> None:
    one, two, three = placed(office, 3)
    first = need(office)
    with database.acting(office.town.scope.places):
        planning.put_on(first, TODAY, [one.id, two.id], by=office.town)
    with pytest.raises(ShiftRefused), database.acting(office.town.scope.places):
        planning.put_on(first, TODAY, [three.id], by=office.town)  # nobody more is asked for
    night, early = need(office, starts=time(23), count=1), need(office, starts=time(8), count=1)
    with pytest.raises(ShiftRefused, match="11"), database.acting(office.town.scope.places):
        planning.put_on(early, TODAY + timedelta(days=1), [one.id], by=office.town)
    with database.acting((), is_wide=True):
        intake.set_away(three.id, from_on=TODAY, until_on=TODAY, by=office.chief)
    with pytest.raises(ShiftRefused), database.acting(office.town.scope.places):
        planning.put_on(night, TODAY, [three.id], by=office.town)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"hours": 26}, "hours"), ({"count": 0}, "count"), ({"priority": 7}, "priority"), ({"role": "king"}, "role")],
)
def test_a_need_that_cannot_be_is_refused(office: Office, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(NeedRefused) as refused:
        need(office, **changes)
    assert refused.value.field == field


def on_shift(office: Office) -> tuple[Worker, Shift]:
    """One worker with an account, placed, on the shift from 14:00 to 22:00."""
    taken(office, rows(1))
    (worker,) = everybody()
    access.open_account(username="renshe001", staff_id=worker.staff_id, by=None, password="x" * 20)
    with database.acting((), is_wide=True):
        sending.send(order(office, [worker]), by=office.chief)
    with database.acting(office.town.scope.places):
        placing.place(list(Posting.objects.values_list("id", flat=True)), office.village, by=office.town)
    wanted = need(office, count=1)
    with database.acting(office.town.scope.places):
        (shift,) = planning.put_on(wanted, TODAY, [worker.id], by=office.town)
    return worker, shift


def acting_as(worker: Worker) -> Actor | None:
    account = worker.staff.accounts.get()
    return duties.actor_of(account.id)


def signed_in(worker: Worker) -> Client:
    session = SessionStore()
    account = worker.staff.accounts.get()
    session["account"], session["fingerprint"] = str(account.id), duties.fingerprint_of(account)
    session.create()
    client = Client()
    client.cookies["sessionid"] = session.session_key
    return client


def test_the_check_in_opens_the_post_and_the_end_of_the_shift_closes_it(office: Office) -> None:
    worker, shift = on_shift(office)
    before = acting_as(worker)
    assert before is not None
    assert before.permissions == {Permission.SHIFT_VIEW}
    with pytest.raises(CheckInRefused), database.acting(before.scope.places):
        arriving.check_in(shift.id, by=before)  # two hours too early
    with clock.at(NOON + timedelta(hours=1, minutes=30)):
        with database.acting(before.scope.places):
            arriving.check_in(shift.id, by=before)
            arriving.check_in(shift.id, by=before)
        there = acting_as(worker)
        assert there is not None
        assert (there.role, there.post_id) == ("village_desk", office.village)
        client = signed_in(worker)
        assert client.get(reverse("arrivals:register")).status_code != 403
    assert (count("deployment.at_posts"), count("deployment.shifts")) == (1, 1)
    with clock.at(NOON + timedelta(hours=10, minutes=31)):
        after = acting_as(worker)
        assert after is not None
        assert after.role == "sent_down"
        assert client.get(reverse("arrivals:register")).status_code == 403


def test_the_end_of_a_posting_shuts_everything_at_once(office: Office) -> None:
    worker, _shift = on_shift(office)
    with clock.at(NOON + timedelta(hours=2)), database.acting(office.town.scope.places):
        shift = Shift.objects.get()
        arriving.check_in(shift.id, by=office.town)
        sending.end(Posting.objects.get().id, why="发热", by=office.town)
    with clock.at(NOON + timedelta(hours=2, seconds=1)):
        assert acting_as(worker) is None


def test_who_drops_out_leaves_an_open_shift_and_is_missing_before_that(office: Office) -> None:
    _worker, shift = on_shift(office)
    with clock.at(NOON + timedelta(hours=3)), database.acting(office.town.scope.places):
        (line,) = [one for one in queries.board(TODAY, by=office.town) if one.node.id == office.village]
        assert (line.asked, line.planned, line.missing) == (1, 1, 1)
        arriving.drop_out(shift.id, why="咳嗽", by=office.town)
        (line,) = [one for one in queries.board(TODAY, by=office.town) if one.node.id == office.village]
        assert (line.short, line.missing) == (1, 0)
        with pytest.raises(NotFound):
            arriving.check_in(shift.id, by=office.town)


def test_what_one_shift_leaves_the_next_one_reads(office: Office) -> None:
    worker, shift = on_shift(office)
    late = need(office, starts=time(22), hours=8, count=1)
    more = [["人社002", "演示甲2", "区人社局", "", "是", "", ""]]
    taken(office, more)
    with database.acting((), is_wide=True):
        other = Worker.objects.get(staff__number="人社002")
        sending.send(order(office, [other], way="direct", receiver_id=office.village), by=office.chief)
        (next_one,) = planning.put_on(late, TODAY, [other.id], by=office.chief)
        arriving.hand_over(shift.id, "三号楼独居老人明早要送菜", by=replace(office.chief, staff_id=worker.staff_id))
        (own,) = days.mine(by=replace(office.chief, staff_id=other.staff_id)).shifts
    assert own.shift.id == next_one.id
    assert own.before == "三号楼独居老人明早要送菜"


def test_a_thousand_are_taken_in_at_once_and_the_bad_rows_come_back(office: Office) -> None:
    lines = rows(1000)
    for at in range(0, 960, 80):
        lines[at][2] = "没有这个局"
    sheet = sheets.write(HEADINGS, lines)
    with database.acting((), is_wide=True), CaptureQueriesContext(connections[database.current()]) as asked:
        done = intake.take_in(sheet, by=office.chief)
    assert (done.taken, len(done.refused), len(sheets.read(done.given_back).rows)) == (988, 12, 12)
    assert len(asked) < 40
