"""An office's form comes back filled, masked, watermarked; and says what is lacking and whom to ask."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tongzhou.access import actions as access
from tongzhou.access import looks
from tongzhou.access import queries as accounts
from tongzhou.access.actors import Actor
from tongzhou.access.models import Duty
from tongzhou.access.tests.factories import actor
from tongzhou.errands import files
from tongzhou.errands import queries as errands
from tongzhou.errands.tests.factories import work_off
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.kernel.packed import SheetRefused
from tongzhou.people.identities import NewPerson
from tongzhou.programmes.arrivals import actions as arrivals
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.tables import actions, jobs, ordering, queries
from tongzhou.tables.errors import AlreadyAnswered, OrderRefused, ReasonNeeded, TableUnknown
from tongzhou.tables.filling import Filled
from tongzhou.tables.models import Table
from tongzhou.tables.tests import layouts_of_offices as offices

DAY = date(2020, 2, 8)


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def town(desk: Desk) -> Actor:
    return actor(desk.district.huating.id, desk.district.yongle.id, desk.district.tangxing.id, unit_id=desk.by.unit_id)


def came(desk: Desk, by: Actor | None = None, **answers: Any) -> NewPerson:
    by = by or desk.by
    handed = factories.registration(by.post_id, answers=answers)
    with database.acting(by.scope.places):
        arrivals.register([handed], by=by)
    assert isinstance(handed.who, NewPerson)
    return handed.who


def hand_in(desk: Desk, office: offices.Office) -> Table:
    by = town(desk)
    with database.acting(by.scope.places):
        return actions.hand_in(name="返沪人员表", wanted_by="区人社局", content=office()[0], by=by)


def fill(desk: Desk, table: Table, **more: Any) -> Filled:
    by = town(desk)
    with database.acting(by.scope.places):
        return actions.fill(table.id, by.post_id, DAY, by=by, **more)


def fill_kept(desk: Desk, table: Table) -> None:
    """Refused, and what was written beside it kept: as a page does that answers with 200."""
    by, told = town(desk), None
    with database.acting(by.scope.places):
        try:
            actions.fill(table.id, by.post_id, DAY, by=by)
        except AlreadyAnswered as error:
            told = error
    if told:
        raise told


def rows_of(done: Filled, sheet: str | None = None) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(done.content))
    page = book[sheet] if sheet else book.worksheets[0]
    return [list(row) for row in page.iter_rows(values_only=True)]


def test_a_form_comes_back_filled_and_masked_and_says_for_whom(desk: Desk) -> None:
    who = came(desk, temperature="36.8")
    done = fill(desk, hand_in(desk, offices.other_order))
    rows = rows_of(done)
    assert rows[1] == [
        "36.8",
        f"{who.phone[:3]}＊＊＊＊{who.phone[-4:]}",
        "阜阳",
        "王＊＊",
        "火车、高铁",
        "G7148",
        rows[1][6],
    ]
    assert who.id_number not in str(rows)
    assert town(desk).name in str(rows[-1])
    assert (done.persons, done.lacking, done.to_ask) == (1, 0, 0)


def test_names_in_full_need_a_reason_that_the_person_can_read(desk: Desk) -> None:
    who = came(desk)
    table = hand_in(desk, offices.plain)
    with pytest.raises(ReasonNeeded):
        fill(desk, table, unmasked=True)
    done = fill(desk, table, unmasked=True, reason="区人社局核对返岗名单")
    assert who.name in str(rows_of(done))
    with database.acting((), is_wide=True):
        reasons = [look.reason for look in looks.at(who.id)]
    assert "区人社局核对返岗名单" in reasons


def test_only_the_day_and_the_places_of_the_duty_are_filled(desk: Desk) -> None:
    came(desk)
    came(desk, by=factories.at(desk.district.nanchen.id))
    table = hand_in(desk, offices.plain)
    assert fill(desk, table).persons == 1
    by = town(desk)
    with database.acting(by.scope.places):
        assert actions.fill(table.id, by.post_id, date(2020, 2, 7), by=by).persons == 0
        with pytest.raises(NotAllowed):
            actions.fill(table.id, desk.district.nanchen.id, DAY, by=by)


def test_a_withdrawn_registration_is_not_filled_and_a_corrected_one_is_as_corrected(desk: Desk) -> None:
    gone, kept = factories.registration(desk.by.post_id), factories.registration(desk.by.post_id)
    with database.acting(desk.by.scope.places):
        arrivals.register([gone, kept], by=desk.by)
        arrivals.withdraw(entry_id=gone.entry_id, reason="not_happened", by=desk.by)
        arrivals.correct(entry_id=kept.entry_id, answers={**factories.ANSWERS, "origin_city": "亳州"}, by=desk.by)
    rows = rows_of(fill(desk, hand_in(desk, offices.other_order)))
    assert [row[2] for row in rows[1:2]] == ["亳州"]
    assert "阜阳" not in str(rows)


def test_what_is_lacking_is_told_with_whom_to_ask(desk: Desk) -> None:
    came(desk)
    came(desk, wuhan="yes", wuhan_left_on="2020-01-30")
    done = fill(desk, hand_in(desk, offices.starred))
    assert done.lacking == 3  # one never was in Wuhan, and both have no remark
    book = load_workbook(io.BytesIO(done.content))
    report = [list(row) for row in book.worksheets[-1].iter_rows(values_only=True)]
    said = {row[1]: row for row in report if row[0]}
    assert desk.district.yongle.name in str(said["离汉时间"][5])


def test_a_column_that_nobody_asks_for_is_left_empty_and_named(desk: Desk) -> None:
    came(desk)
    done = fill(desk, hand_in(desk, offices.doubled))
    assert done.to_ask == 4
    rows = rows_of(done)
    assert rows[1][4:7] == [None, None, None]


def test_the_foot_stands_under_the_rows_and_nothing_is_lost(desk: Desk) -> None:
    for _one in range(3):
        came(desk)
    rows = rows_of(fill(desk, hand_in(desk, offices.with_foot)))
    assert [row[0] for row in rows[1:5]] == ["1", "2", "3", "填表人:"]


def test_a_confirmed_heading_is_remembered_for_the_next_table(desk: Desk) -> None:
    table = hand_in(desk, offices.doubled)
    by = town(desk)
    with database.acting(by.scope.places):
        chosen = {**table.matches, "E": "address", "C": ""}
        assert actions.confirm(table.id, chosen, by=by).matches["E"] == "address"
    assert hand_in(desk, offices.doubled).matches["E"] == "address"


def test_an_answer_is_never_a_formula(desk: Desk) -> None:
    came(desk, origin_city="=HYPERLINK(1)")
    done = fill(desk, hand_in(desk, offices.other_order))
    cell = load_workbook(io.BytesIO(done.content)).worksheets[0]["C2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s") or cell.data_type != "f"


def test_the_registry_tells_what_was_reused(desk: Desk) -> None:
    came(desk)
    table = hand_in(desk, offices.plain)
    fill(desk, table)
    with pytest.raises(AlreadyAnswered):
        fill_kept(desk, table)
    fill(desk, table, again=True)
    assert hand_in(desk, offices.plain).id == table.id
    by = town(desk)
    with database.acting(by.scope.places):
        assert queries.tables(by=by).values_list("times", "reused", "refused")[0] == (2, 10, 1)
        told = queries.registry(by=by)
        assert (told.asked, told.new, told.same, told.filled, told.refused, told.reused) == (5, 1, 1, 2, 1, 10)
        actions.end(table.id, by=by)
        assert list(queries.tables(by=by)) == []
        with pytest.raises(TableUnknown):
            queries.table(table.id, by=by)


def test_what_has_changed_since_is_not_refused_as_answered(desk: Desk) -> None:
    came(desk)
    table = hand_in(desk, offices.plain)
    fill(desk, table)
    came(desk)
    assert fill(desk, table).persons == 2
    assert fill(desk, table, unmasked=True, reason="区人社局核对返岗名单").persons == 2


@contextmanager
def on_duty(desk: Desk) -> Iterator[Actor]:
    """A town's worker with an account and a duty that holds until the evening."""
    place, unit, staff = desk.district.huating.id, desk.by.unit_id, desk.by.staff_id
    with database.acting((), is_wide=True):
        account = access.open_account(username="town", staff_id=staff, by=None, password="x" * 20).account
        given = {"unit_id": unit, "role": "town_office", "place_id": place, "basis": "演示"}
        duty = Duty.objects.create(account=account, starts_at=NOON, ends_at=NOON + timedelta(days=2), **given)
        by = accounts.actor_of(account.id, duty_id=duty.id)
    assert by is not None
    yield by


def order(by: Actor, table: Table, **more: str) -> None:
    given = {"hour": "18", "until": "2020-02-20", "reason": "区人社局每日核对"} | more
    with database.acting(by.scope.places):
        ordering.order(table.id, by.post_id, by=by, **given)


def test_by_the_clock_a_table_is_filled_once_a_day_under_the_duty_and_kept_for_its_asker(desk: Desk) -> None:
    with on_duty(desk) as by:
        came(desk)
        table = hand_in(desk, offices.plain)
        order(by, table)
        for hour, begun in ((17, 0), (18, 1), (19, 0)):
            with clock.at(NOON.replace(hour=hour)):
                assert ordering.run(jobs.fill, clock.now()) == begun
        with clock.at(NOON.replace(hour=19)):
            work_off(by)
            with database.acting(by.scope.places):
                (errand,) = queries.ready(table, by=by)
                done = load_workbook(io.BytesIO(files.result(errands.errand(errand.id, by=by)))).worksheets[0]
        assert "＊" in str(list(done.iter_rows(values_only=True)))
        other = town(desk)
        with database.acting(other.scope.places):
            assert list(queries.ready(table, by=other)) == []
        late = NOON + timedelta(days=3, hours=7)
        with clock.at(late):
            assert ordering.run(jobs.fill, late) == 0
        with database.acting((), is_wide=True):
            (ended,) = queries.orders(table)
            assert (ended.ended_at is not None, bool(ended.end_words)) == (True, True)


@pytest.mark.parametrize(
    "wrong", [{"hour": "24"}, {"hour": "x"}, {"until": "2020-02-07"}, {"until": "2021-01-01"}, {"reason": " "}]
)
def test_an_order_without_sense_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    table = hand_in(desk, offices.plain)
    with pytest.raises(OrderRefused):
        order(town(desk), table, **wrong)


def test_a_file_that_is_no_form_is_refused(desk: Desk) -> None:
    by = town(desk)
    with database.acting(by.scope.places), pytest.raises(SheetRefused):
        actions.hand_in(name="x", wanted_by="", content=b"no", by=by)


def test_pages_from_handing_in_to_filling(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    came(desk)
    by = town(desk)
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: by)
    client = Client()
    file = io.BytesIO(offices.grouped()[0])
    file.name = "表.xlsx"
    made = client.post(reverse("tables:tables"), {"file": file, "wanted_by": "区人社局"})
    assert made.status_code == 302
    page = client.get(made["Location"]).content.decode()
    assert "旅居史" in page
    with database.acting(by.scope.places):
        table = Table.objects.get()
    filled = client.post(reverse("tables:fill", args=[table.id]), {"day": "2020-02-08", "place": by.post_id})
    assert filled.content[:2] == b"PK"
    answered = client.post(reverse("tables:fill", args=[table.id]), {"day": "2020-02-08", "place": by.post_id})
    assert 'name="again"' in answered.content.decode()
    asked = {"place": by.post_id, "hour": "7", "until": "2020-02-12", "why": "区人社局每日核对"}
    assert client.post(reverse("tables:order", args=[table.id]), {**asked, "why": ""}).status_code == 422
    assert client.post(reverse("tables:order", args=[table.id]), asked).status_code == 302
    with database.acting(by.scope.places):
        (kept,) = queries.orders(table)
    assert client.post(reverse("tables:take_back", args=[table.id, kept.id])).status_code == 302
    refused = client.post(reverse("tables:fill", args=[table.id]), {"day": "2020-02-08", "unmasked": "1"})
    assert refused.status_code == 422
    confirmed = client.post(reverse("tables:confirm", args=[table.id]), {"column-A": "name"})
    assert confirmed.status_code == 302
    assert client.post(reverse("tables:tables"), {}).status_code == 422
