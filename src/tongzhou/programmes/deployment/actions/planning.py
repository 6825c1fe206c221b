"""Who stands where and when: one worker for one place of a need, on one day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.programmes.deployment import resting
from tongzhou.programmes.deployment.actions.sending import signed
from tongzhou.programmes.deployment.errors import NotFound, ShiftRefused
from tongzhou.programmes.deployment.models import Need, Shift, Worker


def put_on(need_id: UUID, day: date, worker_ids: Sequence[UUID], *, by: Actor) -> list[Shift]:
    """Put these workers on the need's shift of that day, all or none.

    Raises NotFound, ShiftRefused with everybody who cannot, and why.
    """
    require(by, Permission.STAFF_PLACE)
    with database.atomic():
        need = Need.objects.select_for_update().filter(id=need_id, withdrawn_at=None).first()
        if need is None or need.place_id not in by.scope:
            raise NotFound(_("Nobody asks for this any more."))
        start, end = span(need, day)
        _check_day(need, day, end, len(worker_ids))
        locked = Worker.objects.select_for_update(of=("self",)).select_related("staff").filter(id__in=worker_ids)
        workers = list(locked.order_by("id"))
        reasons = resting.why_not(workers, need, start, end)
        if reasons:
            names = {worker.id: worker.staff.name for worker in workers}
            raise ShiftRefused(
                " ".join(f"{names[one]}: {why}" for one, why in list(reasons.items())[:10]), field="worker"
            )
        return Shift.objects.bulk_create(_shift(need, worker, start, end, by) for worker in workers)


def span(need: Need, day: date) -> tuple[datetime, datetime]:
    """When the need's shift of that day begins and ends."""
    start = datetime.combine(day, need.starts, clock.ZONE)
    return start, start + timedelta(hours=need.hours)


def _check_day(need: Need, day: date, end: datetime, more: int) -> None:
    if not need.from_on <= day <= need.until_on or end <= clock.now():
        raise ShiftRefused(_("Nobody is asked for on that day, or the shift is over."), field="day")
    start, _end = span(need, day)
    taken = need.shifts.planned().filter(starts_at=start).count()
    if not 0 < more <= need.count - taken:
        words = {"open": need.count - taken}
        raise ShiftRefused(_("%(open)s more are asked for on this shift.") % words, field="worker")


def _shift(need: Need, worker: Worker, start: datetime, end: datetime, by: Actor) -> Shift:
    return Shift(
        need=need,
        worker=worker,
        place_id=need.place_id,
        role=need.role,
        starts_at=start,
        ends_at=end,
        planned_by_name=signed(by),
    )


def fill(place_id: UUID, day: date, *, by: Actor) -> int:
    """Fill the open shifts of a day at the place and below, first what is urgent, with whoever is placed there, is
    rested and had the least. How many shifts were given; what stays open, the page says.

    A day at a time, without looking ahead: who is on nights, who is nearer, belongs to the rota of `rostering`.
    """
    require(by, Permission.STAFF_PLACE, place_id=place_id)
    given = 0
    with database.atomic():
        for need, missing in resting.open_needs(by.scope.places, day, under=place_id):
            start, end = span(need, day)
            able = [worker for worker, why, _load in resting.candidates(need, start, end) if why is None]
            chosen = [worker.id for worker in able[:missing]]
            if chosen and end > clock.now():
                given += len(put_on(need.id, day, chosen, by=by))
    return given


def take_off(shift_id: UUID, *, by: Actor) -> None:
    """A shift that has not begun is taken off the plan. Raises NotFound."""
    require(by, Permission.STAFF_PLACE)
    ahead = Shift.objects.planned().filter(id=shift_id, checked_in_at=None, place_id__in=by.scope.places)
    if not ahead.update(dropped_at=clock.now(), dropped_why=_("Taken off the plan")):
        raise NotFound(_("There is no such shift any more."))
