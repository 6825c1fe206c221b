"""The shifts of some places and days as a roster document, and back. Reads only; every rule is `rostering`'s.

A person, a post and a shift stand in the document by id and time of day; never put a name there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, database
from tongzhou.places.models import Place
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment.models import Member, Need, Posting, Shift, Team, Worker
from tongzhou.rostering import reading
from tongzhou.rostering.documents import Assignment, Plan, Problem, Station

#: How far back somebody's nights are counted, and how far the days go on from which rest and runs follow.
_BACK, _WEEK = timedelta(days=28), 7
Slot = tuple[int, str, Station]


@dataclass(frozen=True)
class Roster:
    """``problem``: what is asked of whom from ``from_on``; after ``days`` come only shifts that stand already.

    ``plan``: the shifts that stand; ``shifts``: their rows. ``needs``: who asks for a slot, the most urgent first.
    """

    from_on: date
    days: int
    problem: Problem
    plan: Plan
    workers: Mapping[str, Worker]
    needs: Mapping[Slot, Sequence[Need]]
    shifts: Mapping[Assignment, Shift] = field(repr=False)

    def within(self, assignments: Iterable[Assignment]) -> list[Assignment]:
        """Those at the places and on the days that were asked for."""
        return [one for one in assignments if one.day < self.days and (one.day, one.shift, one.station) in self.needs]


def shift_id(starts: time, hours: int) -> str:
    return f"{starts:%H:%M}+{hours}"


def hours_of(shift: str) -> int:
    return int(shift.split("+")[1])


def station(need: Need) -> Station:
    return Station(str(need.place_id), need.role, frozenset({need.profession} - {""}))


def slot(need: Need, day: int) -> Slot:
    return day, shift_id(need.starts, need.hours), station(need)


def assignment(person: str, slot: Slot) -> Assignment:
    day, shift, where = slot
    return Assignment(person, day, shift, where.post, where.role, where.skills)


def span(shift: str, day: date) -> tuple[datetime, datetime]:
    """When the shift of that day begins and ends."""
    starts, hours = shift.split("+")
    start = datetime.combine(day, time.fromisoformat(starts), clock.ZONE)
    return start, start + timedelta(hours=int(hours))


def roster(places: Collection[UUID], from_on: date, days: int) -> Roster:
    """The needs at ``places`` on the days, whoever is placed there or above, and what they are on already."""
    needs = list(
        Need.objects.filter(
            place_id__in=places, withdrawn_at=None, from_on__lt=from_on + timedelta(days=days), until_on__gte=from_on
        ).order_by("priority", "starts", "id")
    )
    asked: dict[Slot, list[Need]] = defaultdict(list)
    for need in needs:
        for day in range(days):
            if need.from_on <= from_on + timedelta(days=day) <= need.until_on:
                asked[slot(need, day)].append(need)
    postings = _postings({need.place_id for need in needs}, from_on, days)
    made = _Making(from_on, days, asked, postings)
    problem = reading.problem(made.document())
    plan = Plan(tuple(sorted(one for one in made.shifts if one.day >= 0)))
    return Roster(from_on, days, problem, plan, made.workers, asked, made.shifts)


def _postings(posts: Collection[UUID], from_on: date, days: int) -> list[Posting]:
    """Who is placed at a post or above it on one of the days."""
    tree = current_tree()
    above = {node.id for post in posts for node in tree.path(post)}
    rows = Posting.objects.filter(
        ended_at=None, place_id__in=above, from_on__lt=from_on + timedelta(days=days), until_on__gte=from_on
    )
    return list(rows.select_related("worker__staff", "worker__unit", "worker__home_town").order_by("worker_id"))


class _Making:
    """The document in parts."""

    def __init__(
        self, from_on: date, days: int, asked: Mapping[Slot, Sequence[Need]], postings: Sequence[Posting]
    ) -> None:
        self.from_on, self.days, self.asked, self.postings = from_on, days, asked, postings
        self.workers = {str(posting.worker_id): posting.worker for posting in postings}
        self.shifts = self._standing()
        self.horizon = max([days, *(one.day + 1 for one in self.shifts)])
        self.posts = sorted({station.post for _day, _shift, station in asked} | {one.post for one in self.shifts})

    def _standing(self) -> dict[Assignment, Shift]:
        """Shifts of these people, from four weeks before to a week after; days before the first are negative."""
        first, last = clock.start_of(self.from_on), self.from_on + timedelta(days=self.days + _WEEK)
        rows = Shift.objects.planned().filter(
            worker_id__in=list(self.workers), starts_at__gte=first - _BACK, starts_at__lt=clock.start_of(last)
        )
        found: dict[Assignment, Shift] = {}
        for row in rows.select_related("need").order_by("starts_at", "id"):
            start = row.starts_at.astimezone(clock.ZONE)
            hours = round((row.ends_at - row.starts_at).total_seconds() / 3600)
            where = station(row.need)
            day = (start.date() - self.from_on).days
            shift = shift_id(start.time(), hours)
            found[Assignment(str(row.worker_id), day, shift, where.post, where.role, where.skills)] = row
        return found

    def document(self) -> dict[str, Any]:
        standing = [one for one in self.shifts if one.day >= 0]
        return {
            "format": "tongzhou-roster-1",
            "days": self.horizon,
            "starts_on": self.from_on.isoformat(),
            "objective": "lexicographic",
            "shifts": self._shift_types(),
            "posts": self._posts(),
            "people": self._people(),
            "cover": self._cover(standing),
            "pinned": [line(one) for one in standing if self._is_pinned(one)],
            "published": [line(one) for one in standing],
            "rules": "cn",
        }

    def _shift_types(self) -> list[dict[str, Any]]:
        named = {shift for _day, shift, _station in self.asked} | {one.shift for one in self.shifts}
        return [
            {"id": one, "start": one.split("+")[0], "minutes": hours_of(one) * 60}
            for one in sorted(named) or ["08:00+8"]
        ]

    def _posts(self) -> list[dict[str, Any]]:
        points = points_of([UUID(post) for post in self.posts])
        return [
            {"id": post, "area": post} | ({"point": points[UUID(post)]} if UUID(post) in points else {})
            for post in self.posts
        ]

    def _people(self) -> list[dict[str, Any]]:
        tree = current_tree()
        above = {post: {node.id for node in tree.path(UUID(post))} for post in self.posts}
        held: dict[str, list[Assignment]] = defaultdict(list)
        for one in self.shifts:
            held[one.person].append(one)
        reserve = _reserve(self.workers, self.from_on)
        return [
            {
                "id": str(posting.worker_id),
                "areas": sorted(
                    {post for post, path in above.items() if posting.place_id in path}
                    | {one.post for one in held[str(posting.worker_id)] if one.day >= 0}
                )
                or ["-"],
                "skills": [posting.worker.profession],
                "works_nights": posting.worker.can_work_nights,
                "is_reserve": posting.worker_id in reserve,
                "off": self._off(posting),
                "leave": self._leave(posting.worker),
                "history": self._history(held[str(posting.worker_id)]),
                **home(posting.worker),
            }
            for posting in self.postings
        ]

    def _off(self, posting: Posting) -> list[int]:
        """Days before or after the posting, or the days that a volunteer offered."""
        worker = posting.worker
        from_on, until_on = max(posting.from_on, worker.free_from or posting.from_on), posting.until_on
        until_on = min(until_on, worker.free_until or until_on)
        first, last = (from_on - self.from_on).days, (until_on - self.from_on).days
        return [day for day in range(self.horizon) if not first <= day <= last]

    def _leave(self, worker: Worker) -> list[int]:
        if worker.away_from is None or worker.away_until is None:
            return []
        first, last = (worker.away_from - self.from_on).days, (worker.away_until - self.from_on).days
        return [day for day in range(self.horizon) if first <= day <= last]

    def _history(self, held: Sequence[Assignment]) -> dict[str, Any]:
        """How somebody enters the first day: the run up to it, the week's hours so far, the nights of four weeks."""
        before = {one.day: one for one in held if one.day < 0}
        week = [before[day] for day in range(-self.from_on.weekday(), 0) if day in before]
        run = next((count for count in range(_WEEK) if -1 - count not in before), _WEEK)
        nights = next((count for count in range(run) if not is_night(before[-1 - count].shift)), run)
        return {
            "last_shift": before[-1].shift if -1 in before else "",
            "days_worked": run,
            "nights_in_a_row": nights,
            "nights": sum(is_night(one.shift) for one in before.values()),
            "week_minutes": sum(hours_of(one.shift) * 60 for one in week),
            "week_days": len(week),
        }

    def _is_pinned(self, one: Assignment) -> bool:
        """What has begun, stands elsewhere or comes after the days that are planned stays as it is."""
        is_outside = one.day >= self.days or (one.day, one.shift, one.station) not in self.asked
        row = self.shifts[one]
        return is_outside or row.checked_in_at is not None or row.starts_at <= clock.now()

    def _cover(self, standing: Sequence[Assignment]) -> list[dict[str, Any]]:
        lines = {key: (sum(need.count for need in needs), needs[0].priority) for key, needs in self.asked.items()}
        for one in standing:
            key = (one.day, one.shift, one.station)
            if key not in self.asked:
                lines[key] = (lines.get(key, (0, 2))[0] + 1, 2)
        return [
            {**_where(where), "day": day, "shift": shift, "count": count, "priority": priority}
            for (day, shift, where), (count, priority) in lines.items()
        ]


def is_night(shift: str) -> bool:
    starts, hours = shift.split("+")
    start = time.fromisoformat(starts)
    return reading.is_night(start.hour * 60 + start.minute, int(hours) * 60)


def _where(where: Station) -> dict[str, Any]:
    return {"post": where.post, "role": where.role, "skills": sorted(where.skills)}


def line(one: Assignment) -> dict[str, Any]:
    """An assignment in the words of the document."""
    return {"person": one.person, "day": one.day, "shift": one.shift, **_where(one.station)}


def lines(listed: Sequence[Mapping[str, Any]]) -> tuple[Assignment, ...]:
    """Assignments from their lines."""
    return reading.plan({"assignments": list(listed)}).assignments


def home(worker: Worker) -> dict[str, Any]:
    home = worker.home_town
    if home is None or home.longitude is None or home.latitude is None:
        return {}
    return {"home": [home.longitude, home.latitude]}


def points_of(places: Collection[UUID]) -> dict[UUID, list[float]]:
    """Where each place lies: its own point, else that of the nearest place above it that has one."""
    tree = current_tree()
    above = {place_id: [node.id for node in tree.path(place_id)][::-1] for place_id in places}
    rows = Place.objects.filter(id__in={one for path in above.values() for one in path})
    known = {one.id: [one.longitude, one.latitude] for one in rows if one.longitude is not None and one.latitude}
    near = {place_id: next((known[one] for one in path if one in known), None) for place_id, path in above.items()}
    return {place_id: point for place_id, point in near.items() if point}


def town_of(place_id: UUID) -> frozenset[UUID]:
    """Where whoever may stand at a post is seen: the post's town, the post alone where it has none."""
    tree = current_tree()
    town = tree.town_of(place_id)
    return tree.scope([town.id if town else place_id]).places


@contextmanager
def seeing(places: Collection[UUID], by: Actor) -> Iterator[None]:
    """Let the rules be asked about everybody at ``places``, whatever ``by`` may see. Show nothing but the answer."""
    database.set_scope({*places, *by.scope.places})
    try:
        yield
    finally:
        database.set_scope(by.scope.places)


def _reserve(workers: Mapping[str, Worker], day: date) -> set[UUID]:
    """Members of a mobile group: kept for drop-outs."""
    rows = Member.objects.filter(
        Q(team__from_on__lte=day, team__until_on__gte=day), worker_id__in=list(workers), team__sort=Team.Sort.MOBILE
    )
    return set(rows.values_list("worker_id", flat=True))
