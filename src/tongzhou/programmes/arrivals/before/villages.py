"""Where somebody may go: the villages and committees of the district, by town and by what is typed."""

from uuid import UUID

from tongzhou.encounters.presenting import HOMES
from tongzhou.places import queries as places
from tongzhou.places.models import PlaceKind
from tongzhou.places.tree import Node

_MOST = 40


def towns() -> list[Node]:
    tree = places.current_tree()
    found = [node for node in tree.nodes.values() if node.kind == PlaceKind.TOWN]
    return sorted(found, key=lambda node: node.code or "~")


def town(text: str) -> Node | None:
    return next((node for node in towns() if str(node.id) == text), None)


def of_town(text: str) -> list[Node]:
    """The homes of the town with this id; none when it is no town."""
    chosen = town(text)
    if chosen is None:
        return []
    tree = places.current_tree()
    found = [tree.get(place_id) for place_id in tree.scope([chosen.id]).places]
    return sorted((node for node in found if node.kind in HOMES), key=lambda node: node.code or "~")


def search(text: str) -> list[Node]:
    """By characters, full pinyin or initials."""
    tree = places.current_tree()
    roots = [node.id for node in tree.children(None)]
    found = places.search(text, within=tree, scope=tree.scope(roots), limit=_MOST)
    return [node for node in found if node.kind in HOMES]


def is_home(place_id: UUID) -> bool:
    node = places.current_tree().nodes.get(place_id)
    return node is not None and node.kind in HOMES


def name(place_id: UUID) -> str:
    """Town and village."""
    return " · ".join(node.name for node in places.current_tree().path(place_id)[1:])
