"""Who may correct or withdraw what. The first entry of a chain decides: its kind, its authors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tongzhou.kernel import database
from tongzhou.ledger import seals, store
from tongzhou.ledger.drafts import Draft
from tongzhou.ledger.entries import Entry
from tongzhou.ledger.errors import AlreadyWithdrawn, EntryRefused, NotAuthor, NotThere
from tongzhou.ledger.models import Stored
from tongzhou.ledger.records import WITHDRAWN


@dataclass(slots=True)
class Chain:
    """A first entry and what has become of it."""

    kind: str
    authors: frozenset[UUID]
    is_first: bool
    last: datetime | None = None
    joined: int = 0
    is_withdrawn: bool = False


class Chains:
    """The chains that a batch corrects: those stored before, and those that begin in the batch itself."""

    def __init__(self, entries: Iterable[Entry]):
        self._wanted = {entry.corrects for entry in entries if entry.corrects}
        self._known: dict[UUID, Chain] = {}
        self._elsewhere: set[UUID] = set()
        self.begun: set[UUID] = set()
        if self._wanted:
            _lock(self._wanted)
            self._load()

    def _load(self) -> None:
        columns = ("id", "kind", "corrects", "authors", "received_at")
        stored = Stored.objects.filter(Q(id__in=self._wanted) | Q(corrects__in=self._wanted)).only(*columns)
        for row in sorted(stored, key=lambda row: row.received_at):
            if row.id in self._wanted:
                self._known[row.id] = Chain(row.kind, frozenset(row.authors), row.corrects is None, row.received_at)
            if chain := self._known.get(row.corrects or row.id):
                chain.last = row.received_at
                chain.is_withdrawn |= row.kind == WITHDRAWN.code
        unseen = list(self._wanted - self._known.keys())
        self._elsewhere = set(store.judge(unseen, [b""] * len(unseen))) if unseen else set()

    def take(self, draft: Draft, by: UUID) -> None:
        """Let the draft join its chain. Raises what speaks against it."""
        entry = draft.entry
        if entry.corrects is None and entry.kind == WITHDRAWN.code:
            raise NotThere(_("A withdrawal must name the entry that it withdraws."), field="corrects")
        if entry.corrects is not None:
            self._join(draft, self._known.get(entry.corrects), by)
        elif entry.id in self._wanted - self._known.keys() - self._elsewhere:
            self.begun.add(entry.id)
            self._known[entry.id] = Chain(entry.kind, frozenset(draft.authors), True)

    def _join(self, draft: Draft, chain: Chain | None, by: UUID) -> None:
        refuse(chain, draft.entry.kind, by)
        assert chain is not None
        chain.joined += 1
        draft.received_after, draft.step = chain.last, chain.joined
        if draft.entry.kind == WITHDRAWN.code:
            chain.is_withdrawn = True


def refuse(chain: Chain | None, kind: str, by: UUID) -> None:
    """Raises unless ``by`` may add an entry of ``kind`` to the chain."""
    if chain is None or not chain.is_first:
        raise NotThere(
            _("The entry to correct is not there. Name the first entry, not a correction."), field="corrects"
        )
    if by not in chain.authors:
        raise NotAuthor(_("Only its author may correct or withdraw an entry. Ask them, or write one of your own."))
    if chain.is_withdrawn:
        raise AlreadyWithdrawn(_("This entry was withdrawn already. Write a new one."), field="corrects")
    if kind not in (chain.kind, WITHDRAWN.code):
        raise EntryRefused(_("A correction is of the same kind as the entry that it corrects."), field="kind")


def _lock(first_ids: Iterable[UUID]) -> None:
    """One writer at a time for each chain, until the transaction ends."""
    with database.cursor() as statement:
        numbers = sorted(seals.lock_of(identifier) for identifier in first_ids)
        statement.execute("SELECT pg_advisory_xact_lock(number) FROM unnest(%s::bigint[]) AS number", [numbers])
