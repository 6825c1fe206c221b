"""Whether the ledger is as it was written: names each entry that was altered, added or removed, and each broken root.

Reads through the audit login and changes nothing. What it can promise: an altered or added entry is named at once, a
removed one from the next checkpoint on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from tongzhou.kernel import database, signing
from tongzhou.ledger import journal, rows, sealing_days, seals
from tongzhou.ledger.entries import Record
from tongzhou.ledger.journal import Page
from tongzhou.ledger.models import Root
from tongzhou.ledger.towns import town_of


class What(StrEnum):
    ALTERED = "altered"
    ADDED = "added"
    MISSING = "missing"
    JOURNAL = "journal"  # a line of the journal is not as it was written
    ROOT = "root"  # the root is not that of the entries vouched for, or is gone
    SIGNATURE = "signature"
    CHAIN = "chain"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``entry_id`` for the first three kinds."""

    what: What
    day: date
    town_id: UUID
    entry_id: UUID | None = None


#: What is wrong with which row, and the entry that vouches for it.
Wrong = Iterator[tuple[What, UUID, UUID]]


@dataclass(frozen=True)
class Vouching:
    """Rows of another table for which entries of one kind vouch. ``wrong``: what is wrong with which row of these
    entries; ``added``: rows for which no entry vouches, each with its place."""

    wrong: Callable[[Sequence[Record]], Wrong]
    added: Callable[[], Iterator[tuple[UUID, UUID]]]


_vouching: dict[str, Vouching] = {}
_AT_ONCE = 200


def register(kind: str, vouching: Vouching) -> None:
    """Let ``verify`` look at what the entries of this kind vouch for, too."""
    _vouching[kind] = vouching


def count() -> int:
    """How many entries :func:`verify` will read, for a progress bar."""
    with database.through(database.AUDIT):
        return rows.count()


def verify(progress: Callable[[int], object] = lambda read: None) -> list[Finding]:
    """Read everything, day by day. ``progress`` is told how many entries were read since it was last told."""
    with database.through(database.AUDIT), database.atomic():
        roots = list(Root.objects.order_by("town_id", "day"))
        findings = list(_roots(roots))
        findings += [Finding(What.ADDED, date.max, town_id, entry_id) for entry_id, town_id in rows.beyond()]
        for vouching in _vouching.values():
            findings += [Finding(What.ADDED, date.max, town_of(place), row) for row, place in vouching.added()]
        sealed = sealing_days.last_days()
        for day in sorted({*journal.days(), *rows.days(), *(root.day for root in roots)}):
            pages = {town_id: journal.read(town_id, day) for town_id in journal.towns(day)}
            findings += _entries(day, pages, sealed, progress)
            findings += _pages(day, pages, {root.town_id: root for root in roots if root.day == day})
    return findings


def _entries(
    day: date, pages: dict[UUID, Page], sealed: dict[UUID, date], progress: Callable[[int], object]
) -> Iterator[Finding]:
    waiting: list[Record] = []
    vouched = {entry_id: (page.town_id, leaf) for page in pages.values() for entry_id, leaf in page.leaves.items()}
    for record in rows.received_on(day):
        town_id, leaf = vouched.pop(record.id, (record.town_id, None))
        what = _judge(record, leaf, is_sealed=day <= sealed.get(town_id, date.min))
        if what:
            yield Finding(what, day, town_id, record.id)
        elif record.kind in _vouching:
            waiting.append(record)
        if len(waiting) >= _AT_ONCE:
            yield from _rows(day, waiting)
            waiting = []
        progress(1)
    yield from _rows(day, waiting)
    for entry_id, (town_id, _leaf) in vouched.items():
        yield Finding(What.MISSING, day, town_id, entry_id)


def _rows(day: date, records: Sequence[Record]) -> Iterator[Finding]:
    """What is wrong with the rows for which these sound entries vouch."""
    for kind, vouching in _vouching.items():
        own = {record.id: record for record in records if record.kind == kind}
        for what, row, entry_id in vouching.wrong(list(own.values())) if own else ():
            yield Finding(what, day, own[entry_id].town_id, row)


def _judge(record: Record, leaf: bytes | None, *, is_sealed: bool) -> What | None:
    if leaf is None:
        return None if seals.is_whole(record) and not is_sealed else What.ADDED
    return None if seals.is_whole(record) and seals.leaf_of(record) == leaf else What.ALTERED


def _pages(day: date, pages: dict[UUID, Page], roots: dict[UUID, Root]) -> Iterator[Finding]:
    for town_id in sorted({*pages, *roots}):
        page, root = pages.get(town_id), roots.get(town_id)
        if page and not page.is_whole:
            yield Finding(What.JOURNAL, day, town_id)
        elif not _agree(page, root):
            yield Finding(What.ROOT, day, town_id)


def _agree(page: Page | None, root: Root | None) -> bool:
    """An open page has no root yet; a root whose line was cut off is mended by the next sealing."""
    if root is None:
        return page is None or page.root is None
    if page is None or page.root not in (None, bytes(root.root)):
        return False
    return (root.count, bytes(root.root)) == (len(page.leaves), page.merkle_root())


def _roots(roots: list[Root]) -> Iterator[Finding]:
    for _town_id, chain in groupby(roots, key=lambda root: root.town_id):
        last: Root | None = None
        for root in chain:
            if not signing.is_signed(sealing_days.message(root), bytes(root.signature)):
                yield Finding(What.SIGNATURE, root.day, root.town_id)
            if bytes(root.previous) != sealing_days.head(last):
                yield Finding(What.CHAIN, root.day, root.town_id)
            last = root
