"""A meal was relieved (顶岗): written down when one of the two, or whoever leads the post, says that it happened."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.programmes.deployment import rosters
from tongzhou.programmes.deployment.actions.sending import signed
from tongzhou.programmes.deployment.errors import NotFound, ReliefRefused
from tongzhou.programmes.deployment.models import Relief, Shift, Worker

LONGEST = timedelta(hours=2)


def confirm(shift_id: UUID, worker_id: UUID, from_at: datetime, until_at: datetime, *, by: Actor) -> Relief:
    """``worker_id`` stood in on the shift from–until; confirming again puts it right.

    Raises NotFound, ReliefRefused."""
    require(by, Permission.SHIFT_VIEW)
    with database.atomic(), rosters.seeing(rosters.town_of(by.post_id), by):
        shift = Shift.objects.planned().select_related("worker").filter(id=shift_id).first()
        worker = Worker.objects.filter(id=worker_id).first()
        if shift is None or worker is None:
            raise NotFound(_("There is no such shift any more."))
        if by.staff_id not in (shift.worker.staff_id, worker.staff_id):
            require(by, Permission.STAFF_RECEIVE, place_id=shift.place_id)
        _check(shift, worker, from_at, until_at)
        found, _made = Relief.objects.update_or_create(
            shift=shift,
            defaults={
                **{"worker": worker, "place_id": shift.place_id, "from_at": from_at, "until_at": until_at},
                **{"confirmed_at": clock.now(), "confirmed_by_name": signed(by)},
            },
        )
        return found


def _check(shift: Shift, worker: Worker, from_at: datetime, until_at: datetime) -> None:
    if worker.id == shift.worker_id:
        raise ReliefRefused(_("Nobody relieves the own meal. Choose who stood in."), field="who")
    if not shift.starts_at <= from_at < until_at <= shift.ends_at or until_at - from_at > LONGEST:
        raise ReliefRefused(_("Give a time within the shift, of two hours at most."), field="from")
    if from_at > clock.now():
        raise ReliefRefused(_("It is confirmed once it has happened."), field="from")
