"""The tree of one day, in memory, and the scope resolved from it. Pure: no table is read here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from tongzhou.places.models import PlaceKind


@dataclass(frozen=True, slots=True)
class Node:
    id: UUID
    name: str
    kind: str
    parent_id: UUID | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Subtrees by their roots, and every place in them. An empty scope holds nothing."""

    roots: frozenset[UUID] = frozenset()
    places: frozenset[UUID] = frozenset()

    def __contains__(self, place_id: UUID) -> bool:
        return place_id in self.places


@dataclass(frozen=True)
class Tree:
    """Every place open on a day under the place that managed it then."""

    nodes: dict[UUID, Node]
    _children: dict[UUID | None, list[Node]] = field(init=False, repr=False)
    _scopes: dict[frozenset[UUID], Scope] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        children: dict[UUID | None, list[Node]] = {}
        for node in sorted(self.nodes.values(), key=lambda node: (node.code or "~", node.name)):
            children.setdefault(node.parent_id, []).append(node)
        object.__setattr__(self, "_children", children)

    def get(self, place_id: UUID) -> Node:
        """The node. Raises KeyError when the place is not open on that day."""
        return self.nodes[place_id]

    def children(self, place_id: UUID | None) -> list[Node]:
        """Those that it manages, by code and then by name; the tops of the tree for None."""
        return list(self._children.get(place_id, []))

    def path(self, place_id: UUID) -> list[Node]:
        """From the top of the tree down to the place itself."""
        upwards = [self.get(place_id)]
        while (parent := upwards[-1].parent_id) is not None:
            upwards.append(self.get(parent))
        return upwards[::-1]

    def town_of(self, place_id: UUID) -> Node | None:
        """The town over the place; None for what hangs on the district itself."""
        return next((node for node in self.path(place_id) if node.kind == PlaceKind.TOWN), None)

    def scope(self, roots: Iterable[UUID]) -> Scope:
        """Everything at and below ``roots``; a root that is not open on that day adds nothing."""
        known = frozenset(root for root in roots if root in self.nodes)
        if known not in self._scopes:
            found = Scope(known, frozenset(place for root in known for place in self._below(root)))
            if len(known) > 1:
                return found
            self._scopes[known] = found  # of one place: what a duty covers, asked by every request
        return self._scopes[known]

    def _below(self, place_id: UUID) -> Iterator[UUID]:
        waiting = [place_id]
        while waiting:
            at = waiting.pop()
            yield at
            waiting.extend(node.id for node in self._children.get(at, []))
