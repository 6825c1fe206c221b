"""Swaps with consent: a worker offers a shift, a colleague who may stand at the post takes it, or gives one for it.

The checker judges each one before anybody is moved, and a version of the rota tells of it. Never move somebody who did
not press the button, and never touch a shift that has begun.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import rosters
from tongzhou.programmes.deployment.actions import rotas, telling
from tongzhou.programmes.deployment.actions.rotas import Difference
from tongzhou.programmes.deployment.actions.sending import signed
from tongzhou.programmes.deployment.errors import NotFound, SwapRefused
from tongzhou.programmes.deployment.models import Cause, Shift, Swap, Worker
from tongzhou.programmes.deployment.rosters import Roster
from tongzhou.rostering import reading
from tongzhou.rostering.documents import Assignment, Plan

#: A shift that begins sooner than this changes hands only when whoever leads the post confirms.
CLOSE = timedelta(hours=12)


def offer(shift_id: UUID, *, by: Actor) -> Swap:
    """The own shift is offered to colleagues; it stays the own one until somebody takes it. Raises NotFound."""
    require(by, Permission.SHIFT_VIEW)
    with database.atomic():
        rows = Shift.objects.planned().select_for_update().filter(worker__staff_id=by.staff_id, checked_in_at=None)
        shift = rows.filter(id=shift_id, starts_at__gt=clock.now()).first()
        if shift is None:
            raise NotFound(_("This shift has begun, or is not yours any more."))
        found, _made = Swap.objects.get_or_create(
            shift=shift, ended_at=None, defaults={"place_id": shift.place_id, "offered_at": clock.now()}
        )
        return found


def withdraw(swap_id: UUID, *, by: Actor) -> None:
    """The own offer is over, unless the shift has changed hands already. Raises NotFound."""
    require(by, Permission.SHIFT_VIEW)
    with database.atomic():
        swap = _locked(swap_id, by, shift__worker__staff_id=by.staff_id)
        swap.ended_at, swap.ended_why = clock.now(), _("Withdrawn")
        swap.save(update_fields=["ended_at", "ended_why"])
        telling.swap_stays(swap, [swap.taker], by=by)


def take(swap_id: UUID, *, in_return: UUID | None = None, by: Actor) -> Swap:
    """A colleague takes it, as it is or for one of the own shifts: moved at once, or once whoever offered has agreed
    to the exchange, or once confirmed when one of them begins soon.

    Raises NotFound, SwapRefused, RotaRefused with the rule that would be broken.
    """
    require(by, Permission.SHIFT_VIEW)
    with database.atomic():
        swap = _locked(swap_id, by, taker=None)
        worker = Worker.objects.filter(staff_id=by.staff_id).select_related("staff").first()
        if worker is None or worker.id == swap.shift.worker_id:
            raise SwapRefused(_("Only a colleague who was sent here takes it."))
        swap.taker, swap.taken_at = worker, clock.now()
        with rosters.seeing(rosters.town_of(swap.place_id), by):
            swap.in_return = _given(in_return, worker) if in_return else None
            _go_on(swap, by)
            swap.save()
        return swap


def _given(shift_id: UUID, worker: Worker) -> Shift:
    """What the taker gives for it. Raises NotFound."""
    rows = Shift.objects.planned().select_for_update(of=("self",)).filter(worker=worker, checked_in_at=None)
    found = rows.select_related("worker__staff").filter(id=shift_id, starts_at__gt=clock.now()).first()
    if found is None:
        raise NotFound(_("This shift has begun, or is not yours any more."))
    return found


def agree(swap_id: UUID, *, by: Actor) -> Swap:
    """Whoever offered says yes to what is given in return. Raises NotFound, SwapRefused, RotaRefused."""
    require(by, Permission.SHIFT_VIEW)
    with database.atomic():
        swap = _locked(swap_id, by, shift__worker__staff_id=by.staff_id, in_return__isnull=False, agreed_at=None)
        swap.agreed_at = clock.now()
        with rosters.seeing(rosters.town_of(swap.place_id), by):
            _go_on(swap, by)
            swap.save()
        return swap


def step_back(swap_id: UUID, *, by: Actor) -> None:
    """Either of the two leaves what is not done yet: the offer is open for others again. Raises NotFound."""
    require(by, Permission.SHIFT_VIEW)
    with database.atomic():
        swap = _locked(swap_id, by, taker__isnull=False)
        if by.staff_id not in _both(swap):
            raise NotFound(_("This offer is over already."))
        if by.staff_id == swap.shift.worker.staff_id:
            telling.swap_stays(swap, [swap.taker], by=by)
        swap.taker = swap.taken_at = swap.in_return = swap.agreed_at = None
        swap.is_close = False
        swap.save()


def confirm(swap_id: UUID, *, by: Actor) -> None:
    """Whoever leads the post lets it happen. Raises NotFound, SwapRefused, RotaRefused."""
    with database.atomic():
        swap = _to_confirm(swap_id, by)
        swap.confirmed_by_name = signed(by)
        with rosters.seeing(rosters.town_of(swap.place_id), by):
            _carry_out(swap, by)
            swap.save()


def refuse(swap_id: UUID, *, by: Actor) -> None:
    """It stays as it was, and both are told. Raises NotFound."""
    with database.atomic():
        swap = _to_confirm(swap_id, by)
        swap.ended_at, swap.ended_why = clock.now(), _("Refused by %(who)s") % {"who": by.name}
        swap.save(update_fields=["ended_at", "ended_why"])
        telling.swap_stays(swap, [swap.shift.worker, swap.taker], by=by)


def _to_confirm(swap_id: UUID, by: Actor) -> Swap:
    """Taken and agreed, at posts that the actor leads, and not the actor's own."""
    require(by, Permission.STAFF_RECEIVE)
    swap = _locked(swap_id, by, taker__isnull=False)
    for shift in swap.shifts:
        require(by, Permission.STAFF_RECEIVE, place_id=shift.place_id)
    if by.staff_id in _both(swap):
        raise SwapRefused(_("It is your own swap. Somebody else of the post confirms it."))
    if swap.waits_for_word:
        raise SwapRefused(_("Whoever offered has not agreed to the exchange yet."))
    return swap


def _both(swap: Swap) -> tuple[UUID | None, ...]:
    return swap.shift.worker.staff_id, swap.taker.staff_id if swap.taker else None


def _go_on(swap: Swap, by: Actor) -> None:
    """Judged; then asked of the other one, left to the post, or done."""
    swap.is_close = any(shift.starts_at - CLOSE < clock.now() for shift in swap.shifts)
    if swap.waits_for_word:
        _judge(swap, by)
        telling.exchange(swap, by=by)
    elif swap.is_close:
        _judge(swap, by)
    else:
        _carry_out(swap, by)


def _locked(swap_id: UUID, by: Actor, **state: object) -> Swap:
    rows = Swap.objects.select_for_update(of=("self",)).select_related(
        "shift__worker__staff", "taker__staff", "in_return__worker__staff"
    )
    with rosters.seeing(rosters.town_of(by.post_id), by):  # what is given in return may lie at another post
        swap = rows.filter(id=swap_id, ended_at=None, place_id__in=by.scope.places, **state).first()
    if swap is None or any(_is_over(shift) for shift in swap.shifts):
        raise NotFound(_("This offer is over already."))
    return swap


def _is_over(shift: Shift) -> bool:
    return shift.dropped_at is not None or shift.checked_in_at is not None or shift.starts_at <= clock.now()


@dataclass(frozen=True)
class _Exchange:
    """Who is taken off what and put on what, at a place and below, on some days."""

    place_id: UUID
    roster: Roster
    off: tuple[Assignment, ...]
    on: tuple[Assignment, ...]
    acting: Actor


def _exchange(swap: Swap, by: Actor) -> _Exchange:
    """Raises SwapRefused."""
    acting = replace(
        by,
        permissions=by.permissions | {Permission.STAFF_PLACE},
        scope=replace(by.scope, places=by.scope.places | rosters.town_of(swap.place_id)),
    )
    days = sorted(clock.day_of(shift.starts_at) for shift in swap.shifts)
    if (days[-1] - days[0]).days >= rotas.LONGEST_DAYS:
        words = {"days": rotas.LONGEST_DAYS}
        raise SwapRefused(_("Two shifts are exchanged that lie less than %(days)s days apart.") % words)
    place_id = _common(swap.shifts)
    roster = rotas.roster_of(place_id, days[0], days[-1], acting)
    stands = {row.id: one for one, row in roster.shifts.items()}
    takers = (str(swap.taker_id), str(swap.shift.worker_id))
    if any(shift.id not in stands for shift in swap.shifts) or any(one not in roster.workers for one in takers):
        raise SwapRefused(_("Only a colleague who is placed at this post takes it."))
    off = tuple(stands[shift.id] for shift in swap.shifts)
    on = tuple(replace(one, person=taker) for one, taker in zip(off, takers, strict=False))
    return _Exchange(place_id, roster, off, on, acting)


def _common(shifts: Sequence[Shift]) -> UUID:
    """The lowest place that holds the posts of all of them. Raises SwapRefused for posts of two towns."""
    paths = [[node.id for node in current_tree().path(shift.place_id)] for shift in shifts]
    common = [place_id for place_id in paths[0] if all(place_id in path for path in paths)]
    if not common or common[-1] not in rosters.town_of(shifts[0].place_id):
        raise SwapRefused(_("Only shifts of one town are exchanged."))
    return common[-1]


def _judge(swap: Swap, by: Actor) -> None:
    found = _exchange(swap, by)
    rotas.judge(found.roster, Difference(found.on, found.off, ()))


def _carry_out(swap: Swap, by: Actor) -> None:
    """The next version of the rota takes the ones off and puts the others on."""
    found = _exchange(swap, by)
    roster, acting = found.roster, found.acting
    until_on = roster.from_on + timedelta(days=roster.days - 1)
    rota = rotas.draft(found.place_id, roster.from_on, until_on, seconds=0, by=acting, cause=Cause.SWAP)
    kept = set(roster.within(roster.plan.assignments)) - set(found.off)
    rota.plan = reading.plan_document(Plan(tuple(sorted(kept | set(found.on)))))
    rota.asked_by_name = swap.shift.worker.staff.name
    rota.solved_at = clock.now()
    rota.save(update_fields=["plan", "asked_by_name", "solved_at"])
    swap.rota = rotas.publish(rota.id, by=acting)
    swap.ended_at, swap.ended_why = clock.now(), ""
