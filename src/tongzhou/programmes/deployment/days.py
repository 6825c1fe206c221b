"""What a day shows: to whoever leads a post, who comes; to each who stands there, the own shifts. Reads only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import meals, queries, resting, rosters, swaps
from tongzhou.programmes.deployment.actions.arriving import EARLY
from tongzhou.programmes.deployment.meals import Meal
from tongzhou.programmes.deployment.models import Posting, Shift, Swap
from tongzhou.programmes.deployment.resting import Candidate

_ONE = timedelta(days=1)
#: Missing people that are looked at, and kinds of shift (and people of one) for which somebody is proposed.
_MOST, _SLOTS = 300, 10


@dataclass(frozen=True)
class Coming:
    """Somebody who comes to a post. ``gave``: the colleague whose shift it was before a swap."""

    shift: Shift
    is_missing: bool
    meal: Meal | None
    gave: str


def coming(day: date, *, by: Actor) -> list[Coming]:
    """Who comes to the own posts on the day, in the order in which they come, with who relieves their meals."""
    shifts, now = list(queries.shifts(day, by=by)), clock.now()
    places = by.scope.places if by.is_wide else by.scope.places | rosters.town_of(by.post_id)
    with rosters.seeing(places, by):
        eaten = {meal.shift.id: meal for meal in meals.meals(places, day - _ONE, 2)} if shifts else {}
    gave = swaps.given_by(shifts)
    return [Coming(one, one.is_missing(now), eaten.get(one.id), gave.get(one.id, "")) for one in shifts]


@dataclass(frozen=True)
class Missing:
    """Somebody who is not at the post, and who could step in: those whom no rule forbids, the best first."""

    shift: Shift
    able: Sequence[Candidate]


def missing(*, by: Actor) -> list[Missing]:
    """Who is missing at the own posts just now, the first one first."""
    require(by, Permission.STAFF_PLACE)
    now = clock.now()
    rows = Shift.objects.planned().filter(place_id__in=by.scope.places, checked_in_at=None)
    rows = rows.filter(starts_at__lte=now, ends_at__gt=now).select_related("worker__staff", "worker__unit")
    alike: dict[tuple[object, ...], list[Shift]] = defaultdict(list)
    for one in rows.select_related("place", "need").order_by("starts_at", "need_id", "id")[:_MOST]:
        if one.is_missing(now):
            alike[one.need_id, one.starts_at].append(one)
    return [each for shifts in list(alike.values())[:_SLOTS] for each in _proposed(shifts)]


def _proposed(shifts: Sequence[Shift]) -> list[Missing]:
    """The same people for all of them, each beginning with another one."""
    able = resting.instead_of(shifts)
    return [Missing(one, able[at : at + 5] or able[-5:]) for at, one in enumerate(shifts[:_SLOTS])]


@dataclass(frozen=True)
class Own:
    """One of the own shifts: with whom, what the shift before left, who relieves the meal, whether it is offered."""

    shift: Shift
    beside: list[str]
    before: str
    meal: Meal | None
    offer: Swap | None

    @property
    def is_open(self) -> bool:
        """Whether somebody can check in for it now."""
        now = clock.now()
        return self.shift.checked_in_at is None and self.shift.starts_at - EARLY <= now < self.shift.ends_at

    @property
    def is_ahead(self) -> bool:
        """Whether it can still be offered."""
        return self.shift.checked_in_at is None and self.shift.starts_at > clock.now()


@dataclass(frozen=True)
class Mine:
    """``relieves``: whose meals whoever asks relieves, from yesterday until tomorrow; ``taken``: swaps not done yet."""

    shifts: list[Own]
    relieves: list[Meal]
    taken: list[Swap]


def mine(*, by: Actor) -> Mine:
    """The own shifts from twelve hours back on, the next first."""
    require(by, Permission.SHIFT_VIEW)
    since = clock.now() - timedelta(hours=12)
    rows = Shift.objects.planned().filter(worker__staff_id=by.staff_id, ends_at__gt=since).select_related("place")
    shifts = list(rows.order_by("starts_at")[:30])
    near = _near(shifts, by)
    eaten = {meal.shift.id: meal for meal in near if meal.shift.worker.staff_id == by.staff_id}
    posts = frozenset[UUID]().union(*(rosters.town_of(one.place_id) for one in shifts))
    with rosters.seeing(posts, by):
        offers, taken = swaps.offered(shifts), swaps.taken(by=by)
    relieves = [meal for meal in near if meal.reliever and meal.reliever.staff_id == by.staff_id]
    own = [_own(one, eaten.get(one.id), offers.get(one.id)) for one in shifts]
    return Mine(own, [meal for meal in relieves if meal.until > clock.now()], taken)


def _near(shifts: Sequence[Shift], by: Actor) -> list[Meal]:
    """Meals around the own ones: of the towns of the own shifts and of the own posting."""
    today = clock.today()
    roots: set[UUID] = {one.place_id for one in shifts if abs(clock.day_of(one.starts_at) - today) <= _ONE}
    held = Posting.objects.filter(worker__staff_id=by.staff_id, ended_at=None)
    roots |= {place_id or receiver_id for place_id, receiver_id in held.values_list("place_id", "receiver_id")}
    roots -= {current_tree().path(root)[0].id for root in roots}  # who leaves the district relieves nobody in it
    places = frozenset[UUID]().union(*map(rosters.town_of, roots))
    with rosters.seeing(places, by):
        return meals.meals(places, today - _ONE, 3) if places else []


def _own(shift: Shift, meal: Meal | None, offer: Swap | None) -> Own:
    there = Shift.objects.planned().filter(place_id=shift.place_id).exclude(worker_id=shift.worker_id)
    beside = there.touching(shift.starts_at, shift.ends_at).select_related("worker__staff")
    left = there.filter(
        ends_at__lte=shift.starts_at + timedelta(hours=1), ends_at__gt=shift.starts_at - timedelta(hours=24)
    )
    before = left.exclude(handover="").order_by("-ends_at").first()
    names = [one.worker.staff.name for one in beside.order_by("starts_at", "id")]
    return Own(shift, names, before.handover if before else "", meal, offer)


def here(place_id: UUID, *, by: Actor) -> list[Shift]:
    """The own shifts for which somebody can check in now: those of the place first."""
    require(by, Permission.SHIFT_VIEW)
    now = clock.now()
    rows = Shift.objects.planned().filter(worker__staff_id=by.staff_id, starts_at__lte=now + EARLY, ends_at__gt=now)
    found = list(rows.select_related("place").order_by("starts_at"))
    return sorted(found, key=lambda one: one.place_id != place_id)
