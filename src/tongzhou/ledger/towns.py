"""To which town's daily chain an entry belongs: that of the recording post."""

from datetime import date
from uuid import UUID

from tongzhou.kernel import clock
from tongzhou.places import queries
from tongzhou.places.tree import Tree

_known: dict[tuple[date, UUID], UUID] = {}


def town_of(place_id: UUID) -> UUID:
    """The place's town, else the top of the tree; remembered for a day, since each chain keeps whatever it took."""
    key = (clock.today(), place_id)
    if key not in _known:
        if len(_known) > 5_000:
            _known.clear()
        _known[key] = _looked_up(queries.current_tree(), place_id)
    return _known[key]


def _looked_up(tree: Tree, place_id: UUID) -> UUID:
    if place_id in tree.nodes:
        town = tree.town_of(place_id)
        return town.id if town else tree.path(place_id)[0].id
    tops = tree.children(None)
    return tops[0].id if tops else place_id
