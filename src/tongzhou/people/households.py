"""Households: who lives at one address, from when until when. Never answer an address without a look."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from tongzhou.access import looks
from tongzhou.access import policies as access
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, sealing
from tongzhou.people import tokens
from tongzhou.people.models import Household, Membership


def at(place_id: UUID, address: str, *, by: Actor) -> list[UUID]:
    """The persons of the household at this address, as far as they are in scope; those who joined first come first."""
    access.require(by, Permission.PERSON_SEARCH, place_id=place_id)
    return members(tokens.of_address(place_id, address), on=clock.today())


def members(household_id: UUID, *, on: date) -> list[UUID]:
    """Who belonged to it on that day, of those in scope; those who joined first come first."""
    joined = Membership.objects.filter(_on(on), household_id=household_id, person__merged_into=None)
    return list(joined.order_by("from_on", "id").values_list("person_id", flat=True))


def of(person_ids: Collection[UUID], *, on: date) -> dict[UUID, UUID]:
    """The household of each of those in scope that had one on that day."""
    joined = Membership.objects.filter(_on(on), person_id__in=list(person_ids))
    return dict(joined.values_list("person_id", "household_id"))


def _on(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gt=day))


def doors(household_ids: Collection[UUID], *, by: Actor, reason: str) -> dict[UUID, str]:
    """The addresses of those in scope: one look for each who lives there, before the answer. Three statements."""
    access.require(by, Permission.PERSON_SEARCH)
    homes = list(Household.objects.filter(id__in=list(household_ids)))
    living = Membership.objects.filter(household_id__in=[home.id for home in homes], until_on=None)
    looks.log(by, subjects=list(living.values_list("person_id", "place_id")), what="list", reason=reason)
    return {
        home.id: str(sealing.unseal(sealing.unwrap(bytes(home.wrapped_key)), bytes(home.sealed))["address"])
        for home in homes
    }
