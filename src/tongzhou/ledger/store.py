"""The two statements by which entries reach the table, with parameters in binary."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from psycopg.adapt import Dumper
from psycopg.pq import Format

from tongzhou.kernel import database
from tongzhou.ledger import encoding, seals

_APPEND = "SELECT * FROM ledger_append(%s, %s::bigint[], %s::uuid[], %s::date)"
_JUDGE = "SELECT entry, is_same FROM ledger_judge(%s::uuid[], %s::bytea[])"


class _Array(bytes):
    """Bytes that are an array already."""


class _ArrayDumper(Dumper):
    format, oid = Format.BINARY, 0

    def dump(self, obj: Any) -> bytes:
        return bytes(obj)


@dataclass(slots=True)
class Outcome:
    """``sealed_until``: nothing was stored, the town's day of receipt is sealed; receive later than that day.
    ``missed``: the ids that were there before, and whether with the same content."""

    sealed_until: date | None = None
    missed: dict[UUID, bool] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _row_type() -> int:
    """The number that the server gives the type of the table's rows."""
    with database.cursor() as statement:
        statement.execute("SELECT 'ledger_entry'::regtype::oid::bigint")
        (oid,) = statement.fetchone()
    return int(oid)


def append(rows: Sequence[bytes], towns: set[UUID], day: date) -> Outcome:
    """One round trip: rows received on ``day`` for these towns."""
    locks = sorted(seals.lock_of(town) for town in towns)
    parameters = (_Array(encoding.batch(rows, _row_type())), locks, list(towns), day)
    with database.prepared_cursor() as statement:
        statement.adapters.register_dumper(_Array, _ArrayDumper)
        statement.execute(_APPEND, parameters)
        found = statement.fetchall()
    if found and found[0][0] is not None:
        return Outcome(sealed_until=found[0][0])
    return Outcome(missed={entry: is_same for _until, entry, is_same in found})


def judge(ids: list[UUID], contents: list[bytes]) -> dict[UUID, bool]:
    """Of these ids those that are stored, and whether with the same content; whatever the scope."""
    return dict(database.prepared(_JUDGE, [ids, contents]))
