"""Telling people: once, by the gateway or by a call, and what "reached" means."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test.utils import override_settings
from openpyxl import load_workbook

from tongzhou.access.actors import Actor
from tongzhou.access.models import Look
from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.kernel.errors import NotAllowed
from tongzhou.messages import actions, audiences, handing, http, lines, queries, sheets
from tongzhou.messages.actions import Told
from tongzhou.messages.audiences import Audience, Recipient
from tongzhou.messages.causes import BATCH
from tongzhou.messages.errors import LineRefused, MessageRefused, MessageUnknown
from tongzhou.messages.models import Message, Sort, State
from tongzhou.messages.tests import fake_gateway
from tongzhou.messages.tests.fake_gateway import Gateway
from tongzhou.people import contacts, retention
from tongzhou.people.tests.factories import added, new_person
from tongzhou.places.tests import factories as places
from tongzhou.units import actions as units

NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)
WORDS = "口罩已到,请凭号到药店领取。"


@pytest.fixture
def district(committed: None) -> Iterator[places.District]:
    with clock.at(NOON):
        yield places.district()


@pytest.fixture
def by(district: places.District) -> Actor:
    return actor(district.yongle.id)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(http, "SECONDS", 5.0)
    with fake_gateway.running() as found, override_settings(MESSAGES=found.settings()):
        yield found


def tell(by: Actor, place_id: UUID, batch_of: UUID | None = None) -> UUID:
    with database.acting(by.scope.places):
        return actions.tell_audience("residents", place_id, WORDS, batch_of or ids.new(), by=by)


def told_one(by: Actor, place_id: UUID) -> UUID:
    """A batch to the one person who lives there."""
    added(new_person(place_id), by=by)
    return tell(by, place_id)


def states(batch_id: UUID) -> list[str]:
    with database.acting((), is_wide=True):
        return sorted(Message.objects.filter(batch_id=batch_id).values_list("state", flat=True))


def hand_over(minutes: float = 0) -> int:
    with clock.at(NOON + timedelta(minutes=minutes)):
        return handing.run()


def batch(batch_id: UUID, by: Actor) -> queries.Batch:
    with database.acting(by.scope.places):
        return queries.batch(batch_id, by=by)


def test_without_a_gateway_everybody_stands_on_the_call_list_once(by: Actor, district: places.District) -> None:
    home = district.yongle.id
    added(new_person(home, phone="10000000001"), new_person(home, phone="10000000001"), by=by)
    added(new_person(home, phone=""), by=by)
    batch_of = ids.new()
    first = tell(by, home, batch_of)
    assert tell(by, home, batch_of) == first
    assert states(first) == [State.CALL, State.NO_PHONE]
    with database.acting(by.scope.places):
        _page, calls = queries.page(first, None, by=by)
    assert sorted(one.phone for one in calls) == ["", "10000000001"]
    with database.acting((), is_wide=True):
        assert Look.objects.filter(what="identity").count() == 3 + 2
    assert hand_over() == 0


def test_a_call_that_reached_them_is_a_contact_and_leaves_the_list(by: Actor, district: places.District) -> None:
    (one,) = added(new_person(district.yongle.id), by=by)
    told = tell(by, district.yongle.id)
    with database.acting(by.scope.places):
        (message,) = queries.to_call(told, by=by)
        actions.called(message.id, outcome="no_answer", by=by)
        assert queries.to_call(told, by=by).get().calls == 1
        actions.called(message.id, outcome="told", by=by)
        actions.called(message.id, outcome="wrong", by=by)
        assert len(contacts.of(one.id)) == 1
    assert (batch(told, by).reached, batch(told, by).to_call) == (1, 0)


def test_a_wrong_number_is_called_no_more_and_an_outcome_is_chosen(by: Actor, district: places.District) -> None:
    told = told_one(by, district.yongle.id)
    with database.acting(by.scope.places):
        (message,) = queries.to_call(told, by=by)
        with pytest.raises(MessageRefused):
            actions.called(message.id, outcome="perhaps", by=by)
        actions.called(message.id, outcome="wrong", by=by)
    assert batch(told, by).unreachable == 1


def test_only_a_receipt_says_that_it_arrived(by: Actor, district: places.District, fake: Gateway) -> None:
    home = district.yongle.id
    added(new_person(home, phone="10000000001"), new_person(home, phone="10000000002"), by=by)
    told = tell(by, home)
    assert hand_over() == 2
    assert (states(told), batch(told, by).reached) == ([State.HANDED] * 2, 0)
    assert sorted(fake.sent) == [("10000000001", WORDS), ("10000000002", WORDS)]
    first, second = fake.status
    fake.status = {first: "delivered", second: "failed"}
    assert hand_over(0.5) == 0
    assert hand_over(1) == 2
    assert states(told) == [State.DELIVERED, State.FAILED]
    assert (batch(told, by).reached, batch(told, by).to_call) == (1, 1)
    assert hand_over(600) == 0


def test_a_busy_gateway_is_asked_after_growing_pauses_and_then_they_are_called(
    by: Actor, district: places.District, fake: Gateway
) -> None:
    told = told_one(by, district.yongle.id)
    fake.answers = [503] * 5
    tried = [minute for minute in (0, 0.5, 1, 5, 6, 30, 31, 155, 156, 300) if hand_over(minute)]
    assert tried == [0, 1, 6, 31, 156]
    assert (states(told), fake.sent) == ([State.FAILED], [])


def test_what_may_have_gone_out_is_asked_for_and_not_sent_again(
    by: Actor, district: places.District, fake: Gateway
) -> None:
    told = told_one(by, district.yongle.id)
    fake.cuts = 1
    hand_over()
    assert states(told) == [State.HANDING]
    fake.all("delivered")
    hand_over(1)
    assert (states(told), len(fake.sent)) == ([State.DELIVERED], 1)


def test_what_never_reached_the_gateway_goes_out_the_next_time(
    by: Actor, district: places.District, fake: Gateway
) -> None:
    told = told_one(by, district.yongle.id)
    fake.answers = [500]  # it broke before it took it
    hand_over()
    assert (states(told), fake.sent) == ([State.HANDING], [])
    assert [hand_over(1), hand_over(2)] == [1, 1]
    assert (states(told), len(fake.sent)) == ([State.HANDED], 1)


def test_a_worker_that_died_at_it_sends_nothing_twice(by: Actor, district: places.District, fake: Gateway) -> None:
    told = told_one(by, district.yongle.id)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(handing, "_settle", lambda *_given, **_more: None)  # sent, and the worker is gone
        hand_over()
    assert [hand_over(4), hand_over(5)] == [0, 1]
    assert (states(told), len(fake.sent)) == ([State.HANDING], 1)


def test_without_receipts_an_open_end_is_called_and_the_rest_stays_handed_over(
    by: Actor, district: places.District, fake: Gateway
) -> None:
    home = district.yongle.id
    added(new_person(home), new_person(home), by=by)
    with override_settings(MESSAGES=fake.settings(receipt_url="")):
        told = tell(by, home)
        fake.cuts = 1
        hand_over()
        assert hand_over(600) == 0
    assert states(told) == [State.HANDED, State.UNSURE]


def test_without_any_receipt_in_time_somebody_calls(by: Actor, district: places.District, fake: Gateway) -> None:
    told = told_one(by, district.yongle.id)
    assert [hand_over(minute) for minute in (0, 1, 2, 7, 32, 157)] == [1] * 6
    assert states(told) == [State.UNSURE]


def test_who_was_told_meanwhile_stays_told(by: Actor, district: places.District, fake: Gateway) -> None:
    told = told_one(by, district.yongle.id)
    hand_over()
    with database.acting(by.scope.places):
        actions.called(Message.objects.get(batch_id=told).id, outcome="told", by=by)
    fake.all("failed")
    assert (hand_over(1), states(told)) == (0, [State.TOLD])


def test_another_village_sees_nothing_of_it(by: Actor, district: places.District) -> None:
    told = told_one(by, district.yongle.id)
    other = actor(district.nanchen.id)
    with database.acting(other.scope.places):
        assert queries.batches(by=other) == []
        with pytest.raises(MessageUnknown):
            queries.batch(told, by=other)
        with pytest.raises(NotAllowed):
            actions.tell_audience("residents", district.yongle.id, WORDS, ids.new(), by=other)
    without = replace(by, permissions=by.permissions - {Permission.MESSAGE_TELL})
    with database.acting(by.scope.places), pytest.raises(NotAllowed):
        queries.batches(by=without)


@pytest.mark.parametrize(("field", "changes"), [("words", {"words": "  a "}), ("audience", {"audience": "cats"})])
def test_a_batch_is_refused_by_field(by: Actor, district: places.District, field: str, changes: dict[str, Any]) -> None:
    given = {"audience": "residents", "place_id": district.yongle.id, "words": WORDS, "batch_of": ids.new()} | changes
    with database.acting(by.scope.places), pytest.raises(MessageRefused) as refused:
        actions.tell_audience(**given, by=by)
    assert refused.value.field == field


def test_an_empty_audience_and_one_too_large_are_refused(
    by: Actor, district: places.District, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MessageRefused) as refused:
        tell(by, district.yongle.id)
    assert refused.value.field == "audience"
    many = [Recipient(Sort.PERSON, ids.new(), district.yongle.id)] * 3
    monkeypatch.setattr(actions, "MOST", 2)
    monkeypatch.setitem(audiences.known, "residents", Audience("residents", "", lambda _places: many))
    with pytest.raises(MessageRefused) as refused:
        tell(by, district.yongle.id)
    assert refused.value.field == "place"


def test_staff_are_told_at_the_telephone_they_gave(by: Actor, district: places.District, fake: Gateway) -> None:
    unit = units.add_unit(name="区人社局", kind="department", place_id=district.district.id, on=places.ON)
    one, other = (units.add_staff(number=f"A{n}", name=f"演示·{n}", unit_id=unit.id, on=places.ON) for n in range(2))
    with pytest.raises(LineRefused):
        lines.keep("12a", by=replace(by, staff_id=one.id))
    words = "明天8点到永乐村报到"
    with database.acting(by.scope.places):
        lines.keep("100 0000 0007", by=replace(by, staff_id=one.id))
        told = [Told(Recipient(Sort.STAFF, who.id, district.yongle.id), ids.new(), words) for who in (one, other)]
        batch_id = actions.tell(told, cause=BATCH, by=by)
        actions.tell(told, cause=BATCH, by=by)
    hand_over()
    assert fake.sent == [("10000000007", words)]
    assert states(batch_id) == [State.HANDED, State.NO_PHONE]
    with database.acting(by.scope.places):
        _page, calls = queries.page(batch_id, None, by=by)
        assert [(call.name, call.phone) for call in calls] == [("演示·1", "")]
        lines.keep("", by=replace(by, staff_id=one.id))
        assert lines.of_staff([one.id]) == {}


def test_the_sheet_names_who_took_it(by: Actor, district: places.District) -> None:
    added(new_person(district.yongle.id, phone="10000000001"), by=by)
    told = tell(by, district.yongle.id)
    with database.acting(by.scope.places):
        content = sheets.call_list(told, by=by)
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[1][:2] == ("张建国", "10000000001")
    assert by.name in rows[-1][0]


def test_all_of_it_is_destroyed_after_a_month(by: Actor, district: places.District) -> None:
    told = told_one(by, district.yongle.id)
    assert retention.run(date(2020, 3, 9)).counts["message"] == 0
    assert retention.run(date(2020, 3, 10)).counts["message"] == 1
    assert states(told) == []
