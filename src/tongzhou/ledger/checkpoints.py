"""Every five minutes: vouch in the journal for what came in since, so that a removed entry is missed after that.

Never vouch for an entry whose own seal does not fit, nor for anything received on a sealed day.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from tongzhou.kernel import clock, database
from tongzhou.ledger import journal, rows, seals
from tongzhou.ledger.journal import Page

_AT_ONCE = 5_000


def checkpoint() -> int:
    """Note what is not noted yet; how many entries that was. Runs through the load login, beside other work."""
    with journal.writing(), database.through(database.LOAD), database.atomic():
        return note()


def note(town_id: UUID | None = None) -> int:
    """The same for one town or all, in a transaction and under the journal's lock that the caller holds."""
    pages: dict[tuple[UUID, date], Page] = {}
    fresh = _fresh(pages, town_id)
    total = 0
    while piece := list(islice(fresh, _AT_ONCE)):
        total += _note_piece(pages, piece)
    return total


def _fresh(pages: dict[tuple[UUID, date], Page], town_id: UUID | None) -> Iterator[UUID]:
    for entry_id, town, received_at in rows.unsealed(town_id):
        if entry_id not in _page(pages, town, clock.day_of(received_at)).leaves:
            yield entry_id


def _page(pages: dict[tuple[UUID, date], Page], town_id: UUID, day: date) -> Page:
    key = town_id, day
    if key not in pages:
        pages[key] = journal.read(town_id, day)
    return pages[key]


def _note_piece(pages: dict[tuple[UUID, date], Page], entry_ids: Sequence[UUID]) -> int:
    leaves: dict[tuple[UUID, date], dict[UUID, bytes]] = defaultdict(dict)
    for record in rows.named(entry_ids):
        if seals.is_whole(record):
            leaves[record.town_id, clock.day_of(record.received_at)][record.id] = seals.leaf_of(record)
    for (town_id, day), found in leaves.items():
        journal.note(_page(pages, town_id, day), found)
    return sum(map(len, leaves.values()))
