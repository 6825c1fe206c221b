"""One door in: stored, already, refused; nothing of a batch is lost to a bad entry."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids, sealing
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger import actions, projections, queries, reading
from tongzhou.ledger.entries import Record
from tongzhou.ledger.tests.factories import VISIT, entry

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def by(committed: None) -> Iterator[Actor]:
    by = actor(ids.new())
    with database.acting(by.scope.places):
        yield by


def statuses(entries: list[Any], by: Actor) -> list[str]:
    return [verdict.status for verdict in actions.append(entries, by=by)]


def test_entry_is_stored_as_it_was_handed_in(by: Actor) -> None:
    key = sealing.new_key()
    handed = entry(
        by.post_id,
        subject_id=ids.new(),
        visit_id=ids.new(),
        body={"temperature": 36.6, "answers": ["是", "䶮"], "fever": False},
        secret={"words": "从武汉回来 😷"},
        key=key,
        authors=(by.staff_id, ids.new()),
    )
    assert statuses([handed], by) == ["stored"]
    stored = queries.entry(handed.id)
    for name in ("kind", "place_id", "subject_id", "subject_place_id", "visit_id", "corrects", "body", "occurred_at"):
        assert getattr(stored, name) == getattr(handed, name), name
    assert stored.authors == list(handed.authors)
    assert reading.secret_of(stored, key) == {"words": "从武汉回来 😷"}
    assert (stored.unit_id, stored.device, stored.channel) == (by.unit_id, "page", "desk")
    assert stored.keep_until == clock.today() + timedelta(days=VISIT.keep_days)


def test_resend_is_harmless(by: Actor) -> None:
    batch = [entry(by.post_id, secret={"a": 1}, key=sealing.new_key()) for _ in range(3)]
    assert statuses(batch, by) == ["stored"] * 3
    assert statuses([*batch, entry(by.post_id)], by) == ["already"] * 3 + ["stored"]
    assert queries.entries().count() == 4


def test_id_used_for_another_entry_is_refused(by: Actor) -> None:
    first = entry(by.post_id, body={"fever": True})
    verdicts = actions.append([first, replace(first, body={"fever": False}), first], by=by)
    assert [verdict.status for verdict in verdicts] == ["stored", "refused", "already"]
    again = actions.append([replace(first, secret={"x": 1}, key=sealing.new_key())], by=by)[0]
    assert (again.status, again.error.code) == ("refused", "id_taken")
    assert again.reason


BAD = {
    "unknown_kind": {"kind": "no.such"},
    "body_refused": {"body": {"name": "张三"}},
    "future_time": {"occurred_at": lambda: clock.now() + timedelta(minutes=6)},
    "out_of_scope": {"place_id": ids.new()},
    "entry_refused": {"secret": {"words": "x"}},
    "not_there": {"corrects": ids.new()},
}


@pytest.mark.parametrize("code", BAD)
def test_one_bad_entry_of_many_is_refused_with_its_reason(by: Actor, code: str) -> None:
    changes = {name: value() if callable(value) else value for name, value in BAD[code].items()}
    bad = entry(**{"place_id": by.post_id} | changes)
    verdicts = actions.append([entry(by.post_id), bad, entry(by.post_id)], by=by)
    assert [verdict.status for verdict in verdicts] == ["stored", "refused", "stored"]
    assert verdicts[1].error.code == code
    assert verdicts[1].reason
    assert queries.entries().count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"body": {"fever": {"nested": 1}}},
        {"body": {"temperature": float("nan")}},
        {"body": {"temperature": 1e300}},
        {"body": {"fever": 2**70}},
        {"body": {"fever": "a\0b"}},
        {"body": {"fever": "\ud800"}},
        {"body": {"fever": "长" * 10_000_000}},
        {"secret": {"words": "长" * 10_000_000}, "key": bytes(32)},
        {"secret": {"words": object()}, "key": bytes(32)},
        {"device": "d" * 61},
        {"device": "a\0"},
        {"channel": "\ud800"},
        {"id": uuid4()},
        {"kind": "a\0"},
        {"occurred_at": datetime(2020, 2, 8)},
        {"occurred_at": datetime(1, 1, 2, tzinfo=clock.ZONE)},
        {"kind": "entry.withdrawn", "body": {"reason": "twice"}},
    ],
)
def test_what_cannot_be_kept_is_refused_alone(by: Actor, changes: dict[str, Any]) -> None:
    assert statuses([entry(by.post_id), entry(**{"place_id": by.post_id} | changes)], by) == ["stored", "refused"]


def test_resend_after_the_duty_moved_is_known(by: Actor) -> None:
    handed = entry(by.post_id)
    actions.append([handed], by=by)
    elsewhere = actor(ids.new(), staff_id=by.staff_id)
    database.set_scope(elsewhere.scope.places)
    assert statuses([handed, entry(by.post_id)], elsewhere) == ["already", "refused"]


def test_an_ended_duty_records_nothing(by: Actor) -> None:
    with clock.at(by.ends_at), pytest.raises(NotAllowed):
        actions.append([entry(by.post_id)], by=by)


def test_far_id_is_flagged_not_refused(by: Actor) -> None:
    old = entry(by.post_id, id=ids.new(clock.now() - timedelta(days=900)))
    near = entry(by.post_id)
    last = entry(by.post_id, id=UUID("ffffffff-ffff-7fff-bfff-ffffffffffff"))
    assert statuses([old, near, last], by) == ["stored", "stored", "stored"]
    assert reading.is_far_from_receipt(queries.entry(last.id))
    assert reading.is_far_from_receipt(queries.entry(old.id))
    assert not reading.is_far_from_receipt(queries.entry(near.id))


def test_projection_sees_stored_entries_only(by: Actor) -> None:
    seen: list[Record] = []
    projections.register(lambda records, _by: seen.extend(records))
    try:
        first = entry(by.post_id)
        actions.append([first], by=by)
        actions.append([first, entry(ids.new()), last := entry(by.post_id)], by=by)
    finally:
        projections.unregister(projections._registered[-1])
    assert [record.id for record in seen] == [first.id, last.id]
    assert seen[0].body == {"fever": False}


def test_a_batch_is_one_statement(by: Actor, django_assert_num_queries: Any) -> None:
    actions.append([entry(by.post_id)], by=by)
    with django_assert_num_queries(1, using="default"):
        actions.append([entry(by.post_id) for _ in range(20)], by=by)
