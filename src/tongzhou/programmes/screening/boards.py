"""Dwelling boards: the compounds that have one, one board by building and floor, one flat with its story."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.places.models import PlaceKind
from tongzhou.places.queries import HOMES, current_tree
from tongzhou.places.tree import Node
from tongzhou.programmes.screening.errors import NotFound
from tongzhou.programmes.screening.models import Dwelling, Living, Sighting

#: A mark beside the word and the colour of each state.
MARKS: Mapping[str, str] = {"occupied": "●", "rented": "◐", "empty": "○", "visit": "?", "refused": "✕"}
_TAIL = 2  # 501 and 1203: the last two digits number the door, what stands before them the floor


@dataclass(frozen=True)
class Board:
    """A compound and how many of its flats are what, in the order of Living."""

    place: Node
    numbers: list[tuple[str, str, int]]
    all: int


def boards(*, by: Actor) -> list[Board]:
    """The own compounds and villages that have a board."""
    require(by, Permission.SCREEN_WORK)
    rows = Dwelling.objects.filter(place_id__in=by.scope.places).values_list("place_id", "state")
    counts: dict[UUID, dict[str, int]] = {}
    for place_id, state, number in rows.annotate(number=Count("id")).order_by():
        counts.setdefault(place_id, {})[state] = number
    tree = current_tree()
    found = [_board(tree.get(place_id), of) for place_id, of in counts.items()]
    return sorted(found, key=lambda one: one.place.name)


def _board(place: Node, of: Mapping[str, int]) -> Board:
    return Board(place, [(code, str(words), of.get(code, 0)) for code, words in Living.choices], sum(of.values()))


def homes(*, by: Actor) -> list[Node]:
    """Where a board may stand: compounds, and villages and committees without any."""
    require(by, Permission.SCREEN_WORK)
    tree = current_tree()
    found = [tree.get(one) for one in by.scope.places]
    return sorted((one for one in found if one.kind in (*HOMES, PlaceKind.COMPOUND)), key=lambda one: one.name)


@dataclass(frozen=True)
class Cell:
    """One flat as a square of the board."""

    flat: Dwelling
    mark: str


@dataclass(frozen=True)
class Building:
    """Floors from the top down, each with its flats in order."""

    name: str
    floors: list[tuple[str, list[Cell]]]


def place(place_id: UUID, *, by: Actor) -> Node:
    """Raises NotFound out of scope."""
    require(by, Permission.SCREEN_WORK)
    if place_id not in by.scope or place_id not in current_tree().nodes:
        raise NotFound(_("There is no such place in your duty."))
    return current_tree().get(place_id)


def flats(place_id: UUID, *, by: Actor) -> list[Dwelling]:
    """Of one board, by building and flat as people count. Raises NotFound."""
    place(place_id, by=by)
    return sorted(
        Dwelling.objects.filter(place_id=place_id), key=lambda one: (counted(one.building), counted(one.flat))
    )


def buildings(listed: list[Dwelling]) -> list[Building]:
    """The grid of a board; pure."""
    return [Building(name, _floors(list(some))) for name, some in groupby(listed, key=lambda one: one.building)]


def _floors(listed: list[Dwelling]) -> list[tuple[str, list[Cell]]]:
    found: dict[str, list[Cell]] = {}
    for one in listed:
        found.setdefault(floor_of(one.flat), []).append(Cell(one, MARKS[one.state]))
    return sorted(found.items(), key=lambda pair: counted(pair[0]), reverse=True)


def floor_of(flat: str) -> str:
    """501 stands on floor 5, 1203A on 12; what has no such number on none."""
    digits = re.match(r"\d+", flat)
    return digits.group()[:-_TAIL] if digits and len(digits.group()) > _TAIL else ""


def counted(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts 2号楼 before 10号楼."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d+|\D+", name)]


def flat(dwelling_id: UUID, *, by: Actor) -> tuple[Dwelling, list[Sighting]]:
    """One flat with what it was, the last first. Raises NotFound."""
    require(by, Permission.SCREEN_WORK)
    found = Dwelling.objects.filter(id=dwelling_id, place_id__in=by.scope.places).select_related("place").first()
    if found is None:
        raise NotFound(_("There is no such flat here."))
    return found, list(found.sightings.order_by("-at", "-id")[:50])
