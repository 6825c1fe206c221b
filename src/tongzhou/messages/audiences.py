"""Whom a batch may go to. Rooms above add theirs when the platform starts; ids and places only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.messages.models import Sort
from tongzhou.people.models import Person


@dataclass(frozen=True, slots=True)
class Recipient:
    sort: Sort
    id: UUID
    place_id: UUID


@dataclass(frozen=True)
class Audience:
    """``find``: who they are at these places, of those that the asker may see."""

    code: str
    label: Promise
    find: Callable[[Sequence[UUID]], list[Recipient]]


known: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    known[audience.code] = audience


def _residents(place_ids: Sequence[UUID]) -> list[Recipient]:
    living = Person.objects.filter(place_id__in=list(place_ids), merged_into=None, wrapped_key__isnull=False)
    return [Recipient(Sort.PERSON, *row) for row in living.order_by("id").values_list("id", "place_id")]


register(Audience("residents", _("Residents"), _residents))
