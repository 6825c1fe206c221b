"""Reads of isolation: the list, one with its days, sites with their beds. Every read starts from the asker's scope.

Never show more than a masked name here; the person's page opens the identity for a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.matters import queries as matters
from tongzhou.matters.models import Matter
from tongzhou.people import queries as people
from tongzhou.programmes.isolation import bases
from tongzhou.programmes.isolation.errors import IsolationUnknown
from tongzhou.programmes.isolation.models import Act, Isolation, Order, Report, Room, Site, Slot, State

PAGE = 200
#: Who sees isolations; the last one sees no report.
SEES = (Permission.ISOLATION_CARE, Permission.ISOLATION_DECIDE, Permission.ISOLATION_SITE, Permission.ISOLATION_REVIEW)


@dataclass(frozen=True)
class Row:
    """One line: ``today`` by slot; ``is_late``: a report of today is sought; ``is_over``: the days are over."""

    isolation: Isolation
    masked: str
    number: int
    today: dict[str, Report]
    open_work: int
    sees_reports: bool = True  # whoever reviews a decision does not

    @property
    def morning(self) -> Report | None:
        return self.today.get(Slot.MORNING)

    @property
    def evening(self) -> Report | None:
        return self.today.get(Slot.EVENING)

    @property
    def is_late(self) -> bool:
        return any(one.at is None for one in self.today.values())

    @property
    def is_alarm(self) -> bool:
        return any(one.is_alarm for one in self.today.values())

    @property
    def is_waiting(self) -> bool:
        return self.isolation.state == State.WAITING

    @property
    def is_reporting(self) -> bool:
        return self.sees_reports and self.isolation.state in (State.HOME, State.CENTRAL)

    @property
    def is_over(self) -> bool:
        going = (State.HOME, State.CENTRAL)
        return self.isolation.state in going and self.isolation.until_on < clock.today()


@dataclass(frozen=True)
class Day:
    on: date
    number: int
    reports: list[tuple[str, Report | None]]


@dataclass(frozen=True)
class House:
    """A site with its rooms and how many beds of each are taken."""

    site: Site
    rooms: list[tuple[Room, int]] = field(default_factory=list)

    @property
    def beds(self) -> int:
        return sum(room.beds for room, _taken in self.rooms)

    @property
    def taken(self) -> int:
        return sum(taken for _room, taken in self.rooms)


def _seen(by: Actor) -> QuerySet[Isolation]:
    if not any(by.may(permission) for permission in SEES):
        require(by, Permission.ISOLATION_CARE)
    found = Isolation.objects.select_related("place", "site_place", "room")
    places = by.scope.places
    seen_from = Q(place_id__in=places) | Q(site_place_id__in=places) | Q(review_place_id__in=places)
    return found if by.is_wide else found.filter(seen_from)


def isolations(*, by: Actor, state: str = "") -> list[Row]:
    """What goes on at the actor's places, what needs somebody first; ``state`` narrows, ``ended`` shows the past."""
    found = _seen(by)
    found = found.filter(state=state) if state in State.values else found.filter(ended_at=None)
    rows = _rows(found.order_by("-opened_at", "id")[:PAGE], by)
    return sorted(rows, key=_first)


def _first(row: Row) -> tuple[bool | int, ...]:
    return (not row.is_alarm, not row.is_waiting, not row.is_late, not row.is_over, -row.number)


def at_home(*, by: Actor) -> list[Row]:
    """Who isolates at home today at the places of the duty: whose two reports somebody asks for."""
    require(by, Permission.ISOLATION_CARE)
    going = _seen(by).filter(state=State.HOME, place_id__in=by.scope.places, until_on__gte=clock.today())
    return _rows(going.order_by("place_id", "opened_at", "id")[:PAGE], by)


def counts(*, by: Actor) -> dict[str, int]:
    """How many wait, are at home, refuse, are at a site."""
    listed = _seen(by).filter(ended_at=None).values_list("state", flat=True)
    states = list(listed)
    return {state: states.count(state) for state in (State.WAITING, State.HOME, State.REFUSED, State.CENTRAL)}


def _rows(found: Iterable[Isolation], by: Actor) -> list[Row]:
    listed = list(found)
    ids = [one.person_id for one in listed]
    names = people.masked(ids)
    names |= people.masked_anywhere([id for id in ids if id not in names])
    today = clock.today()
    reports: dict[UUID, dict[str, Report]] = {one.id: {} for one in listed}
    for report in Report.objects.filter(isolation__in=listed, day=today):
        reports[report.isolation_id][report.slot] = report
    waiting, sees = _waiting(ids, by), any(by.may(permission) for permission in SEES[:3])
    return [
        Row(
            one,
            names.get(one.person_id, "—"),
            one.day_number(today),
            reports[one.id],
            waiting.get(one.person_id, 0),
            sees,
        )
        for one in listed
    ]


def _waiting(person_ids: list[UUID], by: Actor) -> dict[UUID, int]:
    if not by.may(Permission.MATTER_VIEW):
        return {}
    found = matters.seen(by).unfinished().filter(subject_id__in=person_ids, case_type__startswith="isolation_")
    counted: dict[UUID, int] = {}
    for subject_id in found.values_list("subject_id", flat=True):
        if subject_id:
            counted[subject_id] = counted.get(subject_id, 0) + 1
    return counted


def one(isolation_id: UUID, *, by: Actor) -> Row:
    """Raises IsolationUnknown outside the scope just as for one that does not exist."""
    rows = _rows(_seen(by).filter(id=isolation_id), by)
    if not rows:
        raise IsolationUnknown(_("There is no such isolation at the places of your duty."))
    return rows[0]


def days(isolation: Isolation) -> list[Day]:
    """The days with both reports of each, up to today."""
    found = {(one.day, one.slot): one for one in Report.objects.filter(isolation=isolation)}
    last = min(isolation.until_on, clock.today())
    listed = [isolation.from_on + timedelta(days=turn) for turn in range((last - isolation.from_on).days + 1)]
    return [
        Day(on, isolation.day_number(on), [(str(Slot(slot).label), found.get((on, slot))) for slot in Slot.values])
        for on in reversed(listed)
    ]


def orders(isolation: Isolation) -> list[tuple[Order, list[str]]]:
    """The acts on paper with what each rests on, oldest first."""
    found = Order.objects.filter(isolation=isolation).order_by("at", "id")
    return [(one, bases.told(one.basis)) for one in found]


def decision(isolation: Isolation) -> Order | None:
    return Order.objects.filter(isolation=isolation, act=Act.CENTRAL).order_by("-at").first()


def refusal(isolation: Isolation, *, by: Actor) -> Matter | None:
    """The matter of the ladder, where the actor sees it."""
    if isolation.refusal_id is None or not by.may(Permission.MATTER_VIEW):
        return None
    return matters.seen(by).filter(id=isolation.refusal_id).first()


def work(isolation: Isolation, *, by: Actor) -> list[matters.Row]:
    """Visits, alarms, orders of needs and appeals about the person, newest first."""
    if not by.may(Permission.MATTER_VIEW):
        return []
    rows = matters.of_subjects([isolation.person_id], by=by)
    return [row for row in rows if row.matter.case_type.startswith("isolation_")]


def houses(*, by: Actor) -> list[House]:
    """The sites with their beds: the actor's own, or all of them for the whole district."""
    require_site = by.may(Permission.ISOLATION_SITE) or by.may(Permission.ISOLATION_DECIDE)
    if not require_site:
        require(by, Permission.ISOLATION_SITE)
    found = Site.objects.order_by("name", "id")
    found = found if by.is_wide else found.filter(place_id__in=by.scope.places)
    taken = list(Isolation.objects.filter(ended_at=None, room__isnull=False).values_list("room_id", flat=True))
    rooms = Room.objects.filter(site__in=found).order_by("number")
    return [House(site, [(room, taken.count(room.id)) for room in rooms if room.site_id == site.id]) for site in found]


def sites() -> list[tuple[UUID, str]]:
    """Every site by its place, to choose from."""
    return list(Site.objects.order_by("name").values_list("id", "name"))


def site_place(site_id: UUID | None) -> UUID | None:
    return Site.objects.filter(id=site_id).values_list("place_id", flat=True).first() if site_id else None


def paper_act(isolation: Isolation, act: str) -> Order | None:
    """The last act of that kind which is handed over as a paper of its own."""
    found = Order.objects.filter(isolation=isolation, act=act, act__in=(Act.HOME, Act.CENTRAL))
    return found.order_by("-at").first()
