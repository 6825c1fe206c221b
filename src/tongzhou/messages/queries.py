"""Reads of messages: what was told in one go, who must still be called. Every read starts from the asker's scope.

A name and a telephone are shown on a call list only, with a written look for each.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.messages import causes, lines
from tongzhou.messages.errors import MessageUnknown
from tongzhou.messages.models import REACHED, TO_CALL, Message, Sort, State
from tongzhou.people import queries as people
from tongzhou.units.models import Staff

#: Rows of one page, and of one sheet: each costs a look at somebody.
PAGE, SHEET = 30, 200
_SHOWN = timedelta(days=14)
_GOING = (State.WAITING, State.HANDING, State.HANDED)


@dataclass(frozen=True, slots=True)
class Batch:
    """What was told in one go, as far as the asker sees it. ``words`` of one of its messages."""

    id: UUID
    cause: str
    words: str
    made_by_name: str
    made_at: datetime
    total: int
    reached: int
    going: int
    to_call: int

    @property
    def label(self) -> str:
        return str(causes.CAUSES.get(self.cause, self.cause))

    @property
    def unreachable(self) -> int:
        return self.total - self.reached - self.going - self.to_call


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to be called. ``name`` and ``phone`` are empty when the record is forgotten or there is none."""

    message: Message
    name: str
    phone: str


def _seen(by: Actor) -> QuerySet[Message]:
    require(by, Permission.MESSAGE_TELL)
    if by.is_wide:
        return Message.objects.all()
    return Message.objects.filter(Q(place_id__in=by.scope.places) | Q(sent_from_id__in=by.scope.places))


def batches(*, by: Actor) -> list[Batch]:
    """Those of two weeks: with somebody to call first, then the last first. One statement."""
    lately = _seen(by).filter(made_at__gt=clock.now() - _SHOWN)
    return sorted(_batches(lately), key=lambda one: (not one.to_call, -one.made_at.timestamp()))[:60]


def batch(batch_id: UUID, *, by: Actor) -> Batch:
    """Raises MessageUnknown."""
    found = _batches(_seen(by).filter(batch_id=batch_id))
    if not found:
        raise MessageUnknown(_("There is no such message at the places of your duty."))
    return found[0]


def _batches(messages: QuerySet[Message]) -> list[Batch]:
    counted = messages.values("batch_id").annotate(
        cause_=Max("cause"),
        words_=Min("words"),
        by_=Max("made_by_name"),
        at_=Max("made_at"),
        total=Count("id"),
        reached=Count("id", filter=Q(state__in=REACHED)),
        going=Count("id", filter=Q(state__in=_GOING)),
        to_call=Count("id", filter=Q(state__in=TO_CALL)),
    )
    names = ("batch_id", "cause_", "words_", "by_", "at_", "total", "reached", "going", "to_call")
    return [Batch(*row) for row in counted.values_list(*names)]


def to_call(batch_id: UUID, *, by: Actor) -> QuerySet[Message]:
    """Whom it did not reach: who was tried least often first, by place."""
    found = _seen(by).filter(batch_id=batch_id, state__in=TO_CALL)
    return found.select_related("place").order_by("calls", "place__name", "id")


def page(batch_id: UUID, number: str | None, *, by: Actor) -> tuple[Page[Message], list[Call]]:
    found = Paginator(to_call(batch_id, by=by), PAGE).get_page(number)
    return found, calls(list(found.object_list), by=by)


def calls(messages: Sequence[Message], *, by: Actor) -> list[Call]:
    """With names and telephones: a look at each is written before."""
    of: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        of[message.sort].append(message)
    known = _residents(of[Sort.PERSON], by) | _staff(of[Sort.STAFF], by)
    return [Call(one, *known.get(one.recipient_id, ("", ""))) for one in messages]


def _residents(messages: Sequence[Message], by: Actor) -> dict[UUID, tuple[str, str]]:
    if not messages:
        return {}
    read = people.identities([one.recipient_id for one in messages], by=by, reason=_("Call list"))
    return {id: (who.name, who.phone if lines.is_telephone(who.phone) else "") for id, who in read.items()}


def _staff(messages: Sequence[Message], by: Actor) -> dict[UUID, tuple[str, str]]:
    if not messages:
        return {}
    ids = [one.recipient_id for one in messages]
    phones = lines.of_staff(ids)
    shown = [(one.recipient_id, one.place_id) for one in messages if one.recipient_id in phones]
    looks.log(by, subjects=shown, what="identity", reason=_("Call list"))
    return {one.id: (one.name, phones.get(one.id, "")) for one in Staff.objects.filter(id__in=ids)}


def locked(message_id: UUID, *, by: Actor) -> Message:
    """Raises MessageUnknown outside the scope."""
    found = _seen(by).select_for_update(of=("self",)).filter(id=message_id).first()
    if found is None:
        raise MessageUnknown(_("There is no such message at the places of your duty."))
    return found
