"""How far places and areas are: the town by its villages, the village by its compounds and areas, worst first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.places.queries import current_tree
from tongzhou.places.tree import Node
from tongzhou.programmes.screening.errors import NotFound
from tongzhou.programmes.screening.models import ENDS, Outcome, Target, Way

#: So many tiles stand side by side where the district's map has no square for what is shown.
_ROW = 4


@dataclass(frozen=True)
class Numbers:
    """``all`` = reached + refused + unreached (nobody there, later, wrong) + never (nobody has tried yet) and what was
    settled on a dwelling board."""

    all: int
    reached: int
    visited: int
    phoned: int
    refused: int
    unreached: int
    never: int
    done: int
    drawn: int

    @property
    def left(self) -> int:
        return self.all - self.done

    @property
    def share(self) -> int:
        return 100 * self.done // self.all if self.all else 0


@dataclass(frozen=True)
class Line:
    """What is covered of ``place_id``, or of one ``area`` of it; ``has_more``: it divides further."""

    name: str
    place_id: UUID
    area: str
    has_more: bool
    numbers: Numbers

    @property
    def url(self) -> str:
        return self._coverage() if self.has_more else self.targets()

    def _coverage(self) -> str:
        return f"{reverse('screening:coverage')}?{urlencode({'place': str(self.place_id)})}"

    def targets(self, state: str = "") -> str:
        asked = {"place": str(self.place_id), "area": self.area, "state": state}
        return f"{reverse('screening:targets')}?{urlencode({key: value for key, value in asked.items() if value})}"

    @property
    def cells(self) -> list[tuple[int, str]]:
        """The columns of the table, each with the targets behind it."""
        one = self.numbers
        states = [("", one.all), ("reached", one.reached), ("visited", one.visited), ("phoned", one.phoned)]
        states += [("refused", one.refused), ("unreached", one.unreached), ("never", one.never)]
        return [(value, self.targets(state)) for state, value in states]


_OUTCOMES = {"reached": [Outcome.REACHED], "refused": [Outcome.REFUSED], "never": [""], "done": list(ENDS)}
_OUTCOMES["unreached"] = [Outcome.NOBODY, Outcome.LATER, Outcome.WRONG]
_SUMS = {
    "all": Count("id", distinct=True),
    **{name: Count("id", distinct=True, filter=Q(outcome__in=some)) for name, some in _OUTCOMES.items()},
    "visited": Count("id", distinct=True, filter=Q(contacts__way=Way.VISIT)),
    "phoned": Count("id", distinct=True, filter=Q(contacts__way=Way.PHONE)),
    "drawn": Count("id", distinct=True, filter=Q(drawn_at__isnull=False)),
}
#: The targets behind a number of the table.
STATES: dict[str, Q] = {
    **{name: Q(outcome__in=some) for name, some in _OUTCOMES.items()},
    "open": ~Q(outcome__in=ENDS),
    "visited": Q(contacts__way=Way.VISIT),
    "phoned": Q(contacts__way=Way.PHONE),
    "drawn": Q(drawn_at__isnull=False),
}


def place(place_id: UUID | None, *, by: Actor) -> Node:
    """The place that is asked for, else the own post. Raises NotFound out of scope."""
    tree = current_tree()
    if place_id is not None and (place_id not in by.scope or place_id not in tree.nodes):
        raise NotFound(_("There is no such place in your duty."))
    return tree.get(place_id or by.post_id)


def lines(place_id: UUID, *, by: Actor) -> list[Line]:
    """What lies under the place, least covered first; what stands in the place itself by its areas."""
    require(by, Permission.SCREEN_WORK)
    rows = Target.objects.filter(place_id__in=by.scope.places).values("place_id", "area").annotate(**_SUMS)
    found: dict[tuple[UUID, str], list[Mapping[str, int]]] = {}
    tree = current_tree()
    for row in rows.order_by():
        path = [node.id for node in tree.path(row["place_id"])]
        if place_id in path:
            below = path[path.index(place_id) + 1 :][:1]
            found.setdefault((below[0], "") if below else (place_id, row["area"]), []).append(row)
    told = [_line(key, some, place_id) for key, some in found.items()]
    return sorted(told, key=lambda one: (one.numbers.share, -one.numbers.left, one.name))


def _line(key: tuple[UUID, str], rows: Sequence[Mapping[str, int]], above: UUID) -> Line:
    id_, area = key
    is_below = id_ != above
    name = current_tree().get(id_).name if is_below else area or _("No area")
    has_more = is_below and len({(row["place_id"], row["area"]) for row in rows}) > 1
    return Line(name, id_, area, has_more, total(rows))


def total(rows: Sequence[Mapping[str, int]]) -> Numbers:
    return Numbers(**{one.name: sum(row[one.name] for row in rows) for one in fields(Numbers)})


def summed(found: Sequence[Line]) -> Numbers:
    return total([vars(one.numbers) for one in found])


@dataclass(frozen=True)
class Tile:
    """One square of the map: what is left; ``shade`` 0 (all covered) to 4 (least covered)."""

    name: str
    value: int
    column: int
    row: int
    shade: int
    url: str


def tiles(found: Sequence[Line], squares: Mapping[UUID, tuple[int, int]]) -> list[Tile]:
    """On the district's map where each has its square; else row by row, least covered first."""
    is_mapped = bool(found) and all(one.place_id in squares for one in found) and not any(one.area for one in found)
    told = []
    for number, one in enumerate(found):
        column, row = squares[one.place_id] if is_mapped else (number % _ROW, number // _ROW)
        told.append(Tile(one.name, one.numbers.left, column, row, _shade(one.numbers), one.url))
    return told


def _shade(one: Numbers) -> int:
    return 0 if not one.left else min(4, 1 + (100 - one.share) * 4 // 101)
