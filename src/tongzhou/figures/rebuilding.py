"""Counts everything again from one snapshot of the ledger and compares; never repairs without being told to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import orjson
from django.db import connections, transaction

from tongzhou.figures import indicators
from tongzhou.figures.standings import Fact, shares, slot
from tongzhou.kernel import database
from tongzhou.ledger.records import WITHDRAWN

CHUNK = 5_000


@dataclass(frozen=True)
class Difference:
    """A count that is not what the ledger gives."""

    indicator: str
    place_id: UUID
    day: date
    kept: int
    counted: int


_SHADOW = """
CREATE TEMP TABLE shadow (
    indicator text, counted uuid, day date, whose uuid, place_id uuid, entry_id uuid, amount int, slot int
)
ON COMMIT DROP
"""
_FACTS = """
WITH RECURSIVE root AS (
    SELECT id AS member, id AS top FROM people_person WHERE merged_into_id IS NULL
    UNION SELECT p.id, r.top FROM people_person p JOIN root r ON p.merged_into_id = r.member
)
SELECT coalesce(root.top, e.subject_id, e.corrects, e.id), e.id, e.kind, e.place_id, e.subject_id,
       e.subject_place_id, e.corrects, e.occurred_at, e.received_at, e.body
FROM ledger_entry e LEFT JOIN root ON root.member = e.subject_id
WHERE e.kind = ANY (%s) ORDER BY 1
"""
_DIFFERENCES = """
SELECT indicator, place_id, day, coalesce(k.value, 0), coalesce(c.value, 0)
FROM (SELECT indicator::text, place_id, day, sum(value) AS value FROM figures_count GROUP BY 1, 2, 3) k
FULL JOIN (SELECT indicator, place_id, day, sum(amount) AS value FROM shadow GROUP BY 1, 2, 3) c
USING (indicator, place_id, day) WHERE coalesce(k.value, 0) <> coalesce(c.value, 0) ORDER BY 1, 3, 2
"""


def rebuild(step: Callable[[int], None] = lambda done: None) -> list[Difference]:
    """Count from one snapshot into a shadow table; the differences, none when all is well. ``step`` hears of entries.

    Runs through the load login: it alone reads everything and may make a temporary table.
    """
    with database.through(database.LOAD), transaction.atomic(using=database.LOAD), database.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(_SHADOW)
        for whose, facts in _groups(step):
            rows = [(*key, *share, slot(key.counted)) for key, share in shares(whose, facts).items()]
            cursor.executemany("INSERT INTO shadow VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", rows)
        cursor.execute(_DIFFERENCES)
        return [Difference(*row) for row in cursor.fetchall()]


def _groups(step: Callable[[int], None]) -> Iterator[tuple[UUID, list[Fact]]]:
    """Everybody's entries, one person (with whom was merged into them) at a time."""
    kinds = sorted(indicators.kinds() | {WITHDRAWN.code})
    at: UUID | None = None
    facts: list[Fact] = []
    with connections[database.LOAD].chunked_cursor() as cursor:
        cursor.execute(_FACTS, [kinds])
        for number, (whose, *fact) in enumerate(cursor, start=1):
            if whose != at and facts and at is not None:
                yield at, facts
                facts = []
            body = fact[-1] if isinstance(fact[-1], dict) else orjson.loads(fact[-1])
            at = whose
            facts.append(Fact._make([*fact[:-1], body]))
            if number % CHUNK == 0:
                step(CHUNK)
    if facts and at is not None:
        yield at, facts
