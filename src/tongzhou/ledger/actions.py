"""The only door by which a fact comes in. Nothing here changes what is stored: a mistake gets a new entry."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger import projections, queries
from tongzhou.ledger.batches import Batch
from tongzhou.ledger.entries import Entry, Verdict
from tongzhou.ledger.errors import EntryRefused
from tongzhou.ledger.models import Stored
from tongzhou.ledger.records import WITHDRAWN, Reason

__all__ = ["Entry", "Verdict", "append", "withdraw"]


def append(entries: Sequence[Entry], *, by: Actor) -> list[Verdict]:
    """Store the entries, in order; one verdict each. A bad entry is refused and the rest is stored; a resend changes
    nothing. An error undoes the whole transaction. Raises NotAllowed when the duty has ended. Whether the duty permits
    the fact is asked by its own action."""
    now = clock.now()
    if now >= by.ends_at:
        raise NotAllowed(_("Your duty has ended; nothing is recorded after it. Ask for a new one."))
    if not entries:
        return []
    with database.joined():
        batch = Batch(entries, by, now)
        batch.draft()
        batch.store()
        batch.recall()
        projections.run(list(batch.records.values()), by)
        return [batch.verdict(position) for position in range(len(entries))]


def withdraw(*, entry_id: UUID, reason: str, by: Actor, words: str = "", key: bytes | None = None) -> Verdict:
    """Withdraw the chain that ``entry_id`` begins; ``reason`` is one of :class:`records.Reason`, ``words`` are sealed
    under the subject's ``key``. Raises NotThere, NotAuthor, AlreadyWithdrawn, EntryRefused."""
    first = queries.entry(entry_id)
    if reason not in Reason.values:
        raise EntryRefused(_("Choose why the entry is withdrawn."), field="reason")
    verdict = append([_withdrawal(first, reason, words, key)], by=by)[0]
    if verdict.error:
        raise verdict.error
    return verdict


def _withdrawal(first: Stored, reason: str, words: str, key: bytes | None) -> Entry:
    return Entry(
        WITHDRAWN.code,
        first.place_id,
        clock.now(),
        subject_id=first.subject_id,
        subject_place_id=first.subject_place_id,
        visit_id=first.visit_id,
        corrects=first.id,
        body={"reason": str(reason)},
        secret={"words": words} if words else None,
        key=key,
    )
