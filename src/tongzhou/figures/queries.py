"""Reads of counts. Every one begins with who asks: what lies outside the scope is not in the sum."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tongzhou.access.actors import Actor
from tongzhou.figures.indicators import INDICATORS, Indicator
from tongzhou.figures.models import Reported, Standing
from tongzhou.kernel import clock, database
from tongzhou.ledger.kinds import KINDS
from tongzhou.ledger.models import Stored
from tongzhou.ledger.records import WITHDRAWN
from tongzhou.places.queries import current_tree
from tongzhou.places.tree import Node, Tree
from tongzhou.units.models import Staff, Unit


@dataclass(frozen=True)
class Figure:
    """A value with what it needs to be understood: of what, where, on which day, known when."""

    indicator: Indicator
    place: Node
    day: date
    value: int
    before: int
    known_at: datetime

    @property
    def change(self) -> int:
        """Against the day before."""
        return self.value - self.before


#: The places as one array: as a list of values a district's fifteen hundred cost more to write down than to look up.
_COUNTED = "FROM figures_count WHERE indicator = ANY (%s) AND place_id = ANY (%s::uuid[]) AND day BETWEEN %s AND %s"


def _leaves(place_id: UUID, by: Actor) -> frozenset[UUID]:
    return current_tree().scope([place_id]).places & by.scope.places


def _counted(
    columns: str, indicators: Iterable[str], places: Collection[UUID], first: date, last: date, *, end: str = ""
) -> list[Any]:
    listed = "{" + ",".join(map(str, places)) + "}"
    with database.cursor() as statement:
        statement.execute(f"SELECT {columns} {_COUNTED} {end}", [list(indicators), listed, first, last])
        return list(statement.fetchall())


def _sums(
    indicators: Iterable[str], places: Collection[UUID], first: date, last: date
) -> dict[tuple[str, UUID, date], int]:
    rows = _counted(
        "indicator, place_id, day, sum(value)", indicators, places, first, last, end="GROUP BY indicator, place_id, day"
    )
    return {(code, place, day): value for code, place, day, value in rows}


def figures(place_id: UUID, day: date, *, by: Actor) -> list[Figure]:
    """Every indicator at the place (with everything below it) on that day, and the day before. One statement."""
    sums = _sums(INDICATORS, _leaves(place_id, by), day - timedelta(days=1), day)
    totals: dict[tuple[str, date], int] = defaultdict(int)
    for (code, _place, on), value in sums.items():
        totals[code, on] += value
    node, now = current_tree().get(place_id), clock.now()
    return [
        Figure(indicator, node, day, totals[code, day], totals[code, day - timedelta(days=1)], now)
        for code, indicator in INDICATORS.items()
    ]


def value(code: str, place_id: UUID, day: date, *, by: Actor) -> int:
    """One indicator at the place, with everything below it."""
    return sum(_sums([code], _leaves(place_id, by), day, day).values())


def by_child(code: str, place_id: UUID, day: date, *, by: Actor) -> list[tuple[Node, int]]:
    """The value of each place directly below, in the tree's order; what hangs on the place itself comes last."""
    tree = current_tree()
    sums = _sums([code], _leaves(place_id, by), day, day)
    own: dict[UUID, int] = defaultdict(int)
    for (_code, place, _day), count in sums.items():
        below = [node.id for node in tree.path(place)]
        deeper = below[below.index(place_id) + 1 :]
        own[deeper[0] if deeper else place_id] += count
    rows = [(node, own[node.id]) for node in tree.children(place_id) if node.id in by.scope]
    return rows + ([(tree.get(place_id), own[place_id])] if own.get(place_id) else [])


def trend(code: str, place_id: UUID, last: date, *, by: Actor, days: int = 14) -> list[tuple[date, int]]:
    """The value of each of the ``days`` up to ``last``, oldest first, zeros included."""
    first = last - timedelta(days=days - 1)
    totals: dict[date, int] = defaultdict(int)
    for (_code, _place, day), count in _sums([code], _leaves(place_id, by), first, last).items():
        totals[day] += count
    return [(first + timedelta(days=step), totals[first + timedelta(days=step)]) for step in range(days)]


def standings(code: str, place_id: UUID, day: date, *, by: Actor) -> QuerySet[Standing]:
    """What the number is made of: one row for each that counts, by place."""
    return Standing.objects.filter(indicator=code, day=day, place_id__in=_leaves(place_id, by)).order_by(
        "place_id", "entry_id"
    )


def entries_behind(rows: Iterable[Standing]) -> list[Stored]:
    """The entries of these standings, in their order; one that lies outside the scope is left out."""
    wanted = [row.entry_id for row in rows]
    held = {entry.id: entry for entry in Stored.objects.filter(id__in=wanted)}
    return [held[entry] for entry in wanted if entry in held]


def freshest(place_id: UUID, day: date, *, by: Actor) -> datetime | None:
    """When a figure of that day last changed, at the place or below."""
    ((latest,),) = _counted("max(moved_at)", INDICATORS, _leaves(place_id, by), day, day)
    found: datetime | None = latest
    return found


def reported(place_id: UUID, *, by: Actor) -> QuerySet[Reported]:
    """What was reported of the place and below, newest first."""
    return Reported.objects.filter(place_id__in=_leaves(place_id, by)).select_related("place").order_by("-known_at")


@dataclass(frozen=True)
class Told:
    """An entry in words: its kind, its places by name, its coded keys."""

    entry: Stored
    label: str
    post: str
    home: str
    unit: str
    authors: list[str]
    facts: list[tuple[str, str]]
    is_withdrawn: bool
    is_correction: bool


def told(entries: Iterable[Stored]) -> list[Told]:
    """Entries with the words that a page needs. Two statements for any number."""
    rows = list(entries)
    tree = current_tree()
    names = dict(Staff.objects.filter(id__in={one for row in rows for one in row.authors}).values_list("id", "name"))
    units = dict(Unit.objects.filter(id__in={row.unit_id for row in rows}).values_list("id", "name"))
    return [_told(row, tree, names, units) for row in rows]


def _told(row: Stored, tree: Tree, names: dict[UUID, str], units: dict[UUID, str]) -> Told:
    def place(place_id: UUID | None) -> str:
        node = tree.nodes.get(place_id) if place_id else None
        return node.name if node else "—"

    kind = KINDS.get(row.kind)
    return Told(
        row,
        str(kind.label) if kind else row.kind,
        place(row.place_id),
        place(row.subject_place_id),
        units.get(row.unit_id, ""),
        [names.get(author, "—") for author in row.authors],
        kind.told(row.body) if kind else [],
        row.kind == WITHDRAWN.code,
        row.corrects is not None and row.kind != WITHDRAWN.code,
    )


def story_of(entry_id: UUID) -> list[Told]:
    """The whole chain that an entry belongs to, oldest first; empty outside the scope."""
    found = Stored.objects.filter(id=entry_id).first()
    return told(Stored.objects.chain_of(found.corrects or found.id)) if found else []
