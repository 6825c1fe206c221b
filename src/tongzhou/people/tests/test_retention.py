import hashlib
from datetime import timedelta

import pytest

from tongzhou.kernel import clock, database, ids, sealing
from tongzhou.ledger import queries as ledger
from tongzhou.ledger.reading import secret_of
from tongzhou.people import actions, contacts, queries, receipts, retention, statuses
from tongzhou.people.models import Certificate, Contact, Household, Person, Receipt, Token
from tongzhou.people.records import KEEP_DAYS
from tongzhou.people.statuses import NewStatus, StatusKind
from tongzhou.people.tests.conftest import Desks
from tongzhou.people.tests.factories import added, new_person

LONG = statuses.register(StatusKind("test.long", "Long", {"why": "Why"}, keep_days=KEEP_DAYS * 2))


def test_what_is_past_its_day_can_never_be_read_again(desks: Desks) -> None:
    by = desks.town
    place = desks.yongle.post_id
    person, other = added(new_person(place, name="张建国"), new_person(place, name="李四"), by=by)
    with database.acting(by.scope.places):
        actions.merge(loser_id=person.id, survivor_id=other.id, reason="同一人", by=by)
        receipts.issue(person.id, place, by=by)
        contacts.made([(person.id, place)], about="registered", by=by)
        wrapped = Person.objects.get(id=person.id).wrapped_key
    day = clock.today() + timedelta(days=KEEP_DAYS)
    assert retention.run(day).counts["person"] == 0
    certificate = retention.run(day + timedelta(days=1))
    expected = {"person": 2, "status": 0, "contact": 1, "receipt": 1, "household": 1}
    assert certificate.counts | expected == certificate.counts
    with database.acting(by.scope.places):
        assert queries.search("张建国", by=by) == []
        assert queries.identities([person.id], by=by, reason="核实") == {}
        assert queries.keys([person.id]) == {}
        with pytest.raises(sealing.KeyDestroyed):
            queries.key(person.id)
        row = Person.objects.get(id=person.id)
        assert (bytes(row.sealed), row.masked, row.wrapped_key) == (b"", "", None)
        assert wrapped is not None
        assert not any(held.objects.exists() for held in (Token, Household, Receipt, Contact))
        with pytest.raises(sealing.Tampered):
            secret_of(ledger.story([person.id])[0], sealing.new_key())
        assert Certificate.objects.count() == 2


def test_certificate_hashes_what_was_destroyed(desks: Desks) -> None:
    by = desks.yongle
    (person,) = added(new_person(by.post_id, address=""), by=by)
    certificate = retention.run(clock.today() + timedelta(days=KEEP_DAYS + 1))
    assert bytes(certificate.hash) == hashlib.sha256(f"person {person.id}".encode()).digest()


def test_status_keeps_its_person(desks: Desks) -> None:
    by = desks.yongle
    (person,) = added(new_person(by.post_id), by=by)
    with database.acting(by.scope.places):
        new = NewStatus(LONG.code, person.id, by.post_id, "why", clock.today(), clock.today(), entry_id=ids.new())
        statuses.set_statuses([new], by=by)
        until = retention.kept_until(queries.person(person.id))
    assert until == clock.today() + timedelta(days=KEEP_DAYS * 2)
    assert retention.run(until).counts["person"] == 0
    expected = {"person": 1, "status": 1, "contact": 0, "receipt": 0, "household": 1}
    counts = retention.run(until + timedelta(days=1)).counts
    assert counts | expected == counts


def test_status_without_an_end_keeps_its_person_for_good(desks: Desks) -> None:
    by = desks.yongle
    (person,) = added(new_person(by.post_id), by=by)
    with database.acting(by.scope.places):
        new = NewStatus(LONG.code, person.id, by.post_id, "why", clock.today(), entry_id=ids.new())
        statuses.set_statuses([new], by=by)
    assert retention.run(clock.today() + timedelta(days=10_000)).counts["person"] == 0


def test_forgetting_at_once_leaves_the_others(desks: Desks) -> None:
    by = desks.yongle
    one, other = added(new_person(by.post_id), new_person(by.post_id), by=by)
    retention.forget([one.id])
    with database.acting(by.scope.places):
        assert queries.keys([one.id, other.id]) == {other.id: other.key}
        assert Household.objects.count() == 1
