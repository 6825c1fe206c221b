"""Reads of the ledger, within the scope of the transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from tongzhou.kernel import database
from tongzhou.ledger import kinds
from tongzhou.ledger.chains import first_of, in_force
from tongzhou.ledger.errors import NotThere
from tongzhou.ledger.models import Entries, Stored

__all__ = ["chain", "efforts", "entries", "entry", "in_force", "stored", "story"]


def entries() -> Entries:
    """All that the scope admits: narrow it by ``of_kind``, ``about``, ``recorded_at``, ``occurred_on`` …"""
    return Stored.objects.all()


def entry(entry_id: UUID) -> Stored:
    """Raises NotThere when there is none or the scope does not admit it."""
    found = Stored.objects.filter(id=entry_id).first()
    if found is None:
        raise NotThere(_("There is no such entry, or it is not part of your duty."))
    return found


def stored(entry_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the ids that are stored, as far as the scope admits them."""
    if len(entry_ids) == 1:  # a plan made without the value finds the one partition for it, and not for a list
        return {id for (id,) in database.prepared("SELECT id FROM ledger_entry WHERE id = %s", entry_ids)}
    return set(Stored.objects.filter(id__in=entry_ids).values_list("id", flat=True))


def chain(entry_id: UUID) -> list[Stored]:
    """The first entry of the chain that holds ``entry_id``, then its corrections and withdrawal in order of receipt."""
    return list(Stored.objects.chain_of(first_of(entry(entry_id))))


def story(subject_ids: Iterable[UUID]) -> Entries:
    """Everything about these subjects, corrections and withdrawals included, in the order in which it happened."""
    return Stored.objects.about(subject_ids).order_by("occurred_at", "received_at", "id")


def efforts(staff_ids: Iterable[UUID], since: datetime) -> Mapping[UUID, Counter[str]]:
    """What these members of staff have written since then cost them, by :data:`kinds.EFFORTS`. One statement.

    A correction costs nothing; an entry of several authors costs each of them."""
    wanted = set(staff_ids)
    costs = {kind.code: kind.effort for kind in kinds.KINDS.values() if kind.effort}
    rows = Stored.objects.of_kind(*costs).filter(occurred_at__gte=since, corrects=None, authors__overlap=list(wanted))
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for code, body, authors, times in rows.values_list("kind", "body", "authors").annotate(times=Count("id")):
        sort, number = costs[code](body)
        for staff_id in wanted.intersection(authors):
            found[staff_id][sort] += number * times
    return found
