"""Rows in bulk, as records, read from the server piece by piece. For sealing and verifying, never for pages."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connections
from psycopg import Connection, ServerCursor

from tongzhou.kernel import clock, database
from tongzhou.ledger.entries import Record

_AT_ONCE = 2_000
_numbers = itertools.count()
#: What a meddler may have written must still be read: times beyond any calendar are brought back into it.
_READ = {
    "body": "body::text",
    "occurred_at": "least(greatest(occurred_at, '0002-01-01'), '9990-01-01')",
    "keep_until": "least(greatest(keep_until, '0002-01-01'), '9990-01-01')",
}
_COLUMNS = ", ".join(_READ.get(name, name) for name in Record._fields)
_RECEIVED = "received_at >= '2000-01-01' AND received_at < '3000-01-01'"
_BODY = Record._fields.index("body")
_LAST = "(SELECT town_id, max(day) AS day FROM ledger_root GROUP BY town_id)"
_UNSEALED = f"""
    SELECT e.id, e.town_id, e.received_at FROM ledger_entry e LEFT JOIN {_LAST} r ON r.town_id = e.town_id
    WHERE (r.day IS NULL OR e.received_at >= (r.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') AND {_RECEIVED}
"""


def _stream(query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    connection = connections[database.current()]
    connection.ensure_connection()
    raw: Connection[Any] = connection.connection
    with ServerCursor(raw, f"rows_{next(_numbers)}") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(query.encode(), parameters, binary=True)
        yield from cursor


def _records(condition: str, parameters: Sequence[Any]) -> Iterator[Record]:
    for row in _stream(f"SELECT {_COLUMNS} FROM ledger_entry WHERE {condition}", parameters):
        yield Record._make([*row[:_BODY], _body(row[_BODY]), *row[_BODY + 1 :]])


def _body(text: str) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:
        return text  # no spelling of ours: its seal will not fit


def received_on(day: date) -> Iterator[Record]:
    """Every entry that was received on that day, in no order. Inside a transaction."""
    after = clock.start_of(day + timedelta(days=1))
    return _records("received_at >= %s AND received_at < %s", (clock.start_of(day), after))


def named(ids: Sequence[UUID]) -> Iterator[Record]:
    return _records("id = ANY (%s)", (list(ids),))


def unsealed(town_id: UUID | None = None) -> Iterator[tuple[UUID, UUID, datetime]]:
    """Id, town and receipt of the entries that came after the last sealed day of their town."""
    for entry_id, town, received_at in _stream(_UNSEALED):
        if town_id is None or town == town_id:
            yield entry_id, town, received_at


def days() -> set[date]:
    """The days on which anything was received."""
    with database.cursor() as statement:
        statement.execute(
            "SELECT DISTINCT (received_at AT TIME ZONE 'Asia/Shanghai')::date FROM ledger_entry WHERE " + _RECEIVED
        )
        return {day for (day,) in statement.fetchall()}


def beyond() -> list[tuple[UUID, UUID]]:
    """Id and town of rows that no clock of ours can have received."""
    with database.cursor() as statement:
        statement.execute(f"SELECT id, town_id FROM ledger_entry WHERE ({_RECEIVED}) IS NOT TRUE")
        found: list[tuple[UUID, UUID]] = statement.fetchall()
        return found


def count() -> int:
    with database.cursor() as statement:
        statement.execute("SELECT count(*) FROM ledger_entry")
        (number,) = statement.fetchone()
    return int(number)
