"""Whoever is posted or put on shifts is told where and when, in the transaction that does it: a text to the telephone
that they gave, or a call. Each posting at a place, and each shift, is told once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock
from tongzhou.messages import actions as messages
from tongzhou.messages import audiences, causes
from tongzhou.messages.actions import Told
from tongzhou.messages.audiences import Audience, Recipient
from tongzhou.messages.models import Sort
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment.models import Posting, Profession, Shift, Worker

POSTED = causes.register("deployment.posted", gettext_lazy("Where and until when somebody is posted"))
ON_SHIFT = causes.register("deployment.on_shift", gettext_lazy("When and where the shifts are"))
#: Shifts that one text holds; the page "My shifts" has all of them.
_MOST = 7


def posted(postings: Iterable[Posting], *, by: Actor) -> None:
    """Those that are placed, each with its place. A move to another place is told anew."""
    placed = [(one, one.place_id) for one in postings if one.place_id]
    staff = _staff([one for one, _place in placed])
    with translation.override(settings.LANGUAGE_CODE):
        told = [
            Told(Recipient(Sort.STAFF, staff[one.worker_id], at), uuid5(one.id, str(at)), _where(one, at))
            for one, at in placed
        ]
    messages.tell(told, cause=POSTED, by=by)


def _where(posting: Posting, place_id: UUID) -> str:
    words = {
        "place": current_tree().get(place_id).name,
        "first": date_format(posting.from_on, "MONTH_DAY_FORMAT"),
        "last": date_format(posting.until_on, "MONTH_DAY_FORMAT"),
    }
    return _("You are posted to %(place)s from %(first)s to %(last)s. Your shifts stand under “My shifts”.") % words


def on_shift(shifts: Sequence[Shift], *, by: Actor) -> None:
    """Shifts that have just been planned: one text for each worker."""
    own: dict[UUID, list[Shift]] = defaultdict(list)
    for shift in sorted(shifts, key=lambda one: one.starts_at):
        own[shift.worker_id].append(shift)
    staff = _staff(shifts)
    with translation.override(settings.LANGUAGE_CODE):
        told = [
            Told(Recipient(Sort.STAFF, staff[worker_id], listed[0].place_id), listed[0].id, _when(listed))
            for worker_id, listed in own.items()
        ]
    messages.tell(told, cause=ON_SHIFT, by=by)


def _when(shifts: Sequence[Shift]) -> str:
    shown = "; ".join(_one(shift) for shift in shifts[:_MOST])
    more = len(shifts) - _MOST
    text = _("Your shifts: %(shifts)s.") % {"shifts": shown}
    return text + (" " + _("And %(number)d more: see “My shifts”.") % {"number": more} if more > 0 else "")


def _one(shift: Shift) -> str:
    place = current_tree().get(shift.place_id).name
    return f"{_at(shift.starts_at)} {place} {shift.get_role_display()}"


def _at(moment: datetime) -> str:
    local = moment.astimezone(clock.ZONE)
    return f"{date_format(local, 'MONTH_DAY_FORMAT')} {local:%H:%M}"


def _staff(rows: Iterable[Posting | Shift]) -> dict[UUID, UUID]:
    """The member of staff behind each worker."""
    workers = Worker.objects.filter(id__in={row.worker_id for row in rows})
    return dict(workers.values_list("id", "staff_id"))


def _placed(places: Sequence[UUID], *, volunteers: bool) -> list[Recipient]:
    held = Posting.objects.filter(place_id__in=list(places), ended_at=None).order_by("id")
    one_of = held.filter if volunteers else held.exclude
    rows = one_of(worker__profession=Profession.VOLUNTEER).values_list("worker__staff_id", "place_id")
    return [Recipient(Sort.STAFF, staff_id, place_id) for staff_id, place_id in rows if place_id]


def _posted(places: Sequence[UUID]) -> list[Recipient]:
    return _placed(places, volunteers=False)


def _volunteers(places: Sequence[UUID]) -> list[Recipient]:
    return _placed(places, volunteers=True)


audiences.register(Audience("posted", gettext_lazy("Staff posted there"), _posted))
audiences.register(Audience("volunteers", gettext_lazy("Volunteers posted there"), _volunteers))
