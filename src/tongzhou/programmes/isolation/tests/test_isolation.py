"""Fourteen days at home: ordered with consent, reported twice a day, looked after, ended by rule with its paper."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.figures import queries as figures
from tongzhou.kernel import clock, database
from tongzhou.ledger.models import Stored
from tongzhou.ledger.reading import secret_of
from tongzhou.matters import actions as matters
from tongzhou.matters.models import Matter
from tongzhou.people import hearing, receipts, retention, statuses
from tongzhou.people import queries as people
from tongzhou.people.errors import SecondOfficerNeeded
from tongzhou.people.models import Status
from tongzhou.programmes.arrivals.tests.factories import NOON
from tongzhou.programmes.isolation import bases, paper, queries
from tongzhou.programmes.isolation.actions import ending, ordering, reporting
from tongzhou.programmes.isolation.errors import AlreadyIsolating, IsolationRefused, NotOver, ReportRefused
from tongzhou.programmes.isolation.models import Isolation, Report, State
from tongzhou.programmes.isolation.tests import factories
from tongzhou.programmes.isolation.tests.factories import World


@pytest.fixture
def world(committed: None) -> Iterator[World]:
    with clock.at(NOON):
        made = factories.world()
        yield replace(made, desk=replace(made.desk, by=replace(made.desk.by, ends_at=NOON + timedelta(days=40))))


def begun(world: World, **changes: Any) -> Isolation:
    person_id = changes.pop("person_id", None) or factories.person(world)
    with database.acting(world.desk.by.scope.places):
        return ordering.order(factories.wanted(world, person_id, **changes), by=world.desk.by)


def report(world: World, isolation: Isolation, degrees: float = 36.5, **changes: Any) -> Report:
    given: dict[str, Any] = {"temperature": degrees, "channel": "telephone", "by": world.desk.by, **changes}
    with database.acting(given["by"].scope.places):
        return reporting.report(isolation.id, **given)


def open_matters(case_type: str) -> list[Matter]:
    with database.acting((), is_wide=True):
        return list(Matter.objects.unfinished().filter(case_type=case_type))


def test_a_close_contact_waits_and_nothing_begins_until_somebody_orders_it(world: World) -> None:
    person_id, last_on, by = factories.person(world), NOON.date() - timedelta(days=2), world.desk.by
    with database.acting((), is_wide=True):
        hearing.tell_of_contact(person_id, last_on=last_on - timedelta(days=1), by=world.chief)
        hearing.tell_of_contact(person_id, last_on=last_on, by=world.chief)  # named by a second case, met later
        waiting = Isolation.objects.get()
        assert (waiting.state, waiting.reason, waiting.from_on, waiting.status_id) == (
            "waiting",
            "contact",
            last_on,
            None,
        )
        assert not Status.objects.filter(person_id=person_id).exists()
    with database.acting(by.scope.places):
        assert queries.counts(by=by)[State.WAITING] == 1
        with pytest.raises(ReportRefused):
            reporting.report(waiting.id, temperature=36.5, channel="telephone", by=by)
    ordered = begun(world, person_id=person_id, reason="contact", from_on=last_on)
    with database.acting((), is_wide=True):
        assert ordered.id == waiting.id
        assert [one.state for one in Isolation.objects.all()] == [State.HOME]
        hearing.tell_of_contact(person_id, last_on=NOON.date(), by=world.chief)
        assert Isolation.objects.count() == 1
    with database.acting(by.scope.places), pytest.raises(AlreadyIsolating):
        ordering.order(factories.wanted(world, person_id), by=by)


def test_no_isolation_waits_once_its_days_are_over_and_one_may_be_dropped_with_a_reason(world: World) -> None:
    person_id, by = factories.person(world), world.desk.by
    with database.acting((), is_wide=True):
        hearing.tell_of_contact(person_id, last_on=NOON.date() - timedelta(days=14), by=world.chief)
        assert not Isolation.objects.exists()
        hearing.tell_of_contact(person_id, last_on=NOON.date() - timedelta(days=13), by=world.chief)
    with database.acting(by.scope.places):
        waiting = Isolation.objects.get()
        with pytest.raises(IsolationRefused):
            ending.end(waiting.id, ending="over", by=by)
        ending.end(waiting.id, ending="mistake", words="判定有误", by=by)
        assert not figures.value("isolation.begun", waiting.place_id, NOON.date(), by=by)
    with database.acting((), is_wide=True):
        hearing.tell_of_contact(factories.person(world), last_on=NOON.date(), by=world.chief)
    retention.run(NOON.date() + timedelta(days=400))
    with database.acting((), is_wide=True):
        assert not Isolation.objects.exists()  # what nobody ordered is destroyed too


def test_an_order_rests_on_the_documents_of_its_day_and_sets_the_status(world: World) -> None:
    isolation = begun(world)
    with database.acting(world.desk.by.scope.places):
        (held,) = statuses.holding([isolation.person_id], kind="isolation")[isolation.person_id]
        ((order, basis),) = queries.orders(isolation)
        assert (held.until_on, held.confirmed_by) == (NOON.date() + timedelta(days=13), world.second)
        assert any("2020-02-07" in one and "上海市人民代表大会" in one for one in basis)
        assert any("第四版" in one for one in basis)
        assert not any("第三版" in one or "第五版" in one for one in basis)
        assert figures.value("isolation.begun", isolation.place_id, NOON.date(), by=world.desk.by) == 1
    assert not [one for one in bases.in_force("home", NOON.date() - timedelta(days=2)) if one.code == "municipal"]
    assert order.act == "home"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"has_promised": False}, IsolationRefused),
        ({"dwelling": frozenset({"room"})}, IsolationRefused),
        ({"second_id": None}, SecondOfficerNeeded),
        ({"team": factories.TEAM[:2]}, IsolationRefused),
        ({"from_on": NOON.date() + timedelta(days=1)}, IsolationRefused),
        ({"reason": "rumour"}, IsolationRefused),
    ],
)
def test_what_is_lacking_is_told_and_nothing_begins(world: World, change: dict[str, Any], error: type) -> None:
    person_id = factories.person(world)
    with pytest.raises(error):
        begun(world, person_id=person_id, **change)
    with database.acting((), is_wide=True):
        assert not Isolation.objects.exists()


def test_a_second_isolation_is_answered_with_the_first(world: World) -> None:
    isolation = begun(world)
    with pytest.raises(AlreadyIsolating, match="2020-02-08"):
        begun(world, person_id=isolation.person_id)


def test_a_dwelling_that_is_not_fit_leads_to_a_site_by_consent(world: World) -> None:
    isolation = begun(world, dwelling=frozenset({"room"}), site_place_id=world.site.place_id)
    assert isolation.state == State.CENTRAL
    with database.acting(world.guard.scope.places):
        (row,) = queries.isolations(by=world.guard)
        assert row.masked.endswith("＊")


def test_fourteen_days_with_every_channel_a_missed_report_and_the_paper(world: World) -> None:
    isolation, by = begun(world), world.desk.by
    with database.acting(by.scope.places):
        code = receipts.issue(isolation.person_id, isolation.place_id, by=by)
    for number in range(14):
        for hour in (9, 16):
            if (number, hour) in ((0, 9), (5, 16)):
                continue
            with clock.at(factories.days_ahead(number, hour)):
                if number % 2:
                    _by_the_person(code, "36.6")
                else:
                    report(world, isolation, channel="door" if hour == 9 else "paper")
        if number == 5:
            _missed(world)
    with clock.at(factories.days_ahead(13, 17)), database.acting(by.scope.places), pytest.raises(NotOver):
        ending.end(isolation.id, ending="over", by=by)
    with clock.at(factories.days_ahead(14, 9)):
        with database.acting(by.scope.places):
            assert queries.one(isolation.id, by=by).is_over
            made = ending.end(isolation.id, ending="over", by=by)
        assert made is not None
        with database.acting(by.scope.places):
            assert Status.objects.get(person_id=isolation.person_id).ended_reason == "over"
            assert figures.value("isolation.over", isolation.place_id, clock.today(), by=by) == 1
    assert (made.from_on, made.until_on, made.issuer) == (isolation.from_on, isolation.until_on, "演示镇卫生中心")


def _by_the_person(code: str, degrees: str) -> None:
    answer = Client().post(reverse("isolation:mine_report"), {"code": code, "temperature": degrees})
    assert answer.status_code == 200
    assert "banner-good" in answer.content.decode()
    assert "<script" not in answer.content.decode()


def _missed(world: World) -> None:
    with clock.at(factories.days_ahead(5, 18)):
        assert reporting.watch(clock.now()) == 1
        assert reporting.watch(clock.now()) == 0
        (visit,) = open_matters("isolation_visit")
        assert visit.due_at == clock.now() + timedelta(hours=2)
        with database.acting(world.desk.by.scope.places):
            assert queries.isolations(by=world.desk.by)[0].is_late
            matters.accept([visit.id], by=world.desk.by)
            matters.close([visit.id], outcome="well", by=world.desk.by)


def test_fever_opens_work_of_an_hour_and_the_reading_is_sealed(world: World) -> None:
    isolation = begun(world)
    kept = report(world, isolation, 37.3, symptoms=["cough"])
    (alarm,) = open_matters("isolation_alarm")
    assert alarm.due_at == NOON + timedelta(hours=1)
    with database.acting(world.desk.by.scope.places):
        entry = Stored.objects.get(id=kept.entry_id)
        assert entry.body == {
            "slot": "morning",
            "day": "2020-02-08",
            "channel": "telephone",
            "is_hot": True,
            "is_unwell": True,
        }
        key = people.key(isolation.person_id)
        assert secret_of(entry, key)["temperature"] == 37.3
    with clock.at(factories.days_ahead(14, 9)), database.acting(world.desk.by.scope.places), pytest.raises(NotOver):
        ending.end(isolation.id, ending="over", by=world.desk.by)


@pytest.mark.parametrize(("degrees", "symptoms"), [(33.9, ()), (43.1, ()), (36.5, ("itch",))])
def test_a_reading_that_cannot_be_is_refused(world: World, degrees: float, symptoms: tuple[str, ...]) -> None:
    isolation = begun(world)
    with pytest.raises(ReportRefused):
        report(world, isolation, degrees, symptoms=symptoms)


def test_a_need_is_work_with_a_receipt_and_a_clock(world: World) -> None:
    isolation = begun(world)
    with database.acting(world.desk.by.scope.places):
        receipt = reporting.need(isolation.id, what="medicine", words="药店有处方", by=world.desk.by)
    (need,) = open_matters("isolation_need")
    assert str(need) == receipt
    assert need.due_at == NOON + timedelta(hours=2)


def test_the_order_prints_with_the_promise(world: World) -> None:
    isolation = begun(world)
    with database.acting(world.desk.by.scope.places):
        order = queries.paper_act(isolation, "home")
        identity = people.identities([isolation.person_id], by=world.desk.by, reason="打印")[isolation.person_id]
        assert order is not None
        content = paper.write(isolation, order, identity)
    text = pypdfium2.PdfDocument(io.BytesIO(content))[0].get_textpage().get_text_bounded()
    assert identity.name in text
    assert "2020-02-07" in text


def test_the_page_of_another_village_is_unknown(world: World) -> None:
    isolation = begun(world)
    elsewhere = replace(world.guard, permissions=world.desk.by.permissions)
    with database.acting(elsewhere.scope.places):
        assert queries.isolations(by=elsewhere) == []
        assert _known(isolation.id) == 0


def _known(isolation_id: UUID) -> int:
    return Isolation.objects.filter(id=isolation_id).count()


def test_what_ended_is_destroyed_half_a_year_later(world: World) -> None:
    isolation = begun(world)
    with database.acting(world.desk.by.scope.places):
        ending.end(isolation.id, ending="mistake", words="同名同姓", by=world.desk.by)
    last = isolation.until_on + timedelta(days=180)
    assert retention.run(last).counts["isolation"] == 0
    assert retention.run(last + timedelta(days=1)).counts["isolation"] == 1
