"""On the day: who arrived, who dropped out, what is handed over. A check-in opens the post's duty, for the shift."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access import shifts as duties
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.programmes.deployment import rosters
from tongzhou.programmes.deployment.actions import planning, telling
from tongzhou.programmes.deployment.actions.sending import signed
from tongzhou.programmes.deployment.errors import CheckInRefused, NotFound
from tongzhou.programmes.deployment.models import Away, Shift
from tongzhou.programmes.deployment.records import ARRIVED

EARLY, HANDOVER = timedelta(hours=1), timedelta(minutes=30)


def check_in(shift_id: UUID, *, by: Actor) -> Shift:
    """Arrived: by the worker at the post, or by whoever receives them there. Twice is once.

    Raises NotFound, CheckInRefused outside the hour before the shift until its end.
    """
    require(by, Permission.SHIFT_VIEW)
    with database.atomic():
        shift = _locked(shift_id)
        _check(shift, by)
        if shift.checked_in_at:
            return shift
        now = clock.now()
        shift.checked_in_at, shift.received_by_name = now, signed(by)
        shift.duty_id = _open_duty(shift)
        shift.save(update_fields=["checked_in_at", "received_by_name", "duty_id"])
        ledger.append([_entry(shift)], by=by)
        return shift


def _locked(shift_id: UUID) -> Shift:
    rows = Shift.objects.planned().select_for_update(of=("self",)).select_related("worker__staff")
    shift = rows.filter(id=shift_id).first()
    if shift is None:
        raise NotFound(_("There is no such shift any more."))
    return shift


def _check(shift: Shift, by: Actor) -> None:
    is_own = shift.worker.staff_id == by.staff_id
    if not is_own:
        require(by, Permission.STAFF_RECEIVE, place_id=shift.place_id)
    if not shift.starts_at - EARLY <= clock.now() < shift.ends_at:
        raise CheckInRefused(_("Check in from an hour before the shift until its end."))


def _open_duty(shift: Shift) -> UUID | None:
    """None for somebody without an account: they work beside somebody who has one."""
    account_id = duties.accounts_of([shift.worker.staff_id]).get(shift.worker.staff_id)
    if account_id is None:
        return None
    return duties.open_shift(
        account_id=account_id,
        unit_id=shift.worker.unit_id,
        role=shift.role,
        place_id=shift.place_id,
        starts_at=clock.now(),
        ends_at=min(shift.ends_at + HANDOVER, clock.now() + duties.LONGEST),
        basis=_("Shift of %(day)s") % {"day": clock.day_of(shift.starts_at).isoformat()},
    ).id


def _entry(shift: Shift) -> Entry:
    assert shift.checked_in_at is not None
    day = clock.day_of(shift.checked_in_at)
    start, end = clock.start_of(day), clock.start_of(day + timedelta(days=1))
    before = shift.worker.shifts.filter(checked_in_at__gte=start, checked_in_at__lt=end).exclude(id=shift.id)
    body = {
        "role": shift.role,
        "profession": shift.worker.profession,
        "hours": round((shift.ends_at - shift.starts_at).total_seconds() / 3600),
        "first": not before.exists(),
    }
    return Entry(ARRIVED.code, shift.place_id, shift.checked_in_at, body=body)


def hand_over(shift_id: UUID, words: str, *, by: Actor) -> None:
    """What whoever comes next should know; the own shift only. Raises NotFound."""
    require(by, Permission.SHIFT_VIEW)
    own = Shift.objects.planned().filter(id=shift_id, worker__staff_id=by.staff_id)
    if not own.update(handover=" ".join(words.split())[:300]):
        raise NotFound(_("There is no such shift any more."))


def drop_out(shift_id: UUID, *, why: str, by: Actor) -> None:
    """Somebody cannot come, or went home: the place is open again for another, and who it is is told before it begins.

    Raises NotFound, CheckInRefused."""
    require(by, Permission.STAFF_RECEIVE)
    with database.atomic():
        shift = _locked(shift_id)
        require(by, Permission.STAFF_RECEIVE, place_id=shift.place_id)
        _drop(shift, why.strip()[:100] or _("Does not come"), by)


def _drop(shift: Shift, why: str, by: Actor) -> None:
    if shift.ends_at <= clock.now():
        raise CheckInRefused(_("This shift is over."))
    shift.dropped_at, shift.dropped_why = clock.now(), why
    shift.save(update_fields=["dropped_at", "dropped_why"])
    if shift.duty_id:
        duties.close([shift.duty_id])
    telling.changed(out=[shift], by=by)


def unfit(shift_id: UUID, *, by: Actor) -> None:
    """The health check before the shift failed: told by the worker or by whoever receives; what it is, is not asked.

    The shift is open for another, and no other one of today is taken. Raises NotFound, CheckInRefused."""
    require(by, Permission.SHIFT_VIEW)
    with database.atomic(), rosters.seeing(rosters.town_of(by.post_id), by):
        shift = _locked(shift_id)
        if shift.worker.staff_id != by.staff_id:
            require(by, Permission.STAFF_RECEIVE, place_id=shift.place_id)
        today, worker = clock.today(), shift.worker
        _drop(shift, str(Away.UNFIT.label), by)
        if not worker.is_away(today):
            worker.away_from, worker.away_until, worker.away_why = today, today, Away.UNFIT
            worker.save(update_fields=["away_from", "away_until", "away_why"])


def step_in(shift_id: UUID, worker_id: UUID, *, by: Actor) -> Shift:
    """Somebody is missing and another one takes the rest of the shift.

    Raises NotFound, CheckInRefused, ShiftRefused."""
    require(by, Permission.STAFF_PLACE)
    with database.atomic():
        shift = _locked(shift_id)
        if not shift.is_missing(clock.now()):
            raise CheckInRefused(_("Nobody is missing there any more."))
        drop_out(shift_id, why=_("Did not come"), by=by)
        (made,) = planning.put_on(shift.need_id, clock.day_of(shift.starts_at), [worker_id], by=by)
        return made
