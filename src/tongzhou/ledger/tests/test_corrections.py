"""Corrections and withdrawals are entries of their own, by the author of the first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.ledger import actions, chains, queries
from tongzhou.ledger.entries import Record
from tongzhou.ledger.errors import AlreadyWithdrawn, EntryRefused, NotAuthor, NotThere
from tongzhou.ledger.records import WITHDRAWN, Reason
from tongzhou.ledger.tests.factories import VISIT, entry


@pytest.fixture
def by(committed: None) -> Iterator[Actor]:
    by = actor(ids.new())
    with database.acting(by.scope.places):
        yield by


def codes(entries: list[Any], by: Actor) -> list[str]:
    return [verdict.error.code if verdict.error else verdict.status for verdict in actions.append(entries, by=by)]


def test_last_correction_is_in_force_even_when_the_clock_stands_still(by: Actor) -> None:
    first = entry(by.post_id, body={"temperature": 36.1})
    with clock.at(clock.now()):
        actions.append([first], by=by)
        for tenths in range(2, 9):
            correction = entry(by.post_id, corrects=first.id, body={"temperature": 36 + tenths / 10})
            assert codes([correction], by) == ["stored"]
    chain = queries.chain(correction.id)
    assert [row.body["temperature"] for row in chain] == [36.1, 36.2, 36.3, 36.4, 36.5, 36.6, 36.7, 36.8]
    assert chains.in_force(chain) == chain[-1:]


def test_entry_and_its_corrections_may_come_in_one_batch(by: Actor) -> None:
    first = entry(by.post_id)
    batch = [first, *(entry(by.post_id, corrects=first.id, body={"temperature": 36 + n}) for n in range(4))]
    assert codes(batch, by) == ["stored"] * 5
    assert [row.id for row in queries.chain(first.id)] == [each.id for each in batch]
    assert codes(batch, by) == ["already"] * 5


def test_withdrawn_entry_is_in_force_no_more(by: Actor) -> None:
    first = entry(by.post_id)
    actions.append([first, correction := entry(by.post_id, corrects=first.id)], by=by)
    actions.withdraw(entry_id=first.id, reason=Reason.TWICE, by=by, words="与上一条重复", key=bytes(32))
    assert chains.in_force(queries.entries()) == []
    with pytest.raises(AlreadyWithdrawn):
        actions.withdraw(entry_id=first.id, reason=Reason.TWICE, by=by)
    assert codes([entry(by.post_id, corrects=first.id)], by) == ["already_withdrawn"]
    assert codes([first, correction], by) == ["already", "already"]


def test_only_an_author_may_correct_or_withdraw(by: Actor) -> None:
    helper = ids.new()
    first = entry(by.post_id, authors=(by.staff_id, helper))
    actions.append([first], by=by)
    stranger = actor(by.post_id)
    correction = entry(by.post_id, corrects=first.id, authors=(by.staff_id,))
    assert codes([correction], stranger) == ["not_author"]
    with pytest.raises(NotAuthor):
        actions.withdraw(entry_id=first.id, reason=Reason.TWICE, by=stranger)
    assert codes([correction], actor(by.post_id, staff_id=helper)) == ["stored"]


def test_withdrawal_cannot_claim_an_entry_out_of_scope(by: Actor) -> None:
    """An id that another village used, drafted anew beside its own withdrawal, must not withdraw the other's entry."""
    theirs = entry(by.post_id)
    actions.append([theirs], by=by)
    thief = actor(ids.new())
    database.set_scope(thief.scope.places)
    forged = replace(theirs, place_id=thief.post_id, authors=(thief.staff_id,))
    withdrawal = entry(thief.post_id, kind=WITHDRAWN.code, corrects=theirs.id, body={"reason": "twice"})
    assert codes([forged, withdrawal], thief) == ["id_taken", "not_there"]


def test_correction_names_a_first_entry_of_its_kind(by: Actor) -> None:
    first = entry(by.post_id)
    actions.append([first, correction := entry(by.post_id, corrects=first.id)], by=by)
    assert codes([entry(by.post_id, corrects=correction.id)], by) == ["not_there"]
    with pytest.raises(NotThere):
        actions.withdraw(entry_id=ids.new(), reason=Reason.TWICE, by=by)
    with pytest.raises(EntryRefused):
        actions.withdraw(entry_id=first.id, reason="because", by=by)


def record(corrects: Any, minute: int, kind: str = VISIT.code) -> Record:
    now = clock.now()
    moment = now + timedelta(minutes=minute)
    place = ids.new()
    return Record(
        *(ids.new(), kind, place, None, None, None, corrects, now, (place,), {}, place, moment, place, "", "", None),
        *(now.date(), b"", b""),
    )


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=6), st.randoms(use_true_random=False))
def test_in_force_is_the_last_of_each_chain_whatever_the_order(plan: list[Any], shuffle: Any) -> None:
    entries, expected = [], set()
    for count, is_withdrawn in plan:
        first = record(None, 0)
        chain = [first, *(record(first.id, minute + 1) for minute in range(count))]
        expected |= set() if is_withdrawn else {chain[-1].id}
        entries += [*chain, record(first.id, 99, WITHDRAWN.code)] if is_withdrawn else chain
    shuffle.shuffle(entries)
    assert {entry.id for entry in chains.in_force(entries)} == expected
    assert len(chains.in_force(entries)) == len(expected)
