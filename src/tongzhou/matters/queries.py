"""Reads of matters: the worklist, its counts, the story of one. Every read starts from the asker's scope.

Never answer about a matter whose place, or whose sender's place, is outside of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.matters import receipts, subjects
from tongzhou.matters.errors import MatterUnknown
from tongzhou.matters.models import Event, Matter, MatterSet
from tongzhou.places.models import Place
from tongzhou.places.tree import Scope
from tongzhou.units.models import Unit

#: Rows of a page: what a phone still scrolls through.
PAGE = 25
#: Most rows of a spreadsheet; narrow the filter for more.
EXPORT = 2000
SORTS = {"due": ("due_at", "id"), "opened": ("-opened_at", "id"), "receipt": ("receipt", "id")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a worklist shows. ``whose``: mine, unit (my unit's and my post's), all, sent, raised (overdue, told to my
    office); ``state`` "" is unfinished."""

    whose: str = "all"
    case_type: str = ""
    state: str = ""
    overdue_only: bool = False
    text: str = ""
    sort: str = "due"


@dataclass(frozen=True, slots=True)
class Row:
    """A matter as a list shows it. ``subject`` is masked words, empty when nobody may say them."""

    matter: Matter
    subject: str
    is_overdue: bool
    late: timedelta


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Counts:
    """For the panel at home: unfinished ones at the duty's places, and how many of them are what."""

    unfinished: int
    overdue: int
    due_today: int
    mine: int
    returned: int


def seen(by: Actor) -> MatterSet:
    """Everything that ``by`` may read: worked at a place of the scope or sent from one."""
    require(by, Permission.MATTER_VIEW)
    return Matter.objects.all() if by.is_wide else Matter.objects.within(by.scope)


def overdue(scope: Scope) -> MatterSet:
    """The unfinished matters of the scope's places whose time is over."""
    return Matter.objects.worked_in(scope).overdue(clock.now())


def _whose(by: Actor, whose: str) -> MatterSet:
    found = seen(by)
    if whose == "sent":
        return found.sent_from(by.scope)
    worked = found if by.is_wide else Matter.objects.worked_in(by.scope)
    if whose == "raised":
        return found.filter(raised_to_id=by.unit_id)
    if whose == "mine":
        return worked.filter(holder_id=by.staff_id)
    if whose == "unit":
        return worked.filter(Q(owner_unit_id=by.unit_id) | Q(place_id=by.post_id))
    return worked


def chosen(by: Actor, wanted: Filter) -> MatterSet:
    """The matters that the filter holds, in its order. A receipt in ``text`` finds its matter in whatever state.

    Other text is looked for in the names of the place, the owner and the holder.
    """
    if receipt := receipts.read(wanted.text):
        return seen(by).filter(receipt=receipt)
    found = _whose(by, wanted.whose)
    if text := wanted.text.strip():
        found = found.filter(
            Q(place__name__icontains=text) | Q(owner_unit__name__icontains=text) | Q(holder_name__icontains=text)
        )
    found = found.filter(state=wanted.state) if wanted.state else found.unfinished()
    if wanted.case_type:
        found = found.filter(case_type=wanted.case_type)
    if wanted.overdue_only:
        found = found.overdue(clock.now())
    return found.order_by(*SORTS.get(wanted.sort, SORTS["due"]))


def worklist(*, by: Actor, wanted: Filter | None = None, page: int = 1, size: int = PAGE) -> Page:
    """One page of the list in four statements (and those of whoever names the subjects)."""
    found = chosen(by, wanted or Filter())
    total = found.count()
    pages = max(1, ceil(total / size))
    number = min(max(1, page), pages)
    return Page(rows(found[(number - 1) * size : number * size], by=by), total, number, pages)


def rows(matters: MatterSet, *, by: Actor) -> list[Row]:
    """Rows with their masked subjects, places and units, each of which is read once."""
    listed, now = list(matters), clock.now()
    names = subjects.named({matter.subject_id for matter in listed if matter.subject_id}, by)
    _join(listed)
    return [_row(matter, names, now) for matter in listed]


def _join(listed: list[Matter]) -> None:
    """Give the matters their places and units. A join would do so for every row before the page is cut."""
    places = Place.objects.in_bulk({matter.place_id for matter in listed})
    pairs = [(matter.owner_unit_id, matter.accountable_unit_id, matter.raised_to_id) for matter in listed]
    units = Unit.objects.in_bulk({id for pair in pairs for id in pair if id})
    for matter, (owner, accountable, raised_to) in zip(listed, pairs, strict=True):
        matter.place, matter.owner_unit = places[matter.place_id], units[owner]
        matter.accountable_unit = units[accountable] if accountable else None
        matter.raised_to = units[raised_to] if raised_to else None


def _row(matter: Matter, names: dict[UUID, str], now: datetime) -> Row:
    late = now - matter.due_at
    words = names.get(matter.subject_id, "") if matter.subject_id else ""
    return Row(matter, words, matter.is_overdue(now), max(late, timedelta()))


def counts(*, by: Actor) -> Counts:
    """One statement."""
    now = clock.now()
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    unfinished = _whose(by, "all").unfinished()
    found = unfinished.aggregate(
        unfinished=Count("id"),
        overdue=Count("id", filter=Q(due_at__lt=now)),
        due_today=Count("id", filter=Q(due_at__gte=now, due_at__lt=tomorrow)),
        mine=Count("id", filter=Q(holder_id=by.staff_id)),
        returned=Count("id", filter=Q(state="returned")),
    )
    return Counts(**found)


def matter(matter_id: UUID, *, by: Actor) -> Matter:
    """The matter alone, for an act on it. One statement. Raises MatterUnknown."""
    found = seen(by).filter(id=matter_id).first()
    if found is None:
        raise MatterUnknown(_("There is no such matter within your duty. Look it up in the list."))
    return found


def one(matter_id: UUID, *, by: Actor) -> Row:
    """The matter. Raises MatterUnknown outside the scope just as for one that does not exist."""
    found = rows(seen(by).filter(id=matter_id), by=by)
    if not found:
        raise MatterUnknown(_("There is no such matter within your duty. Look it up in the list."))
    return found[0]


def story(matter_id: UUID, *, by: Actor) -> list[Event]:
    """What was done, oldest first. Raises MatterUnknown."""
    matter = seen(by).filter(id=matter_id)
    events = Event.objects.filter(matter__in=matter).select_related("from_unit", "to_unit", "matter")
    found = list(events.order_by("number"))
    if not found:
        raise MatterUnknown(_("There is no such matter within your duty. Look it up in the list."))
    return found


def of_subjects(subject_ids: Iterable[UUID], *, by: Actor) -> list[Row]:
    """The matters about these subjects, newest first: for a person's page."""
    return rows(seen(by).filter(subject_id__in=list(subject_ids)).order_by("-opened_at"), by=by)


def every_of_entry(entry_id: UUID, *, by: Actor) -> list[Matter]:
    """Every matter that the entry opened, as far as ``by`` may see it."""
    return list(seen(by).filter(entry_id=entry_id).select_related("owner_unit").order_by("id"))


def of_entries(entry_ids: Iterable[UUID], *, by: Actor, case_type: str) -> dict[UUID, Matter]:
    """The matter of that type which each ledger entry opened."""
    opened = seen(by).filter(entry_id__in=list(entry_ids), case_type=case_type)
    return {matter.entry_id: matter for matter in opened if matter.entry_id}
