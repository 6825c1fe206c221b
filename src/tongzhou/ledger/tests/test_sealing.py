"""Days sealed, chained and signed; whoever meddles as superuser is found out."""

from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from psycopg import Connection

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids, sealing
from tongzhou.ledger import actions, checkpoints, journal, queries, sealing_days, verifying
from tongzhou.ledger.errors import DayNotOver
from tongzhou.ledger.tests.factories import entry
from tongzhou.ledger.verifying import What

pytestmark = pytest.mark.usefixtures("committed", "journal_folder")
NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)
DAY, NEXT = NOON.date(), NOON.date() + timedelta(days=1)
Superuser = Connection[Any]


def worker() -> Actor:
    with clock.at(NOON):
        return actor(ids.new(), hours=24 * 30)


def record(by: Actor, count: int = 3, at: datetime = NOON, **changes: Any) -> list[UUID]:
    with clock.at(at), database.acting(by.scope.places):
        batch = [entry(by.post_id, secret={"words": "无不适"}, key=sealing.new_key(), **changes) for _ in range(count)]
        assert {verdict.status for verdict in actions.append(batch, by=by)} == {"stored"}
    return [each.id for each in batch]


def seal(day: date = DAY) -> list[Any]:
    with clock.at(clock.start_of(day + timedelta(days=1)) + timedelta(minutes=5)):
        return sealing_days.seal_day(day)


def found() -> list[tuple[What, UUID | None]]:
    return [(finding.what, finding.entry_id) for finding in verifying.verify()]


def test_untouched_ledger_verifies_at_every_stage() -> None:
    by = worker()
    assert found() == []
    record(by)
    assert found() == []
    assert checkpoints.checkpoint() == 3
    assert checkpoints.checkpoint() == 0
    record(by)
    assert found() == []
    seal()
    read: list[int] = []
    assert verifying.verify(read.append) == []
    assert sum(read) == verifying.count() == 6


def test_every_kind_of_value_is_read_back_as_it_was_sealed() -> None:
    by = worker()
    for value in (
        36.6,
        36.0,
        0.0001,
        123456789012345.6,
        0.1 + 0.2,
        2**52,
        "䶮 😷 \"' \\ \t",
        True,
        None,
        ["a", 1.5],
        {},
    ):
        record(by, 1, body={"temperature": value} if value != {} else {})
    record(by, 1, body={"fever": date(2020, 2, 8), "answers": (ids.new(), NOON), "temperature": -1.25e-4})
    record(by, 1, at=NOON + timedelta(microseconds=123457), subject_id=ids.new(), subject_place_id=ids.new())
    checkpoints.checkpoint()
    assert found() == []


def test_roots_are_chained_and_signed_and_sealing_twice_adds_nothing() -> None:
    by = worker()
    for days in range(3):
        record(by, days + 1, at=NOON + timedelta(days=days))
    first, *later = seal(NEXT)
    assert (first.count, first.previous, [root.count for root in later]) == (1, sealing_days.BEGINNING, [2])
    assert later[0].previous == sealing_days.head(first)
    assert seal(NEXT) == []
    assert [root.count for root in seal(NEXT + timedelta(days=1))] == [3]
    assert found() == []


def test_a_day_is_not_sealed_before_it_is_over() -> None:
    with clock.at(NOON), pytest.raises(DayNotOver):
        sealing_days.seal_day(DAY)


def test_what_comes_after_the_seal_is_received_the_next_day() -> None:
    by = worker()
    record(by)
    seal()
    (late,) = record(by, 1)
    with database.acting(by.scope.places):
        stored = queries.entry(late)
        assert (stored.received_at, stored.occurred_at) == (clock.start_of(NEXT), NOON)
    assert found() == []
    assert [root.count for root in seal(NEXT)] == [1]
    assert found() == []


def copy_of(superuser: Superuser, entry_id: UUID) -> UUID:
    forged = ids.new(NOON)
    columns = "kind, place_id, occurred_at, authors, body, town_id, received_at, unit_id, device, channel, keep_until"
    superuser.execute(
        f"INSERT INTO ledger_entry (id, {columns}, content, seal)"
        f" SELECT %s, {columns}, content, seal FROM ledger_entry WHERE id = %s",
        [forged, entry_id],
    )
    return forged


ALTERATIONS = {
    "body": "body = '{\"fever\": true}'",
    "occurred_at": "occurred_at = occurred_at + interval '1 microsecond'",
    "received_at": "received_at = received_at + interval '1 second'",
    "place_id": "place_id = gen_random_uuid()",
    "town_id": "town_id = gen_random_uuid()",
    "subject_id": "subject_id = gen_random_uuid()",
    "authors": "authors = authors || gen_random_uuid()",
    "sealed": "sealed = sealed || '\\x00'",
    "no_sealed": "sealed = NULL",
    "keep_until": "keep_until = keep_until + 1",
    "channel": "channel = 'phone'",
    "kind": "kind = 'entry.withdrawn'",
    "content": "content = '\\x00'",
    "seal": "seal = '\\x00'",
    "infinite time": "occurred_at = 'infinity'",
    "ancient time": "occurred_at = '-infinity'",
    "infinite date": "keep_until = 'infinity'",
    "no author": "authors = ARRAY[NULL]::uuid[]",
    "nested authors": "authors = ARRAY[authors, authors]",
    "number": "body = '{\"temperature\": 1e400}'",
    "scalar": "body = '7'",
}


@pytest.mark.parametrize("change", ALTERATIONS)
@pytest.mark.parametrize("is_sealed", [False, True])
def test_altered_entry_is_named(superuser: Superuser, change: str, is_sealed: bool) -> None:
    _first, altered, _last = record(worker())
    checkpoints.checkpoint()
    if is_sealed:
        seal()
    superuser.execute(f"UPDATE ledger_entry SET {ALTERATIONS[change]} WHERE id = %s", [altered])
    assert found() == [(What.ALTERED, altered)]


def test_entry_altered_before_any_checkpoint_is_named_at_once(superuser: Superuser) -> None:
    altered, *_others = record(worker())
    superuser.execute("UPDATE ledger_entry SET authors = ARRAY[NULL]::uuid[] WHERE id = %s", [altered])
    assert [entry_id for _what, entry_id in found()] == [altered]
    assert [root.count for root in seal()] == [2]
    assert found() == [(What.ADDED, altered)]


@pytest.mark.parametrize("is_sealed", [False, True])
def test_added_entry_is_named(superuser: Superuser, is_sealed: bool) -> None:
    first, *_others = record(worker())
    if is_sealed:
        seal()
    assert found() == []
    forged = copy_of(superuser, first)
    assert found() == [(What.ADDED, forged)]


def test_removed_entry_is_named_from_the_checkpoint_on(superuser: Superuser) -> None:
    by = worker()
    removed, *_others = record(by)
    checkpoints.checkpoint()
    superuser.execute("DELETE FROM ledger_entry WHERE id = %s", [removed])
    assert found() == [(What.MISSING, removed)]
    seal()
    assert found() == [(What.MISSING, removed)]


@pytest.mark.parametrize("receipt", ["2020-02-11 12:00+08", "infinity", "-infinity", "0044-03-15 BC"])
def test_entry_moved_to_another_day_is_named(superuser: Superuser, receipt: str) -> None:
    moved, *_others = record(worker())
    seal()
    superuser.execute("UPDATE ledger_entry SET received_at = %s WHERE id = %s", [receipt, moved])
    assert {entry_id for _what, entry_id in found()} == {moved}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM ledger_root WHERE day = '2020-02-08'", [What.CHAIN, What.ROOT]),
        ("DELETE FROM ledger_root WHERE day = '2020-02-09'", [What.ROOT]),
        ("UPDATE ledger_root SET count = 9 WHERE day = '2020-02-08'", [What.SIGNATURE, What.CHAIN, What.ROOT]),
        ("UPDATE ledger_root SET signature = '\\x00' WHERE day = '2020-02-08'", [What.SIGNATURE]),
        ("UPDATE ledger_root SET previous = '\\x00' WHERE day = '2020-02-09'", [What.SIGNATURE, What.CHAIN]),
    ],
)
def test_broken_root_is_named(superuser: Superuser, statement: str, expected: list[What]) -> None:
    by = worker()
    record(by)
    record(by, at=NOON + timedelta(days=1))
    seal(NEXT)
    superuser.execute(statement)
    assert [what for what, _entry in found()] == expected


def test_journal_that_was_edited_is_named_and_a_cut_line_is_not(journal_folder: Path) -> None:
    by = worker()
    record(by)
    checkpoints.checkpoint()
    (path,) = journal_folder.glob("*/*.log")
    written = path.read_bytes()
    path.write_bytes(written + written[:40])
    assert found() == []
    record(by)
    assert checkpoints.checkpoint() == 3
    assert found() == []
    path.write_bytes(path.read_bytes().replace(b'"count":3', b'"count":4', 1))
    assert [what for what, _entry in found()] == [What.JOURNAL]


def test_root_whose_line_was_cut_off_is_mended(journal_folder: Path) -> None:
    by = worker()
    record(by)
    seal()
    (path,) = journal_folder.glob("*/*.log")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert found() == []
    seal()
    assert journal.read(UUID(path.stem), DAY).root is not None


def test_forgetting_a_person_keeps_every_root(superuser: Superuser) -> None:
    """The key is the people's to destroy; nothing that is hashed or signed here rests on it."""
    record(worker())
    seal()
    assert found() == []
    with database.through(database.AUDIT):
        (stored, *_others) = queries.entries()
    with pytest.raises(sealing.Tampered):
        sealing.unseal(sealing.new_key(), bytes(stored.sealed))


def in_threads(*work: Any) -> None:
    barrier = Barrier(len(work))

    def run(each: Any) -> None:
        barrier.wait()
        try:
            each()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def test_same_entry_sent_twice_at_once_is_stored_once() -> None:
    by = actor(ids.new())
    batch = [entry(by.post_id) for _ in range(50)]
    answers: list[list[str]] = []

    def send() -> None:
        with database.acting(by.scope.places):
            answers.append([verdict.status for verdict in actions.append(batch, by=by)])

    in_threads(send, send)
    assert sorted(map(set, answers), key=str) == [{"already"}, {"stored"}]


def test_sealer_and_writers_agree_on_the_day() -> None:
    """Writers go on through the sealing; each entry is under the root of its day of receipt or of a later one."""
    by = worker()
    sent: list[UUID] = record(by, 1)

    def send() -> None:
        for _ in range(40):
            sent.extend(record(by, 2))

    in_threads(send, send, seal)
    assert found() == []
    counts = [root.count for root in seal(NEXT)]
    assert verifying.count() == len(sent) == 161
    assert found() == []
    with database.through(database.AUDIT):
        assert sum(sealing_days.Root.objects.values_list("count", flat=True)) == 161, counts
