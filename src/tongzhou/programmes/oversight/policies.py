"""The wall, by record and duty: nobody checks his own entries, works on his own finding, or answers his own suggestion.

It asks who somebody is, never under which account or duty: the same office may staff a desk and inspect.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor, without_duty
from tongzhou.matters.casetypes import Act
from tongzhou.programmes.oversight.errors import OwnWork, SuggestionRefused
from tongzhou.programmes.oversight.models import Finding, Suggestion
from tongzhou.units.queries import seat_id

#: What whoever made a finding may still do to its matter.
_OF_FINDER = frozenset({Act.CLOSE, Act.REJECT, Act.NOTE, Act.LINK, Act.REOPEN})


def refuse_own(authors: Collection[UUID], *, by: Actor) -> None:
    """Raises OwnWork when the actor is one of those who wrote the entry."""
    if by.staff_id in authors:
        raise OwnWork(_("You wrote this record yourself. Somebody else must check it."))


def guard_finding(by: Actor, act: Act, matter_id: UUID) -> None:
    """Raises OwnWork when whoever made the finding works on it."""
    if act not in _OF_FINDER and Finding.objects.filter(matter_id=matter_id, found_by=by.staff_id).exists():
        raise OwnWork(_("This is your own finding. Somebody else must work on it; you look at it again afterwards."))


def guard_suggestion(by: Actor, act: Act, matter_id: UUID) -> None:
    """Raises OwnWork when whoever made the suggestion answers it."""
    if act == Act.CLOSE and Suggestion.objects.filter(matter_id=matter_id, made_by=by.staff_id).exists():
        raise OwnWork(_("This is your own suggestion. Somebody else must answer it."))


def anybody(place_id: UUID, *, by: Actor | None) -> Actor:
    """Whoever makes a suggestion, as an actor at that place for this one request; a member of staff by name."""
    office = seat_id(place_id)
    if office is None:
        raise SuggestionRefused(_("No office answers for this place yet. Choose its town."), field="place")
    made = without_duty(place_id, unit_id=office, name="公众")
    if by is None:
        return made
    made = replace(made, name=by.name, unit_name=by.unit_name, staff_id=by.staff_id)
    return replace(made, account_id=by.account_id, duty_id=by.duty_id)
