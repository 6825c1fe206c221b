"""A check as one narrow row, and the eight bytes by which the ledger vouches for it.

One entry of the ledger stands for all checks of a batch and of a day; its body holds the mark of each row. Never change
a row: a mark would not fit any more, and ``verify`` names it. Codes are numbered by their order.
"""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import blake2b
from struct import Struct
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections
from psycopg import Connection, Cursor

from tongzhou.kernel import database
from tongzhou.passes.judging import Reason
from tongzhou.programmes.gates.records import OUTCOMES, WHO

MARK = 8
WHO_CODES, OUTCOME_CODES, REASON_CODES = tuple(WHO), tuple(OUTCOMES), ("", *Reason)
_FIXED = Struct(">16s16sqiqBBBBB")
_INSERT = """
INSERT INTO gates_passage (entry_id, batch_id, zone_id, post_id, keep_until, at, pass_number, list_number, who, outcome,
                           reason, is_out, is_hot, household, car, visit_id)
SELECT entry_id, r.batch_id, %b, %b, %b, at, pass_number, list_number, who, outcome,
       reason, is_out, is_hot, household, car, visit_id
FROM unnest(%b::uuid[], %b::uuid[], %b::timestamptz[], %b::bigint[], %b::int[], %b::smallint[], %b::smallint[],
            %b::smallint[], %b::bool[], %b::bool[], %b::bytea[], %b::bytea[], %b::uuid[])
AS r(entry_id, batch_id, at, pass_number, list_number, who, outcome, reason, is_out, is_hot, household, car, visit_id)
ON CONFLICT (entry_id) DO NOTHING RETURNING entry_id
"""


class Row(NamedTuple):
    """In the order of the statement. ``pass_number``, ``household``, ``car``, ``visit_id``: None for none."""

    entry_id: UUID
    batch_id: UUID
    at: datetime
    pass_number: int | None
    list_number: int
    who: int
    outcome: int
    reason: int
    is_out: bool
    is_hot: bool
    household: bytes | None
    car: bytes | None
    visit_id: UUID | None


def mark(row: Row, post_id: UUID) -> bytes:
    """Over everything that the row says, but for the batch that it came in."""
    when = int(row.at.timestamp()) * 1_000_000 + row.at.microsecond
    number = -1 if row.pass_number is None else row.pass_number
    codes = (row.who, row.outcome, row.reason, row.is_out, row.is_hot)
    fixed = _FIXED.pack(row.entry_id.bytes, post_id.bytes, when, row.list_number, number, *codes)
    rest = (row.household or b"") + b"\x1f" + (row.car or b"") + b"\x1f" + (row.visit_id.bytes if row.visit_id else b"")
    return blake2b(fixed + rest, digest_size=MARK, person=b"gate check").digest()


def insert(rows: Sequence[Row], *, zone_id: UUID, post_id: UUID, keep_until: date) -> set[UUID]:
    """One statement; the ids that were new."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    connection = connections[database.current()]
    connection.ensure_connection()
    raw: Connection[Any] = connection.connection
    if connection.queries_logged:  # the budgets of statements count this one too
        connection.queries_log.append({"sql": _INSERT, "time": "0"})
    with connection.wrap_database_errors, Cursor(raw) as statement:
        statement.execute(_INSERT, (zone_id, post_id, keep_until, *columns), binary=True)
        return {entry_id for (entry_id,) in statement.fetchall()}
