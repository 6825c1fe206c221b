"""The round of the day, and the loads. A door is shown only here, and each showing is a look."""

import re
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.people import households
from tongzhou.places.queries import current_tree
from tongzhou.programmes.waste.models import Load, State, Stop

PAGE = 120


@dataclass(frozen=True)
class Line:
    """One stop: ``number`` on the route, ``door`` the address and nothing else."""

    stop: Stop
    number: int
    place: str
    door: str


@dataclass(frozen=True)
class Round:
    lines: list[Line]
    waiting: int
    fetched: int
    bags: int
    missed: int


def stops_of_today(*, by: Actor) -> list[Stop]:
    """The same without the doors: nobody is looked at."""
    require(by, Permission.WASTE_COLLECT)
    return list(Stop.objects.filter(day=clock.today(), place_id__in=by.scope.places).order_by("id")[:PAGE])


def of_today(*, by: Actor) -> Round:
    """The doors of the actor's places: village by village as the tree has them, door by door as numbers go."""
    stops = stops_of_today(by=by)
    acting = replace(by, permissions=by.permissions | {Permission.PERSON_SEARCH})
    doors = households.doors([stop.household_id for stop in stops], by=acting, reason=_("Round of household waste"))
    nodes = current_tree().nodes
    ordered = sorted(
        stops, key=lambda stop: (nodes[stop.place_id].code or "~", _natural(doors.get(stop.household_id, "")))
    )
    lines = [
        Line(stop, number, nodes[stop.place_id].name, doors.get(stop.household_id, ""))
        for number, stop in enumerate(ordered, start=1)
    ]
    states = [stop.state for stop in stops]
    on_board = sum(stop.bags for stop in stops if stop.state == State.FETCHED)
    return Round(lines, states.count(State.WAITING), states.count(State.FETCHED), on_board, states.count(State.MISSED))


def _natural(door: str) -> list[tuple[int, str]]:
    """Door 9 before door 10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", door)]


def is_load(load_id: UUID, *, by: Actor) -> bool:
    require(by, Permission.WASTE_COLLECT)
    return Load.objects.filter(id=load_id, place_id__in=by.scope.places).exists()


def loads(*, by: Actor) -> list[Load]:
    """Those of the last days, the latest first."""
    require(by, Permission.WASTE_COLLECT)
    return list(Load.objects.filter(place_id__in=by.scope.places).order_by("-handed_at")[:10])
