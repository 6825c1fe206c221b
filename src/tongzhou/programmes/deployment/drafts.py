"""What the pages of a rota show: posts and people by days, who carries how much, what is short and why. Reads only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import reasons, resting, rosters
from tongzhou.programmes.deployment.actions import repairs, rotas
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.programmes.deployment.models import Need, Relief, Rota, Worker
from tongzhou.programmes.deployment.rosters import Roster, Slot
from tongzhou.rostering.checking import fair_class
from tongzhou.rostering.documents import Assignment, Plan
from tongzhou.rostering.remedies import Remedy, remedies
from tongzhou.rostering.shortages import Shortage, shortage

_EXPLAINED = 12
#: How long after its time a search that says nothing is taken for cut off.
_SILENT = timedelta(seconds=60)


def rotas_of(*, by: Actor) -> QuerySet[Rota]:
    """Drafts and versions of the own places, the newest first."""
    require(by, Permission.STAFF_PLACE)
    found = Rota.objects.filter(place_id__in=by.scope.places).select_related("place")
    return found.defer("plan", "edits", "changes").order_by("-asked_at", "-id")


@dataclass(frozen=True)
class Cell:
    """One shift in a grid. ``is_new``: stands only in the draft; ``slot_url`` parts: whose need, which day."""

    one: Assignment
    name: str
    post: str
    need_id: UUID | None
    is_new: bool

    @property
    def hours(self) -> str:
        return times(self.one.shift)


@dataclass(frozen=True)
class Row:
    """A person's days."""

    worker: Worker
    cells: Sequence[Cell | None]
    hours: int
    nights: int


@dataclass(frozen=True)
class Seats:
    """One day of a post: who is there, and how many are missing."""

    day: int
    cells: Sequence[Cell]
    short: int
    is_asked: bool


@dataclass(frozen=True)
class Line:
    """A post's days for one kind of shift. ``need``: whose page a change of it is made on."""

    need: Need
    post: str
    seats: Sequence[Seats]

    @property
    def hours(self) -> str:
        return times(rosters.shift_id(self.need.starts, self.need.hours))


def times(shift: str) -> str:
    """08:00+8 as 08:00–16:00."""
    start, end = rosters.span(shift, date(2020, 1, 1))
    return f"{start:%H:%M}–{end:%H:%M}"


@dataclass(frozen=True)
class Draft:
    """A rota with what is asked now; ``plan`` is the rota's own."""

    rota: Rota
    roster: Roster
    plan: Plan

    @property
    def days(self) -> list[date]:
        return [self.rota.from_on + timedelta(days=number) for number in range(self.rota.days)]

    @property
    def is_open(self) -> bool:
        return self.rota.version is None

    @property
    def is_searching(self) -> bool:
        return self.rota.solved_at is None and not self.is_cut

    @property
    def is_cut(self) -> bool:
        late = self.rota.asked_at + timedelta(seconds=self.rota.seconds) + _SILENT
        return self.rota.solved_at is None and clock.now() > late

    @property
    def seconds_gone(self) -> int:
        return min(self.rota.seconds, int((clock.now() - self.rota.asked_at).total_seconds()))

    @cached_property
    def names(self) -> Mapping[str, Worker]:
        """Everybody of the plan and whoever could be, by id."""
        known = dict(self.roster.workers)
        gone = {one.person for one in self.plan.assignments} - known.keys()
        rows = Worker.objects.filter(id__in=gone).select_related("staff", "unit") if gone else ()
        return known | {str(one.id): one for one in rows}

    @cached_property
    def there(self) -> Mapping[Slot, list[Assignment]]:
        found: dict[Slot, list[Assignment]] = defaultdict(list)
        for one in self.plan.assignments:
            found[one.day, one.shift, one.station].append(one)
        return found

    @cached_property
    def open_slots(self) -> list[tuple[Slot, int]]:
        """Slots with somebody missing, the most urgent first, then by day."""
        short = [
            (slot, sum(need.count for need in needs) - len(self.there.get(slot, ())))
            for slot, needs in self.roster.needs.items()
        ]
        listed = [(slot, number) for slot, number in short if number > 0]
        return sorted(listed, key=lambda one: (self.roster.needs[one[0]][0].priority, one[0][0], one[0][1]))

    @cached_property
    def lost(self) -> int:
        """Shifts of a draft that cannot be any more."""
        return len(rotas.difference(self.roster, self.plan).lost) if self.is_open else 0

    @property
    def missing(self) -> int:
        return sum(number for _slot, number in self.open_slots)

    @property
    def asked(self) -> int:
        return sum(need.count for needs in self.roster.needs.values() for need in needs)


def draft(rota_id: UUID, *, by: Actor) -> Draft:
    """Raises NotFound."""
    require(by, Permission.STAFF_PLACE)
    rota = Rota.objects.filter(id=rota_id, place_id__in=by.scope.places).select_related("place").first()
    if rota is None:
        raise NotFound(_("There is no such rota here."))
    return Draft(rota, rotas.roster_of(rota.place_id, rota.from_on, rota.until_on, by), rotas.plan_of(rota))


def _cell(found: Draft, one: Assignment, stands: Iterable[Assignment]) -> Cell:
    node = current_tree().nodes.get(UUID(one.post))
    needs = found.roster.needs.get((one.day, one.shift, one.station))
    worker = found.names.get(one.person)
    return Cell(
        one,
        worker.staff.name if worker else "—",
        node.name if node else "—",
        needs[0].id if needs else None,
        one not in stands,
    )


def people(found: Draft) -> list[Row]:
    """Everybody who could be on a shift, with their days: by unit and name."""
    stands = frozenset(found.roster.plan.assignments) if found.is_open else frozenset(found.plan.assignments)
    held: dict[str, dict[int, Cell]] = defaultdict(dict)
    for one in found.plan.assignments:
        held[one.person][one.day] = _cell(found, one, stands)
    hours, nights = resting.load(found.roster, Plan(found.plan.assignments)), _nights(found)
    listed = sorted(found.names.items(), key=lambda pair: (pair[1].unit.name, pair[1].staff.name, pair[0]))
    return [
        Row(worker, [held[key].get(day) for day in range(found.rota.days)], hours[key], nights[key])
        for key, worker in listed
    ]


def _nights(found: Draft) -> Counter[str]:
    """By person, those of the four weeks before too."""
    before = [one for one in found.roster.shifts if one.day < 0]
    return Counter(one.person for one in (*before, *found.plan.assignments) if rosters.is_night(one.shift))


def posts(found: Draft) -> list[Line]:
    """Every kind of shift that is asked for, with who is there on each day: by post and time."""
    stands = frozenset(found.roster.plan.assignments) if found.is_open else frozenset(found.plan.assignments)
    kinds: dict[tuple[object, ...], Need] = {}
    for (_day, shift, where), needs in found.roster.needs.items():
        kinds.setdefault((shift, where), needs[0])
    tree = current_tree()
    lines = [
        Line(need, tree.get(need.place_id).name, [_seats(found, need, day, stands) for day in range(found.rota.days)])
        for need in kinds.values()
    ]
    return sorted(lines, key=lambda line: (line.post, line.need.starts, line.need.role))


def _seats(found: Draft, need: Need, day: int, stands: Iterable[Assignment]) -> Seats:
    slot = rosters.slot(need, day)
    cells = [_cell(found, one, stands) for one in found.there.get(slot, ())]
    asked = found.roster.needs.get(slot, ())
    return Seats(day, cells, sum(need.count for need in asked) - len(cells), bool(asked))


@dataclass(frozen=True)
class Load:
    """What one person carries in the days of the rota; ``differs``: by more than one night from people alike;
    ``reliefs``: meals of others that they stood in for, in the week before and since."""

    worker: Worker
    hours: int
    nights: int
    weekends: int
    shifts: int
    differs: bool
    reliefs: int


def loads(found: Draft) -> list[Load]:
    """Who carries how much, the most loaded first; the nights of four weeks before are counted."""
    hours, nights = resting.load(found.roster, found.plan), _nights(found)
    shifts = Counter(one.person for one in found.plan.assignments)
    weekend = Counter(one.person for one in found.plan.assignments if found.days[one.day].weekday() >= 5)
    reliefs = _reliefs(found)
    least: dict[object, int] = {}
    alike = {person.id: fair_class(person) for person in found.roster.problem.people if person.works_nights}
    for key, kind in alike.items():
        least[kind] = min(least.get(kind, nights[key]), nights[key])
    listed = [
        Load(
            *(worker, hours[key], nights[key], weekend[key], shifts[key]),
            differs=nights[key] - least.get(alike.get(key), 99) > 1,
            reliefs=reliefs[worker.id],
        )
        for key, worker in found.names.items()
    ]
    return sorted(listed, key=lambda one: (-one.hours, -one.nights, one.worker.staff.name))


def _reliefs(found: Draft) -> Counter[UUID]:
    since = clock.start_of(found.rota.from_on - timedelta(days=7))
    rows = Relief.objects.filter(worker_id__in=list(found.names), from_at__gte=since)
    return Counter(rows.values_list("worker_id", flat=True))


@dataclass(frozen=True)
class Explained:
    """One empty place: why nobody takes it, each reason with how many it speaks against."""

    post: str
    role: str
    when: date
    hours: str
    need_id: UUID
    day: int
    number: int
    why: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Short:
    """``floor``: what must stay empty whoever plans, and the people behind it; ``ways``: tried remedies."""

    floor: Shortage
    posts: Sequence[str]
    hours: Sequence[str]
    ways: Sequence[Remedy]
    empty: Sequence[Explained]


def short(found: Draft) -> Short:
    floor = shortage(found.roster.problem)
    tree = current_tree()
    group = floor.group
    named = sorted({tree.get(UUID(post)).name for post in group.posts if post}) if group else []
    ways = remedies(found.roster.problem, floor)
    hours = [times(shift) for shift in group.shifts] if group else []
    return Short(floor, named, hours, ways, [_explained(found, *one) for one in found.open_slots[:_EXPLAINED]])


def _explained(found: Draft, slot: Slot, number: int) -> Explained:
    need = found.roster.needs[slot][0]
    why = Counter(one.why for one in resting.among(found.roster, found.plan, slot) if one.why)
    return Explained(
        current_tree().get(need.place_id).name,
        need.get_role_display(),
        found.days[slot[0]],
        times(slot[1]),
        need.id,
        slot[0],
        number,
        why.most_common(4),
    )


@dataclass(frozen=True)
class Change:
    """One shift that a version puts in or takes out."""

    worker: str
    unit: str
    when: date
    hours: str
    post: str
    is_put: bool


def changes(found: Draft) -> list[Change]:
    """What the draft would change on what stands; of a version, what it changed."""
    if found.is_open:
        differs = rotas.difference(found.roster, found.plan)
        put, out = differs.put, differs.out
    else:
        put, out = (rosters.lines(found.rota.changes.get(name, [])) for name in ("put", "out"))
    gone = Worker.objects.filter(id__in={one.person for one in (*put, *out)}).select_related("staff", "unit")
    names = {str(one.id): one for one in gone}
    both = [(one, True) for one in put] + [(one, False) for one in out]
    return [_changed(found.roster, one, names, is_put) for one, is_put in sorted(both)]


def _changed(roster: Roster, one: Assignment, names: Mapping[str, Worker], is_put: bool) -> Change:
    node = current_tree().nodes.get(UUID(one.post))
    worker = names.get(one.person)
    return Change(
        worker.staff.name if worker else "—",
        worker.unit.name if worker else "",
        roster.from_on + timedelta(days=one.day),
        times(one.shift),
        node.name if node else "—",
        is_put,
    )


@dataclass(frozen=True)
class Way:
    """One way to repair; ``code`` names what it changes. ``missing``: what stays empty in all."""

    name: str
    code: str
    changes: Sequence[Change]
    missing: int


@dataclass(frozen=True)
class Vacant:
    gaps: Sequence[repairs.Gap]
    ways: Sequence[Way]


def repair(place_id: UUID, *, by: Actor) -> Vacant:
    """What fell vacant and how it can be filled."""
    found = repairs.gaps(place_id, by=by)
    gone = {gap.one for gap in found.listed}
    ways = [
        Way(
            option.name,
            repairs.digest(option),
            [
                _changed(found.roster, one, found.roster.workers, is_put)
                for one, is_put in sorted(
                    [(one, True) for one in option.added] + [(one, False) for one in option.removed if one not in gone]
                )
            ],
            option.missing,
        )
        for option in found.options
        if option.added
    ]
    return Vacant(found.listed, ways)


def rules() -> list[tuple[str, str]]:
    return reasons.rules()
