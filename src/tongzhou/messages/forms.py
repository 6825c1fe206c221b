"""What is asked before many are told, with what was typed kept."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import ids
from tongzhou.messages import audiences
from tongzhou.messages.errors import MessageRefused
from tongzhou.places.queries import current_tree


@dataclass(frozen=True, slots=True)
class Wanted:
    audience: str
    place_id: UUID
    words: str
    batch_of: UUID


def read(given: QueryDict) -> Wanted:
    """Raises MessageRefused by field."""
    try:
        place_id = UUID(given.get("place", ""))
    except ValueError as error:
        raise MessageRefused(_("Choose a place."), field="place") from error
    try:
        batch_of = UUID(given.get("batch_of", ""))
    except ValueError:
        batch_of = ids.new()
    return Wanted(given.get("audience", ""), place_id, given.get("words", ""), batch_of)


def chosen_from(by: Actor) -> dict[str, object]:
    """The audiences, and the places of the duty: its own first, then those right below."""
    tree = current_tree()
    own = tree.get(by.post_id)
    places = [(node.id, node.name) for node in (own, *tree.children(own.id)) if node.id in by.scope]
    return {"audiences": [(one.code, one.label) for one in audiences.known.values()], "places": places}
