"""Who stands where and when: one worker for one place of a need, on one day, by hand. Days ahead: `rotas`."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.programmes.deployment import resting, rosters
from tongzhou.programmes.deployment.actions import telling
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
        _check_day(need, day, len(worker_ids))
        workers = list(Worker.objects.select_for_update(of=("self",)).filter(id__in=worker_ids).order_by("id"))
        _check_workers(need, day, workers)
        made = Shift.objects.bulk_create(shift(need, worker.id, day, by) for worker in workers)
        telling.changed(put=made, by=by)
        return made


def _check_workers(need: Need, day: date, workers: Sequence[Worker]) -> None:
    seen = {one.worker.id: one for one in resting.candidates(need, day)}
    wrong = []
    for worker in workers:
        why = seen[worker.id].why if worker.id in seen else _("Not placed at this post.")
        if why:
            wrong.append(f"{worker.staff.name}: {why}")
    if wrong:
        raise ShiftRefused(" ".join(wrong[:10]), field="worker")


def span(need: Need, day: date) -> tuple[datetime, datetime]:
    """When the need's shift of that day begins and ends."""
    return rosters.span(rosters.shift_id(need.starts, need.hours), day)


def _check_day(need: Need, day: date, more: int) -> None:
    start, end = span(need, day)
    if not need.from_on <= day <= need.until_on or end <= clock.now():
        raise ShiftRefused(_("Nobody is asked for on that day, or the shift is over."), field="day")
    taken = need.shifts.planned().filter(starts_at=start).count()
    if not 0 < more <= need.count - taken:
        words = {"open": need.count - taken}
        raise ShiftRefused(_("%(open)s more are asked for on this shift.") % words, field="worker")


def shift(need: Need, worker_id: UUID, day: date, by: Actor) -> Shift:
    """The shift of one worker for one place of the need, not stored yet."""
    start, end = span(need, day)
    return Shift(
        need=need,
        worker_id=worker_id,
        place_id=need.place_id,
        role=need.role,
        starts_at=start,
        ends_at=end,
        planned_by_name=signed(by),
    )


def take_off(shift_id: UUID, *, by: Actor) -> None:
    """A shift that has not begun is taken off the plan, and its worker told. Raises NotFound."""
    require(by, Permission.STAFF_PLACE)
    with database.atomic():
        rows = Shift.objects.planned().select_for_update().filter(id=shift_id, checked_in_at=None)
        found = rows.filter(place_id__in=by.scope.places).first()
        if found is None:
            raise NotFound(_("There is no such shift any more."))
        found.dropped_at = clock.now()
        found.save(update_fields=["dropped_at"])
        telling.changed(out=[found], by=by)
