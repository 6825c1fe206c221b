"""Entries for the tests of any room."""

from typing import Any
from uuid import UUID

from tongzhou.kernel import clock
from tongzhou.ledger import kinds
from tongzhou.ledger.entries import Entry

VISIT = kinds.register(kinds.Kind("test.visit", "visit", frozenset({"temperature", "fever", "answers"}), 30))


def entry(place_id: UUID, **changes: Any) -> Entry:
    return Entry(
        **{"kind": VISIT.code, "place_id": place_id, "occurred_at": clock.now(), "body": {"fever": False}} | changes
    )
