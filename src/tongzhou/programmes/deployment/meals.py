"""Lunch relief (顶岗): who stands in while somebody on a long shift eats. From which length on is the rest rule's word.

Reckoned anew from the shifts that stand, so that a drop-out needs no repair of it; whoever worked most eats first. What
really happened is a `Relief`, written by `actions/relieving` once somebody says so, and goes before what is reckoned.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from tongzhou.kernel import clock
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import reasons
from tongzhou.programmes.deployment.models import Member, Relief, Shift, Team, Worker

LENGTH = timedelta(minutes=30)


@dataclass(frozen=True)
class Meal:
    """``reliever``: a colleague of the same post, or of the mobile group; None: nobody is there to relieve."""

    shift: Shift
    at: datetime
    reliever: Worker | None
    is_mobile: bool = False
    done: Relief | None = None

    @property
    def until(self) -> datetime:
        return self.done.until_at if self.done else self.at + LENGTH

    @property
    def is_due(self) -> bool:
        """Whether it can be said by now that it happened."""
        return self.done is None and self.at <= clock.now()


def meals(places: Collection[UUID], from_on: date, days: int) -> list[Meal]:
    """The meals of every long shift that begins on these days at ``places``, whoever was on duty longest first: by the
    hours of the week before, then by when they came."""
    start, end = clock.start_of(from_on), clock.start_of(from_on + timedelta(days=days))
    rows = Shift.objects.planned().filter(place_id__in=places, starts_at__gte=start, starts_at__lt=end)
    shifts = list(rows.select_related("worker__staff", "place").order_by("starts_at", "ends_at", "id"))
    long = reasons.meal_relief()
    beside: dict[tuple[object, ...], list[Shift]] = defaultdict(list)
    for shift in shifts:
        if shift.ends_at - shift.starts_at >= long:
            beside[shift.place_id, shift.role, shift.starts_at, shift.ends_at].append(shift)
    hours = _hours(shifts, start)
    paired = [meal for group in beside.values() if len(group) > 1 for meal in _in_turns(_by_load(group, hours))]
    alone = [group[0] for group in beside.values() if len(group) == 1]
    reckoned = paired + _alone(alone, shifts, paired, start, end)
    done = {one.shift_id: one for one in Relief.objects.filter(shift__in=shifts).select_related("worker__staff")}
    found = [_told(meal, done.get(meal.shift.id)) for meal in reckoned]
    return sorted(found, key=lambda meal: (meal.at, meal.shift.id))


def _told(meal: Meal, done: Relief | None) -> Meal:
    return Meal(meal.shift, done.from_at, done.worker, done=done) if done else meal


def _hours(shifts: Sequence[Shift], start: datetime) -> Counter[UUID]:
    """What each of them worked in the week before."""
    rows = Shift.objects.filter(worker_id__in={one.worker_id for one in shifts}, checked_in_at__isnull=False)
    rows = rows.filter(starts_at__gte=start - timedelta(days=7), starts_at__lt=start)
    hours: Counter[UUID] = Counter()
    for worker_id, first, last in rows.values_list("worker_id", "starts_at", "ends_at"):
        hours[worker_id] += round((last - first).total_seconds() / 3600)
    return hours


def _by_load(group: Sequence[Shift], hours: Counter[UUID]) -> list[Shift]:
    """The more loaded half in the first turn: each stands beside one of the others, the least loaded eats last."""
    listed = sorted(group, key=lambda one: (-hours[one.worker_id], one.checked_in_at or one.starts_at, one.id))
    half = len(listed) // 2
    pairs = zip(listed[:half], listed[half : 2 * half], strict=True)
    return [one for pair in pairs for one in pair] + listed[2 * half :]


def _middle(shift: Shift) -> datetime:
    """The half hour before the middle of the shift."""
    return shift.starts_at + (shift.ends_at - shift.starts_at) / 2 - LENGTH


def _in_turns(group: Sequence[Shift]) -> list[Meal]:
    """Each is relieved by the next one, who eats in another half hour: two turns, three for an odd number."""
    last = len(group) - 1
    turns = [2 if at == last and at % 2 == 0 else at % 2 for at in range(len(group))]
    return [
        Meal(shift, _middle(shift) + turns[at] * LENGTH, group[(at + 1) % len(group)].worker)
        for at, shift in enumerate(group)
    ]


def _alone(
    alone: Sequence[Shift], shifts: Sequence[Shift], paired: Sequence[Meal], start: datetime, end: datetime
) -> list[Meal]:
    """By whoever of the post is there and does not eat or relieve just then, else by the mobile group."""
    busy: dict[UUID, list[datetime]] = defaultdict(list)
    for meal in paired:
        busy[meal.shift.worker_id].append(meal.at)
        if meal.reliever:
            busy[meal.reliever.id].append(meal.at)
    for shift in alone:
        busy[shift.worker_id].append(_middle(shift))
    reserve, made = _Reserve(start, end) if alone else None, []
    for shift in alone:
        at = _middle(shift)
        near = (one for one in shifts if _stands_in(one, shift, at) and not _clash(busy[one.worker_id], at))
        found = next(near, None)
        reliever = found.worker if found else reserve.free(shift, at, busy) if reserve else None
        if reliever:
            busy[reliever.id].append(at)
        made.append(Meal(shift, at, reliever, is_mobile=found is None and reliever is not None))
    return made


def _stands_in(one: Shift, shift: Shift, at: datetime) -> bool:
    is_there = one.starts_at <= at and one.ends_at >= at + LENGTH
    return one.id != shift.id and (one.place_id, one.role) == (shift.place_id, shift.role) and is_there


def _clash(taken: Sequence[datetime], at: datetime) -> bool:
    return any(abs(one - at) < LENGTH for one in taken)


class _Reserve:
    """Mobile groups, and when their members are on a shift of their own."""

    def __init__(self, start: datetime, end: datetime) -> None:
        day = clock.day_of(start)
        rows = Member.objects.filter(
            Q(team__from_on__lte=clock.day_of(end), team__until_on__gte=day), team__sort=Team.Sort.MOBILE
        )
        self.members = list(rows.select_related("worker__staff", "team").order_by("worker_id"))
        self.rest = reasons.least_rest()
        held = Shift.objects.planned().filter(worker_id__in=[one.worker_id for one in self.members])
        self.spans: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
        for worker_id, first, last in held.touching(start - self.rest, end + self.rest).values_list(
            "worker_id", "starts_at", "ends_at"
        ):
            self.spans[worker_id].append((first - self.rest, last + self.rest))
        stood_in = Relief.objects.filter(worker_id__in=[one.worker_id for one in self.members])
        self.given = Counter(
            stood_in.filter(from_at__gte=start - timedelta(days=7)).values_list("worker_id", flat=True)
        )

    def free(self, shift: Shift, at: datetime, busy: dict[UUID, list[datetime]]) -> Worker | None:
        """Whoever of a group at the post or above it is rested, not away, and has relieved least."""
        above, day = {node.id for node in current_tree().path(shift.place_id)}, clock.day_of(at)
        able = [
            one.worker
            for one in self.members
            if one.team.place_id in above
            and one.team.from_on <= day <= one.team.until_on
            and not one.worker.is_away(day)
            and not _clash(busy[one.worker_id], at)
            and not any(first < at + LENGTH and last > at for first, last in self.spans[one.worker_id])
        ]
        chosen = min(able, key=lambda one: (self.given[one.id], one.id), default=None)
        if chosen:
            self.given[chosen.id] += 1
        return chosen
