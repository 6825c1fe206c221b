"""Swaps with consent: a worker offers a shift, a colleague who may stand at the post takes it.

The checker judges each one before anybody is moved, and a version of the rota tells of it. Never move somebody who did
not press the button, and never touch a shift that has begun.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.programmes.deployment import rosters
from tongzhou.programmes.deployment.actions import rotas
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
    own = Swap.objects.filter(id=swap_id, ended_at=None, shift__worker__staff_id=by.staff_id)
    if not own.update(ended_at=clock.now(), ended_why=_("Withdrawn")):
        raise NotFound(_("This offer is over already."))


def take(swap_id: UUID, *, by: Actor) -> Swap:
    """A colleague takes it: moved at once, or once confirmed when it begins soon.

    Raises NotFound, SwapRefused, RotaRefused with the rule that would be broken.
    """
    require(by, Permission.SHIFT_VIEW)
    with database.atomic():
        swap = _locked(swap_id, by, taker=None)
        worker = Worker.objects.filter(staff_id=by.staff_id).select_related("staff").first()
        if worker is None or worker.id == swap.shift.worker_id:
            raise SwapRefused(_("Only a colleague who was sent here takes it."))
        swap.taker, swap.taken_at = worker, clock.now()
        swap.is_close = swap.shift.starts_at - CLOSE < clock.now()
        with rosters.seeing(rosters.town_of(swap.place_id), by):
            _judge(swap, by)
            if not swap.is_close:
                _carry_out(swap, by)
        swap.save()
        return swap


def confirm(swap_id: UUID, *, by: Actor) -> None:
    """Whoever leads the post lets it happen. Raises NotFound, SwapRefused, RotaRefused."""
    require(by, Permission.STAFF_RECEIVE)
    with database.atomic():
        swap = _locked(swap_id, by, taker__isnull=False)
        require(by, Permission.STAFF_RECEIVE, place_id=swap.place_id)
        _refuse_own(swap, by)
        swap.confirmed_by_name = signed(by)
        with rosters.seeing(rosters.town_of(swap.place_id), by):
            _carry_out(swap, by)
        swap.save()


def refuse(swap_id: UUID, *, by: Actor) -> None:
    """It stays as it was. Raises NotFound."""
    require(by, Permission.STAFF_RECEIVE)
    with database.atomic():
        swap = _locked(swap_id, by, taker__isnull=False)
        require(by, Permission.STAFF_RECEIVE, place_id=swap.place_id)
        _refuse_own(swap, by)
        swap.ended_at, swap.ended_why = clock.now(), _("Refused by %(who)s") % {"who": by.name}
        swap.save(update_fields=["ended_at", "ended_why"])


def _refuse_own(swap: Swap, by: Actor) -> None:
    if by.staff_id in (swap.shift.worker.staff_id, swap.taker.staff_id if swap.taker else None):
        raise SwapRefused(_("It is your own swap. Somebody else of the post confirms it."))


def _locked(swap_id: UUID, by: Actor, **state: object) -> Swap:
    rows = Swap.objects.select_for_update(of=("self",)).select_related("shift__worker__staff", "taker__staff")
    swap = rows.filter(id=swap_id, ended_at=None, place_id__in=by.scope.places, **state).first()
    if swap is None or swap.shift.dropped_at or swap.shift.checked_in_at or swap.shift.starts_at <= clock.now():
        raise NotFound(_("This offer is over already."))
    return swap


def _carry_out(swap: Swap, by: Actor) -> None:
    """The next version of the post's rota takes the one off and puts the other on."""
    acting = replace(
        by,
        permissions=by.permissions | {Permission.STAFF_PLACE},
        scope=replace(by.scope, places=by.scope.places | rosters.town_of(swap.place_id)),
    )
    roster, off, on = _exchange(swap, by)
    rota = rotas.draft(swap.place_id, roster.from_on, roster.from_on, seconds=0, by=acting, cause=Cause.SWAP)
    kept = {one for one in roster.within(roster.plan.assignments) if one != off}
    rota.plan = reading.plan_document(Plan(tuple(sorted({*kept, on}))))
    rota.asked_by_name = swap.shift.worker.staff.name
    rota.solved_at = clock.now()
    rota.save(update_fields=["plan", "asked_by_name", "solved_at"])
    swap.rota = rotas.publish(rota.id, by=acting)
    swap.ended_at, swap.ended_why = clock.now(), ""


def _judge(swap: Swap, by: Actor) -> None:
    roster, off, on = _exchange(swap, by)
    rotas.judge(roster, Difference((on,), (off,), ()))


def _exchange(swap: Swap, by: Actor) -> tuple[Roster, Assignment, Assignment]:
    """The day of the post, what is taken off and what is put on. Raises SwapRefused."""
    day = clock.day_of(swap.shift.starts_at)
    roster = rosters.roster([swap.place_id], day, 1)
    off = next((one for one, row in roster.shifts.items() if row.id == swap.shift_id), None)
    if off is None or str(swap.taker_id) not in roster.workers:
        raise SwapRefused(_("Only a colleague who is placed at this post takes it."))
    return roster, off, replace(off, person=str(swap.taker_id))
