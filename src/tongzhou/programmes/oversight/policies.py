"""The wall, by record and duty: nobody checks his own entries, works on his own finding, or answers his own suggestion.

It asks who somebody is, never under which account or duty: the same office may staff a desk and inspect.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.matters.casetypes import Act
from tongzhou.places.tree import Scope
from tongzhou.programmes.oversight.errors import OwnWork, SuggestionRefused
from tongzhou.programmes.oversight.models import Finding, Suggestion
from tongzhou.units.queries import seat_id

#: What whoever made a finding may still do to its matter.
_OF_FINDER = frozenset({Act.CLOSE, Act.REJECT, Act.NOTE, Act.LINK, Act.REOPEN})
_NOBODY = UUID(int=0)


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
    here = frozenset({place_id})
    return Actor(
        account_id=by.account_id if by else _NOBODY,
        staff_id=by.staff_id if by else _NOBODY,
        unit_id=office,
        duty_id=by.duty_id if by else _NOBODY,
        name=by.name if by else "公众",
        unit_name=by.unit_name if by else "",
        role="",
        permissions=frozenset({Permission.MATTER_WORK}),
        scope=Scope(here, here),
        post_id=place_id,
        is_wide=False,
        ends_at=clock.now() + timedelta(minutes=1),
    )
