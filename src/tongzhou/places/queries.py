"""Reads of the dated tree."""

from collections.abc import Iterable
from datetime import date
from time import monotonic
from uuid import UUID

from django.db.models import Q, QuerySet
from pypinyin import Style, lazy_pinyin

from tongzhou.kernel import clock
from tongzhou.places.models import Code, Managed, Place, PlaceKind, Stamp
from tongzhou.places.tree import Node, Scope, Tree


def _on(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gt=day))


def open_on(day: date) -> QuerySet[Place]:
    """The places that exist on ``day``."""
    return Place.objects.filter(Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day)))


def tree(on: date) -> Tree:
    """The tree as it stood on that day: three statements, whatever its size."""
    parents: dict[UUID, UUID] = dict(Managed.objects.filter(_on(on)).values_list("place_id", "parent_id"))
    codes: dict[UUID, str] = dict(Code.objects.filter(_on(on)).values_list("place_id", "code"))
    places = open_on(on).values_list("id", "name", "kind")
    return Tree({id: Node(id, name, kind, parents.get(id), codes.get(id)) for id, name, kind in places})


_remembered: dict[tuple[UUID, date], Tree] = {}


def stamp() -> UUID | None:
    """Changes whenever the tree does; None before the first place."""
    return Stamp.objects.values_list("value", flat=True).first()


_last: tuple[float, UUID] | None = None


def forget_stamp() -> None:
    """The tree was changed in this process: ask for its stamp again."""
    global _last
    _last = None


def _recent_stamp() -> UUID | None:
    """The stamp as it was at most a second ago: a page asks for the tree many times, other processes hear in time."""
    global _last
    if _last is None or monotonic() - _last[0] > 1:
        value = stamp()
        _last = (monotonic(), value) if value else None
    return _last[1] if _last else None


def current_tree(known_stamp: UUID | None = None) -> Tree:
    """The tree of today, remembered until it changes; one statement a second at most."""
    value = known_stamp or _recent_stamp()
    if value is None:
        return tree(clock.today())
    key = (value, clock.today())
    if key not in _remembered:
        while len(_remembered) >= 4:
            _remembered.pop(next(iter(_remembered)))
        _remembered[key] = tree(clock.today())
    return _remembered[key]


def by_code(code: str, on: date) -> Place | None:
    """The place that bore the code on that day."""
    borne = Code.objects.filter(_on(on), code=code).select_related("place").first()
    return borne.place if borne else None


def _spellings(name: str) -> tuple[str, str, str]:
    return name, "".join(lazy_pinyin(name)), "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


def search(text: str, *, within: Tree, scope: Scope, limit: int = 20) -> list[Node]:
    """Places of ``scope`` whose name holds ``text`` as characters, or begins with it in full pinyin or initials."""
    wanted = "".join(text.lower().split())
    if not wanted:
        return []
    found = []
    for node in within.nodes.values():
        if node.id in scope:
            name, full, initials = _spellings(node.name)
            if wanted in name or full.startswith(wanted) or initials.startswith(wanted) or node.code == wanted:
                found.append(node)
    return sorted(found, key=lambda node: (len(node.name), node.code or "~"))[:limit]


#: Kinds of place where people live.
HOMES = (PlaceKind.VILLAGE, PlaceKind.COMMITTEE, PlaceKind.PREPARATORY)


def by_town() -> list[tuple[Node, list[Node]]]:
    """Each town with itself and its villages and committees, to choose one from."""
    found = current_tree()
    towns = [node for node in found.nodes.values() if node.kind == PlaceKind.TOWN]
    listed = [(town, [town, *(node for node in found.children(town.id) if node.kind in HOMES)]) for town in towns]
    return sorted(listed, key=lambda pair: pair[0].code or "~")


def tile_squares(place_ids: Iterable[UUID]) -> dict[UUID, Place]:
    """Those of the places that have a square on the tile map."""
    return {place.id: place for place in Place.objects.filter(id__in=list(place_ids), tile_column__isnull=False)}


_ENDINGS = ("", "村委会", "居委会", "委会", "社区居委会")


def named(places: Iterable[UUID]) -> dict[str, UUID]:
    """These places by their names, with and without the office's ending: as lists write them."""
    known, found = current_tree(), dict[str, UUID]()
    for place_id in places:
        name = known.get(place_id).name
        for ending in _ENDINGS:
            if name.endswith(ending):
                found.setdefault(name.removesuffix(ending), place_id)
    return found
