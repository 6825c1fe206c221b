"""Keeps standings and counts in the transaction that stores the entry; the counts' rows are touched last.

Never write a count from anywhere else. A person's rows are locked before they are read, so two desks that register one
person at once count them once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import orjson

from tongzhou.access.actors import Actor
from tongzhou.figures import indicators
from tongzhou.figures.standings import Fact, Key, Share, shares, slot
from tongzhou.kernel import clock, database
from tongzhou.ledger.entries import Record
from tongzhou.ledger.records import WITHDRAWN

#: Kinds that change whom an entry counts for; people writes them.
REGROUPING = frozenset({"person.merged", "person.unmerged"})

_STANDING = "SELECT * FROM figures_standing_of(%s::uuid[], %s::text[])"
_APPLY = (
    "SELECT figures_apply(%s::text[], %s::uuid[], %s::date[], %s::text[], %s::uuid[], %s::date[], %s::uuid[],"
    " %s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::uuid[], %s::date[], %s::int[], %s::int[], %s::timestamptz)"
)

Shares = dict[Key, Share]


def project(records: Sequence[Record], by: Actor) -> None:
    """What the ledger calls with every batch it has stored."""
    moving = indicators.kinds() | REGROUPING | {WITHDRAWN.code}
    moved = [record for record in records if record.kind in moving]
    subjects = {record.subject_id for record in moved if record.subject_id}
    subjects |= {UUID(record.body["into"]) for record in moved if record.kind in REGROUPING and "into" in record.body}
    first = _first(moved)
    alone = [
        (record.subject_id or record.corrects or record.id, _fact(record))
        for record in moved
        if record.subject_id in {None, *first}
    ]
    # what an entry about nobody stood for until now
    subjects |= {record.corrects for record in moved if record.subject_id is None and record.corrects}
    if subjects or alone:
        recount(subjects - first, alone)


def _first(moved: Sequence[Record]) -> set[UUID]:
    """Those whom this transaction recorded: the ledger holds nothing else about them, so it is not asked."""
    if any(record.kind in REGROUPING for record in moved):
        return set()
    return database.take_made(record.subject_id for record in moved if record.subject_id)


def _fact(record: Record) -> Fact:
    return Fact._make(getattr(record, name) for name in Fact._fields)


class _Recount:
    """Once at the end of a transaction, whatever it stored and in how many batches: each share counts once."""

    def __init__(self) -> None:
        self.subjects: set[UUID] = set()
        self.alone: list[tuple[UUID, Fact]] = []

    def __call__(self) -> None:
        before, after = _standing(sorted(self.subjects))
        firsts: dict[UUID, list[Fact]] = {}
        for whose, fact in self.alone:
            if whose not in self.subjects:
                firsts.setdefault(whose, []).append(fact)
        for whose, facts in firsts.items():
            after |= shares(whose, facts)
        removed = {key: share for key, share in before.items() if after.get(key) != share}
        added = {key: share for key, share in after.items() if before.get(key) != share}
        if removed or added:
            _apply(removed, added)


def recount(subjects: Iterable[UUID], alone: Iterable[tuple[UUID, Fact]] = ()) -> None:
    """Have the shares of these persons worked out anew at the end of the transaction. ``alone``: an entry about nobody,
    or the first of somebody, with whose it is."""
    found = next((one for one in database.waiting() if isinstance(one, _Recount)), None)
    if found is None:
        found = _Recount()
        database.before_commit(found)
    found.subjects.update(subjects)
    found.alone += alone


def _standing(subjects: list[UUID]) -> tuple[Shares, Shares]:
    """The shares as kept and as they ought to be, of each person with everybody merged into them."""
    rows = database.prepared(_STANDING, [subjects, sorted(indicators.kinds())]) if subjects else []
    facts: dict[UUID, list[Fact]] = {}
    before: Shares = {}
    for whose, indicator, counted, day, place, entry, amount, *fact in rows:
        if indicator is not None:
            before[Key(indicator, counted, day)] = Share(whose, place, entry, amount)
        else:
            body = fact[-1] if isinstance(fact[-1], dict) else orjson.loads(fact[-1])
            facts.setdefault(whose, []).append(Fact._make([*fact[:-1], body]))
    after: Shares = {}
    for whose, known in facts.items():
        after |= shares(whose, known)
    return before, after


def _apply(removed: Shares, added: Shares) -> None:
    moves: Counter[tuple[str, UUID, date, int]] = Counter()
    for key, share in removed.items():
        moves[key.indicator, share.place_id, key.day, slot(key.counted)] -= share.amount
    for key, share in added.items():
        moves[key.indicator, share.place_id, key.day, slot(key.counted)] += share.amount
    gone = [key for key in removed if key not in added]
    kept = sorted(added.items())
    steps = sorted((*where, by) for where, by in moves.items() if by)
    database.prepared(
        _APPLY,
        [
            *_columns(gone, 3),
            *_columns([(*key, *share) for key, share in kept], 7),
            *_columns(steps, 5),
            clock.now(),
        ],
    )


def _columns(rows: Sequence[Sequence[object]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
