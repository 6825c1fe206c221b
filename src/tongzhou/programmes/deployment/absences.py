"""How often nobody came, learnt from shifts that are over, and how many to keep in reserve so that no place is empty.

Reads only. A share is told by unit, never by name: who was away on which day is not this page's.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment.drafts import Draft, times
from tongzhou.programmes.deployment.models import Profession, Shift
from tongzhou.rostering import reserving
from tongzhou.rostering.reserving import AIM, MOST_ABSENT, Sized

_BACK = timedelta(days=28)
_ENOUGH, _USUAL = 50, 0.05
#: A unit's own share counts as much as the common one once so many of its shifts are over.
_OWN = 20


@dataclass(frozen=True)
class UnitShare:
    """How many shifts of a unit's people are over, to how many nobody came; ``share``: what is reckoned with."""

    name: str
    shifts: int
    absent: int
    share: float

    @property
    def percent(self) -> float:
        return round(self.share * 100, 1)


@dataclass(frozen=True)
class Learnt:
    """``share`` of all; ``is_usual``: too few shifts are over, an assumption stands in. ``by_unit``: with their ids."""

    shifts: int
    absent: int
    share: float
    is_usual: bool
    by_unit: Mapping[UUID, UnitShare]

    @property
    def units(self) -> Sequence[UnitShare]:
        return list(self.by_unit.values())


@dataclass(frozen=True)
class Kept:
    """The reserve of one shift. ``who``: how many of which profession; chances in per cent, rounded down."""

    on: date
    hours: str
    people: int
    number: int
    who: str
    without: float
    within: float


@dataclass(frozen=True)
class Reserve:
    """``most``: the largest day's reserve; ``mobile``: how many the mobile groups have; ``hardest``: the shift
    that needs most; ``bars``: the chance there with none, one, two … in reserve."""

    kept: Sequence[Kept]
    most: int
    mobile: int
    hardest: Kept | None
    bars: Sequence[Mapping[str, object]]

    @property
    def missing(self) -> int:
        return self.most - self.mobile


def learnt(place_id: UUID, *, by: Actor) -> Learnt:
    """From the shifts of four weeks at the place and below: nobody checked in, or somebody dropped out."""
    require(by, Permission.STAFF_PLACE)
    now = clock.now()
    places = current_tree().scope([place_id]).places & by.scope.places
    over = Shift.objects.filter(place_id__in=places, ends_at__lt=now, starts_at__gte=now - _BACK)
    counted = over.exclude(Q(dropped_at__isnull=False) & Q(dropped_why=""))  # a later plan took it off
    rows = counted.values_list("worker__unit_id", "worker__unit__name").annotate(
        all=Count("id"), away=Count("id", filter=Q(checked_in_at=None))
    )
    found = list(rows.order_by("worker__unit__name"))
    shifts, absent = sum(row[2] for row in found), sum(row[3] for row in found)
    is_usual = shifts < _ENOUGH or absent == shifts
    share = _USUAL if is_usual else min(absent / shifts, MOST_ABSENT)
    units = {
        unit_id: UnitShare(name, of, away, min((away + _OWN * share) / (of + _OWN), MOST_ABSENT))
        for unit_id, name, of, away in found
    }
    return Learnt(shifts, absent, share, is_usual, {} if is_usual else units)


def reserve(found: Draft, share: float, by_unit: Mapping[UUID, UnitShare]) -> Reserve:
    """The reserve of each shift of a rota at these shares."""
    own = {
        key: by_unit[worker.unit_id].share for key, worker in found.roster.workers.items() if worker.unit_id in by_unit
    }
    sized = reserving.reserve(found.roster.problem, found.plan, share, by_person=own)
    kept = [_kept(found, one) for one in sized]
    days = Counter[int]()
    for one in sized:
        days[one.day] += one.number
    mobile = sum(person.is_reserve for person in found.roster.problem.people)
    at = max(range(len(sized)), key=lambda index: sized[index].number, default=None)
    if at is None:
        return Reserve(kept, 0, mobile, None, ())
    bars = [
        {"label": str(number), "value": _percent(chance), "share": f"{chance * 100:.1f}"}
        for number, chance in enumerate(sized[at].chances)
    ]
    return Reserve(kept, max(days.values()), mobile, kept[at], bars)


def aim() -> int:
    return round(AIM * 100)


def _percent(chance: float) -> float:
    return int(chance * 1000) / 10


def _kept(found: Draft, one: Sized) -> Kept:
    who = [_named(skills, number) for skills, number in one.reserve]
    return Kept(
        found.days[one.day],
        times(one.shift),
        one.people,
        one.number,
        "、".join(who) or "—",
        _percent(one.chances[0]),
        _percent(one.chances[-1]),
    )


def _named(skills: Sequence[str], number: int) -> str:
    if not skills:
        return _("%(number)s of any profession") % {"number": number}
    return _("%(number)s × %(who)s") % {
        "number": number,
        "who": "、".join(str(Profession(skill).label) for skill in skills),
    }
