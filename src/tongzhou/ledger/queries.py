"""Reads of the ledger, within the scope of the transaction."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.ledger.chains import first_of, in_force
from tongzhou.ledger.errors import NotThere
from tongzhou.ledger.models import Entries, Stored

__all__ = ["chain", "entries", "entry", "in_force", "story"]


def entries() -> Entries:
    """All that the scope admits: narrow it by ``of_kind``, ``about``, ``recorded_at``, ``occurred_on`` …"""
    return Stored.objects.all()


def entry(entry_id: UUID) -> Stored:
    """Raises NotThere when there is none or the scope does not admit it."""
    found = Stored.objects.filter(id=entry_id).first()
    if found is None:
        raise NotThere(_("There is no such entry, or it is not part of your duty."))
    return found


def chain(entry_id: UUID) -> list[Stored]:
    """The first entry of the chain that holds ``entry_id``, then its corrections and withdrawal in order of receipt."""
    return list(Stored.objects.chain_of(first_of(entry(entry_id))))


def story(subject_ids: Iterable[UUID]) -> Entries:
    """Everything about these subjects, corrections and withdrawals included, in the order in which it happened."""
    return Stored.objects.about(subject_ids).order_by("occurred_at", "received_at", "id")
