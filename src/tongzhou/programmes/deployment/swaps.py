"""Which shifts are offered, taken, waiting to be confirmed or swapped. Reads only."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment.models import Posting, Shift, Swap


def offered(shifts: Sequence[Shift]) -> dict[UUID, Swap]:
    """Open offers by shift."""
    rows = Swap.objects.filter(shift__in=shifts, ended_at=None).select_related("taker__staff", "in_return__place")
    return {one.shift_id: one for one in rows}


def open_to(*, by: Actor) -> list[Swap]:
    """What colleagues offer at posts where the actor is placed and nobody has taken yet, the next first."""
    require(by, Permission.SHIFT_VIEW)
    posting = Posting.objects.filter(worker__staff_id=by.staff_id, ended_at=None).exclude(place=None).first()
    if posting is None:
        return []
    rows = Swap.objects.filter(ended_at=None, taker=None, place_id__in=by.scope.places)
    rows = rows.filter(shift__dropped_at=None, shift__starts_at__gt=clock.now())
    rows = rows.exclude(shift__worker__staff_id=by.staff_id).select_related("shift__worker__staff", "place")
    tree = current_tree()
    found = rows.order_by("shift__starts_at", "id")[:100]
    return [one for one in found if posting.place_id in {node.id for node in tree.path(one.place_id)}][:20]


def taken(*, by: Actor) -> list[Swap]:
    """What the actor takes of colleagues and is not done yet, the next first."""
    require(by, Permission.SHIFT_VIEW)
    rows = Swap.objects.filter(ended_at=None, taker__staff_id=by.staff_id)
    rows = rows.filter(shift__dropped_at=None, shift__starts_at__gt=clock.now())
    rows = rows.select_related("shift__worker__staff", "place", "in_return__place")
    return list(rows.order_by("shift__starts_at", "id")[:20])


def to_confirm(*, by: Actor) -> QuerySet[Swap]:
    """Taken at the own posts, and waiting for whoever leads them."""
    require(by, Permission.STAFF_RECEIVE)
    rows = Swap.objects.filter(ended_at=None, taker__isnull=False, place_id__in=by.scope.places)
    rows = rows.filter(shift__dropped_at=None, shift__starts_at__gt=clock.now())
    rows = rows.filter(Q(in_return=None) | Q(agreed_at__isnull=False, in_return__place_id__in=by.scope.places))
    rows = rows.select_related("shift__worker__staff", "taker__staff", "place", "in_return__place")
    return rows.order_by("shift__starts_at", "id")


def given_by(shifts: Sequence[Shift]) -> dict[UUID, str]:
    """Who gave which of these shifts away: by the shift that the colleague has now."""
    workers = {one.worker_id for one in shifts}
    rows = Swap.objects.filter(Q(taker__in=workers) | Q(shift__worker__in=workers), rota__isnull=False)
    gave: dict[tuple[object, ...], str] = {}
    for one in rows.select_related("shift__worker__staff", "taker__staff", "in_return"):
        assert one.taker is not None
        gave[one.taker_id, one.shift.need_id, one.shift.starts_at] = one.shift.worker.staff.name
        if one.in_return:
            gave[one.shift.worker_id, one.in_return.need_id, one.in_return.starts_at] = one.taker.staff.name
    found = {one.id: gave.get((one.worker_id, one.need_id, one.starts_at), "") for one in shifts}
    return {key: name for key, name in found.items() if name}
