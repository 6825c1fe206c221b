"""Whoever is posted, put on shifts or taken off them is told where and when, in the transaction that does it: a text to
the telephone that they gave, or a call. Each posting at a place, and each change of somebody's shifts, is told once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
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
from tongzhou.programmes.deployment.models import Posting, Profession, Shift, Swap, Worker

POSTED = causes.register("deployment.posted", gettext_lazy("Where and until when somebody is posted"))
ON_SHIFT = causes.register("deployment.on_shift", gettext_lazy("When and where the shifts are"))
CHANGED = causes.register("deployment.changed", gettext_lazy("Which shifts were cancelled or moved"))
SWAP = causes.register("deployment.swap", gettext_lazy("A swap that somebody waits for"))
#: Shifts that one text holds; the page "My shifts" has all of them.
_MOST = 7
#: Shifts of each sort that a text of a change holds.
_FEW = 4


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
        "first": _on(posting.from_on),
        "last": _on(posting.until_on),
    }
    return _("You are posted to %(place)s from %(first)s to %(last)s. Your shifts stand under “My shifts”.") % words


def changed(*, put: Sequence[Shift] = (), out: Sequence[Shift] = (), by: Actor) -> None:
    """Shifts that have just been planned and taken off: one text for each worker, of what differs for that worker.

    A shift that is taken off and planned anew as it was differs for nobody; whoever leaves one that
    has begun knows it."""
    stays = Counter(map(_same, put)) & Counter(map(_same, out))
    ahead = [one for one in out if one.starts_at > clock.now()]
    own: dict[UUID, tuple[list[Shift], list[Shift]]] = defaultdict(lambda: ([], []))
    for which, shifts in enumerate((_without(put, stays), _without(ahead, stays))):
        for shift in shifts:
            own[shift.worker_id][which].append(shift)
    staff = _staff([*put, *out])
    with translation.override(settings.LANGUAGE_CODE):
        told = [(_told(staff[worker_id], *both), bool(both[1])) for worker_id, both in own.items()]
    messages.tell([one for one, is_change in told if not is_change], cause=ON_SHIFT, by=by)
    messages.tell([one for one, is_change in told if is_change], cause=CHANGED, by=by)


def _same(shift: Shift) -> tuple[object, ...]:
    """What somebody knows a shift by."""
    return shift.worker_id, shift.place_id, shift.role, shift.starts_at, shift.ends_at


def _without(shifts: Sequence[Shift], stays: Counter[tuple[object, ...]]) -> list[Shift]:
    """In the order in which they come, without those that stay as they were."""
    left, found = Counter(stays), []
    for shift in sorted(shifts, key=lambda one: (one.starts_at, one.id)):
        if left[_same(shift)] > 0:
            left[_same(shift)] -= 1
        else:
            found.append(shift)
    return found


def _told(staff_id: UUID, put: Sequence[Shift], out: Sequence[Shift]) -> Told:
    """To one of them. The fact is the first shift that is new, or what was taken off with it."""
    if not out:
        return Told(Recipient(Sort.STAFF, staff_id, put[0].place_id), put[0].id, _when(put))
    fact_id = uuid5(out[0].id, " ".join(str(one.id) for one in (*out, *put)))
    return Told(Recipient(Sort.STAFF, staff_id, out[0].place_id), fact_id, _moved(put, out))


def exchange(swap: Swap, *, by: Actor) -> None:
    """Whoever offered a shift, that somebody gives another one for it and waits for a word."""
    assert swap.in_return is not None
    with translation.override(settings.LANGUAGE_CODE):
        given = {"given": _one(swap.in_return), "own": _one(swap.shift)}
        words = _("A colleague gives %(given)s for your %(own)s. Say yes or no under “My shifts”.") % given
    recipient = Recipient(Sort.STAFF, swap.shift.worker.staff_id, swap.place_id)
    messages.tell([Told(recipient, uuid5(swap.id, str(swap.in_return_id)), words)], cause=SWAP, by=by)


def swap_stays(swap: Swap, workers: Iterable[Worker | None], *, by: Actor) -> None:
    """These, that a swap which they wait for does not happen."""
    with translation.override(settings.LANGUAGE_CODE):
        words = _("No swap: %(shifts)s stays as it was.") % {"shifts": _listed(swap.shifts, _FEW)}
    fact_id = uuid5(swap.id, f"stays {swap.taken_at}")
    told = [Told(Recipient(Sort.STAFF, one.staff_id, swap.place_id), fact_id, words) for one in workers if one]
    messages.tell(told, cause=SWAP, by=by)


def _when(shifts: Sequence[Shift]) -> str:
    text = _("Your shifts: %(shifts)s.") % {"shifts": _listed(shifts, _MOST)}
    return text + _more(len(shifts) - _MOST)


def _moved(put: Sequence[Shift], out: Sequence[Shift]) -> str:
    text = _("Your shifts have changed. Cancelled: %(shifts)s.") % {"shifts": _listed(out, _FEW)}
    if put:
        text += " " + _("Yours instead: %(shifts)s.") % {"shifts": _listed(put, _FEW)}
    return text + _more(max(0, len(out) - _FEW) + max(0, len(put) - _FEW))


def _listed(shifts: Sequence[Shift], most: int) -> str:
    return "; ".join(map(_one, shifts[:most]))


def _more(number: int) -> str:
    return " " + _("And %(number)d more: see “My shifts”.") % {"number": number} if number > 0 else ""


def _one(shift: Shift) -> str:
    place = current_tree().get(shift.place_id).name
    return f"{_at(shift.starts_at)} {place} {shift.get_role_display()}"


def _at(moment: datetime) -> str:
    local = moment.astimezone(clock.ZONE)
    return f"{_on(local)} {local:%H:%M}"


def _on(day: date) -> str:
    """8 Feb, 2月8日: the message is a format of dates."""
    return date_format(day, _("j M"))


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
