"""Orders: a unit's workers to a place on a document. And what ends a posting."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access import shifts as duties
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.places.models import PlaceKind
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment.actions import telling
from tongzhou.programmes.deployment.errors import NotFound, OrderRefused
from tongzhou.programmes.deployment.models import Order, Posting, Worker
from tongzhou.programmes.deployment.records import ENDED, SENT

LONGEST_DAYS = 92


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """``receiver_id``: a town, a community, a post; for ``outward`` the district, with ``destination`` in words."""

    unit_id: UUID
    way: str
    receiver_id: UUID
    worker_ids: Sequence[UUID]
    basis: str
    basis_on: date
    from_on: date
    until_on: date
    destination: str = ""


def send(new: NewOrder, *, by: Actor) -> Order:
    """Send them, all or none. Raises OrderRefused with the names of whoever cannot be sent, and why."""
    require(by, Permission.STAFF_SEND, place_id=new.receiver_id)
    _check(new)
    with database.atomic():
        workers = list(_lock(new.worker_ids))
        _check_workers(new, workers)
        order = _order(new, by)
        _post(order, workers, by)
        entries = [_entry(SENT.code, order.receiver_id, worker, way=order.way) for worker in workers]
        ledger.append(entries, by=by)
        return order


def _lock(worker_ids: Collection[UUID]) -> QuerySet[Worker]:
    return (
        Worker.objects.select_for_update(of=("self",)).select_related("staff").filter(id__in=worker_ids).order_by("id")
    )


def _check(new: NewOrder) -> None:
    if not 0 < len(new.basis.strip()) <= 200:
        raise OrderRefused(_("Name the document that this order rests on."), field="basis")
    if not new.from_on <= new.until_on <= new.from_on + timedelta(days=LONGEST_DAYS):
        raise OrderRefused(
            _("The last day lies between the first and %(days)s days later.") % {"days": LONGEST_DAYS}, field="until_on"
        )
    if not new.worker_ids:
        raise OrderRefused(_("Choose who is sent."), field="workers")
    if new.way == Order.Way.OUTWARD:
        if not new.destination.strip():
            raise OrderRefused(_("Say where the team goes."), field="destination")
        return
    is_town = current_tree().get(new.receiver_id).kind == PlaceKind.TOWN
    if new.way not in (Order.Way.TOWN, Order.Way.DIRECT) or is_town != (new.way == Order.Way.TOWN):
        raise OrderRefused(
            _("To a town, which places them; or directly to a community or a post: choose the place to fit."),
            field="receiver",
        )


def _check_workers(new: NewOrder, workers: Sequence[Worker]) -> None:
    if len(workers) != len(set(new.worker_ids)):
        raise OrderRefused(_("Somebody on the list is not known any more. Load the page again."), field="workers")
    held = Posting.objects.filter(worker__in=workers, ended_at=None).select_related("receiver")
    busy = {posting.worker_id: posting.receiver.name for posting in held}
    wrong = [why for worker in workers if (why := _why_not(worker, new, busy.get(worker.id)))]
    if wrong:
        raise OrderRefused(" ".join(wrong[:10]), field="workers")


def _why_not(worker: Worker, new: NewOrder, busy_at: str | None) -> str | None:
    words: dict[str, object] = {"name": worker.staff.name, "where": busy_at}
    if worker.unit_id != new.unit_id:
        return _("%(name)s belongs to another unit.") % words
    if busy_at:
        return _("%(name)s is posted to %(where)s already.") % words
    if worker.away_from and worker.away_until and worker.away_from <= new.from_on <= worker.away_until:
        return _("%(name)s is away on the first day.") % words
    if not worker.is_free(new.from_on, new.until_on):
        words |= {"from": worker.free_from, "until": worker.free_until}
        return _("%(name)s is free from %(from)s until %(until)s only.") % words
    return None


def _order(new: NewOrder, by: Actor) -> Order:
    return Order.objects.create(
        way=new.way,
        unit_id=new.unit_id,
        receiver_id=new.receiver_id,
        destination=new.destination.strip()[:100],
        basis=new.basis.strip(),
        basis_on=new.basis_on,
        from_on=new.from_on,
        until_on=new.until_on,
        made_at=clock.now(),
        made_by_name=signed(by),
    )


def signed(by: Actor) -> str:
    return f"{by.unit_name} {by.name}"[:220]


def _post(order: Order, workers: Sequence[Worker], by: Actor) -> None:
    """The postings; who has an account sees the own shifts from now on. A direct order is placed at once."""
    is_placed = order.way == Order.Way.DIRECT
    opened = _open_duties(order, workers) if order.way != Order.Way.OUTWARD else {}
    postings = Posting.objects.bulk_create(
        Posting(
            worker=worker,
            order=order,
            receiver_id=order.receiver_id,
            place_id=order.receiver_id if is_placed else None,
            placed_at=order.made_at if is_placed else None,
            placed_by_name=order.made_by_name if is_placed else "",
            from_on=order.from_on,
            until_on=order.until_on,
            duty_id=opened.get(worker.id),
        )
        for worker in workers
    )
    Worker.objects.filter(id__in=[worker.id for worker in workers]).update(place_id=order.receiver_id)
    if order.way != Order.Way.OUTWARD:
        telling.posted(postings, by=by)


def _open_duties(order: Order, workers: Sequence[Worker]) -> dict[UUID, UUID]:
    accounts = duties.accounts_of([worker.staff_id for worker in workers])
    held = {accounts[worker.staff_id]: worker for worker in workers if worker.staff_id in accounts}
    opened = duties.open_posting(
        {account_id: worker.unit_id for account_id, worker in held.items()},
        place_id=order.receiver_id,
        starts_at=clock.now(),
        ends_at=_end_of(order.until_on),
        basis=order.basis,
    )
    return {held[account_id].id: duty_id for account_id, duty_id in opened.items()}


def _end_of(day: date) -> datetime:
    return clock.start_of(day + timedelta(days=1)) + timedelta(hours=12)  # a night shift of the last day ends the next


def _entry(kind: str, place_id: UUID, worker: Worker, **more: object) -> Entry:
    return Entry(kind, place_id, clock.now(), body={"profession": worker.profession, **more})


def end(posting_id: UUID, *, why: str, by: Actor) -> None:
    """The posting ends now; shifts to come are open for others, and nothing is seen any more. Raises NotFound."""
    require(by, Permission.STAFF_PLACE)
    with database.atomic():
        posting = (
            Posting.objects.select_for_update(of=("self",))
            .select_related("worker")
            .filter(id=posting_id, ended_at=None)
            .first()
        )
        if posting is None:
            raise NotFound(_("This posting has ended already."))
        posting.ended_at, posting.ended_why = clock.now(), why.strip()[:100]
        posting.save(update_fields=["ended_at", "ended_why"])
        ahead = posting.worker.shifts.planned().filter(starts_at__gt=clock.now(), checked_in_at=None)
        gone = list(ahead)
        ahead.update(dropped_at=clock.now(), dropped_why=posting.ended_why or _("Posting ended"))
        telling.changed(out=gone, by=by)
        begun = posting.worker.shifts.filter(ends_at__gt=clock.now()).exclude(duty_id=None)
        held = [posting.duty_id, *begun.values_list("duty_id", flat=True)]
        duties.close([duty_id for duty_id in held if duty_id])
        ledger.append([_entry(ENDED.code, posting.place_id or posting.receiver_id, posting.worker)], by=by)
