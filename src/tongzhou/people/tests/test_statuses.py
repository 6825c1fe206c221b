from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.utils import IntegrityError

from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.kernel.errors import NotAllowed, RuleBroken
from tongzhou.ledger import queries as ledger
from tongzhou.ledger.reading import secret_of
from tongzhou.people import actions, statuses
from tongzhou.people.adding import Added
from tongzhou.people.models import Status
from tongzhou.people.statuses import NewStatus, StatusKind
from tongzhou.people.tests.conftest import Desks
from tongzhou.people.tests.factories import added, new_person
from tongzhou.units.models import Staff

RETURNED = statuses.register(StatusKind("test.returned", "Returned", {"outside": "From outside"}))
CONFINED = statuses.register(StatusKind("test.confined", "Confined", {"contact": "Contact of a case"}, burdens=True))
FIRST = date(2020, 2, 8)


@pytest.fixture
def person(desks: Desks) -> Added:
    return added(new_person(desks.yongle.post_id), by=desks.yongle)[0]


@pytest.fixture
def second(committed: None) -> Iterator[UUID]:
    with database.acting([], is_wide=True):
        return Staff.objects.create(number="0002", name="测试乙").id


def returned(person: Added, desks: Desks, **changes: Any) -> NewStatus:
    parts = {"kind": RETURNED.code, "reason": "outside", "from_on": FIRST}
    return NewStatus(**{**parts, "person_id": person.id, "place_id": desks.yongle.post_id, **changes})


def confined(person: Added, desks: Desks, **changes: Any) -> NewStatus:
    return returned(person, desks, **{"kind": CONFINED.code, "reason": "contact", "evidence": "同乘名单", **changes})


def test_status_holds_from_its_day_until_it_ends(person: Added, desks: Desks) -> None:
    by = desks.yongle
    with clock.at(clock.start_of(FIRST)), database.acting(by.scope.places):
        new = returned(person, desks, until_on=FIRST + timedelta(days=13))
        statuses.set_statuses([new], by=by)
        held = {
            day: len(statuses.holding([person.id], kind=RETURNED.code, at=FIRST + timedelta(days=day))[person.id])
            for day in (-1, 0, 13, 14)
        }
        assert held == {-1: 0, 0: 1, 13: 1, 14: 0}
        assert statuses.end_statuses(status_ids=[new.id], reason="over", by=by) == 1
        assert statuses.end_statuses(status_ids=[new.id], reason="over", by=by) == 0
        assert statuses.holding([person.id]) == {person.id: []}
        ended, opened = sorted(ledger.story([person.id]), key=lambda entry: entry.kind)
        assert (opened.kind, opened.body["reason"], opened.body["until"]) == ("status.set", "outside", "2020-02-21")
        assert (ended.kind, ended.body) == (
            "status.ended",
            {"status": str(new.id), "kind": RETURNED.code, "reason": "over"},
        )
        row = Status.objects.get()
        assert (row.entry_id, row.ended_entry) == (opened.id, ended.id)


def test_callers_entry_costs_one_statement(person: Added, desks: Desks, django_assert_num_queries: Any) -> None:
    by = desks.yongle
    entry = ids.new()
    with database.acting(by.scope.places):
        with django_assert_num_queries(1):
            statuses.set_statuses([returned(person, desks, entry_id=entry)], by=by)
        assert statuses.end_statuses(entry_ids=[entry], reason="withdrawn", by=by, entry_id=ids.new()) == 1
        assert not ledger.entries().exists()


def test_burden_needs_evidence_and_a_second_officer(person: Added, desks: Desks, second: UUID) -> None:
    by = desks.yongle
    tries: list[tuple[dict[str, Any], UUID | None, str]] = [
        ({}, None, "second_officer_needed"),
        ({}, by.staff_id, "second_officer_needed"),
        ({}, ids.new(), "second_officer_needed"),
        ({"evidence": "  "}, second, "evidence_needed"),
        ({"reason": "because"}, second, "status_refused"),
        ({"until_on": FIRST - timedelta(days=1)}, second, "status_refused"),
        ({"kind": "no.such"}, second, "status_unknown"),
        ({"person_id": ids.new()}, second, "person_not_there"),
    ]
    with database.acting(by.scope.places):
        for changes, confirmed_by, code in tries:
            with pytest.raises(RuleBroken) as refused:
                statuses.set_statuses([confined(person, desks, **changes)], by=by, confirmed_by=confirmed_by)
            assert refused.value.code == code
        assert not Status.objects.exists()
        statuses.set_statuses([confined(person, desks)], by=by, confirmed_by=second)
        (entry,) = ledger.story([person.id])
        assert entry.authors == [by.staff_id, second]
        assert secret_of(entry, person.key) == {"evidence": "同乘名单"}
        row = Status.objects.get()
        assert "同乘".encode() not in bytes(row.evidence or b"")


def test_database_refuses_a_status_confirmed_by_its_setter(person: Added, desks: Desks, second: UUID) -> None:
    by = desks.yongle
    with pytest.raises(IntegrityError), database.acting(by.scope.places):
        statuses.set_statuses([confined(person, desks)], by=by, confirmed_by=second)
        Status.objects.update(confirmed_by=by.staff_id)


def test_duty_must_permit_it(person: Added, desks: Desks) -> None:
    nobody = actor(desks.yongle.post_id, permissions=())
    with database.acting(nobody.scope.places), pytest.raises(NotAllowed):
        statuses.set_statuses([returned(person, desks)], by=nobody)


def test_status_of_a_merged_record_holds_of_the_human(person: Added, desks: Desks) -> None:
    by = desks.town
    (other,) = added(new_person(desks.yongle.post_id), by=by)
    with database.acting(by.scope.places):
        statuses.set_statuses([returned(person, desks, from_on=clock.today())], by=by)
        actions.merge(loser_id=person.id, survivor_id=other.id, reason="同一人", by=by)
        assert [held.kind for held in statuses.holding([other.id])[other.id]] == [RETURNED.code]


def test_status_of_another_village_is_not_seen(person: Added, desks: Desks) -> None:
    with database.acting(desks.yongle.scope.places):
        statuses.set_statuses([returned(person, desks, from_on=clock.today())], by=desks.yongle)
    with database.acting(desks.nanchen.scope.places):
        assert statuses.holding([person.id]) == {person.id: []}
