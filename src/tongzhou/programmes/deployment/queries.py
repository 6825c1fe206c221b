"""What the pages of deployment show. Each read begins with the places of whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.places.queries import current_tree
from tongzhou.places.tree import Node
from tongzhou.programmes.deployment import resting
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.programmes.deployment.models import Need, Order, Posting, Shift, Worker

PAGE = 100


@dataclass(frozen=True)
class Line:
    """One place of the board: whom it was sent, how many of them are placed, what it asks for today and what came."""

    node: Node
    sent: int
    placed: int
    asked: int
    planned: int
    arrived: int
    missing: int

    @property
    def short(self) -> int:
        return self.asked - self.planned


def board(day: date, *, by: Actor) -> list[Line]:
    """The places right below the own one, and the own one for what hangs on itself."""
    require(by, Permission.STAFF_PLACE)
    tree = current_tree()
    postings = list(
        Posting.objects.filter(ended_at=None, receiver_id__in=by.scope.places).values_list("receiver_id", "place_id")
    )
    needs = resting.needs_on(by.scope.places, day)
    start = clock.start_of(day)
    shifts = list(
        Shift.objects.planned().filter(
            place_id__in=by.scope.places, starts_at__gte=start, starts_at__lt=start + timedelta(days=1)
        )
    )
    nodes = [tree.get(by.post_id), *tree.children(by.post_id)]
    return [line for node in nodes if any(_numbers(line := _line(node, by, postings, needs, shifts)))]


def _numbers(line: Line) -> tuple[int, ...]:
    return line.sent, line.placed, line.asked, line.planned


def _line(
    node: Node,
    by: Actor,
    postings: Sequence[tuple[UUID, UUID | None]],
    needs: Sequence[tuple[Need, int]],
    shifts: Sequence[Shift],
) -> Line:
    inside = frozenset({node.id}) if node.id == by.post_id else current_tree().scope([node.id]).places
    now = clock.now()
    return Line(
        node,
        sum(receiver in inside or place in inside for receiver, place in postings),
        sum(place in inside for _receiver, place in postings),
        sum(need.count for need, _planned in needs if need.place_id in inside),
        sum(planned for need, planned in needs if need.place_id in inside),
        sum(shift.checked_in_at is not None for shift in shifts if shift.place_id in inside),
        sum(shift.is_missing(now) for shift in shifts if shift.place_id in inside),
    )


def workers(*, by: Actor, text: str = "", unit: str = "", is_free: bool = False) -> QuerySet[Worker]:
    """Who can be sent, by unit and name; ``is_free``: posted nowhere and not away today."""
    require(by, Permission.STAFF_PLACE)
    found = Worker.objects.filter(place_id__in=by.scope.places).select_related("staff", "unit", "place", "home_town")
    if text:
        found = found.filter(Q(staff__name__contains=text) | Q(staff__number=text) | Q(skills__contains=text))
    if unit:
        found = found.filter(unit__name__contains=unit)
    if is_free:
        today = clock.today()
        away = Q(away_from__lte=today, away_until__gte=today)
        found = found.exclude(postings__ended_at=None, postings__isnull=False).exclude(away)
    return found.order_by("unit__name", "staff__name", "id")


def worker(worker_id: UUID, *, by: Actor) -> Worker:
    """Raises NotFound."""
    require(by, Permission.STAFF_PLACE)
    rows = Worker.objects.filter(id=worker_id, place_id__in=by.scope.places)
    found = rows.select_related("staff", "unit", "place").first()
    if found is None:
        raise NotFound(_("There is no such worker here."))
    return found


def coming(worker: Worker, *, by: Actor) -> list[Shift]:
    """The worker's shifts from now on."""
    require(by, Permission.STAFF_PLACE)
    ahead = worker.shifts.planned().filter(ends_at__gt=clock.now()).select_related("place")
    return list(ahead.order_by("starts_at")[:60])


def orders(*, by: Actor) -> QuerySet[Order]:
    """Orders to the own places, newest first."""
    require(by, Permission.STAFF_PLACE)
    return (
        Order.objects.filter(receiver_id__in=by.scope.places)
        .select_related("unit", "receiver")
        .order_by("-made_at", "-id")
    )


def order(order_id: UUID, *, by: Actor) -> Order:
    found = orders(by=by).filter(id=order_id).first()
    if found is None:
        raise NotFound(_("There is no such order here."))
    return found


def postings(*, by: Actor, order_id: UUID | None = None, is_unplaced: bool = False) -> QuerySet[Posting]:
    """Who was sent to the own places and is still posted, by unit and name."""
    require(by, Permission.STAFF_PLACE)
    within = Q(receiver_id__in=by.scope.places) | Q(place_id__in=by.scope.places)
    found = Posting.objects.filter(within, ended_at=None).select_related(
        "worker__staff", "worker__unit", "receiver", "place", "order"
    )
    found = found.filter(order_id=order_id) if order_id else found
    found = found.filter(place=None).exclude(order__way=Order.Way.OUTWARD) if is_unplaced else found
    return found.order_by("worker__unit__name", "worker__staff__name", "id")


def needs(day: date, *, by: Actor) -> list[tuple[Need, int]]:
    """What the own posts ask for on the day, and how many are planned."""
    require(by, Permission.STAFF_RECEIVE)
    return resting.needs_on(by.scope.places, day)


def need(need_id: UUID, *, by: Actor) -> Need:
    require(by, Permission.STAFF_PLACE)
    found = (
        Need.objects.filter(id=need_id, place_id__in=by.scope.places, withdrawn_at=None).select_related("place").first()
    )
    if found is None:
        raise NotFound(_("Nobody asks for this any more."))
    return found


def shifts(day: date, *, by: Actor) -> QuerySet[Shift]:
    """Who comes to the own posts on the day, in the order in which they come."""
    require(by, Permission.STAFF_RECEIVE)
    start = clock.start_of(day)
    found = Shift.objects.planned().filter(place_id__in=by.scope.places).touching(start, start + timedelta(days=1))
    return found.select_related("worker__staff", "worker__unit", "place").order_by("starts_at", "place__name", "id")
