"""Who may publish what: the district's version needs a duty over the whole district, a town's one over that town."""

from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel.errors import NotAllowed
from tongzhou.places.models import PlaceKind
from tongzhou.places.tree import Tree
from tongzhou.questionnaires.errors import VersionRefused


def require_publish(by: Actor, place_id: UUID | None, tree: Tree) -> None:
    """Raises NotAllowed, or VersionRefused when the place is neither the district (None) nor a town."""
    require(by, Permission.QUESTIONNAIRE_PUBLISH, place_id=place_id)
    if place_id is None:
        tops = [node.id for node in tree.children(None)]
        if not by.is_wide and not any(top in by.scope for top in tops):
            raise NotAllowed(_("The district's questions are published by the district. Publish for your town."))
    elif place_id not in tree.nodes or tree.get(place_id).kind != PlaceKind.TOWN:
        raise VersionRefused(_("Only the district and its towns have versions of their own."), field="place")


def towns_of(by: Actor, tree: Tree) -> list[tuple[UUID, str]]:
    """The towns that the actor may publish for: id and name."""
    if not by.may(Permission.QUESTIONNAIRE_PUBLISH):
        return []
    return [(node.id, node.name) for node in tree.nodes.values() if node.kind == PlaceKind.TOWN and node.id in by.scope]


def may_publish_district(by: Actor, tree: Tree) -> bool:
    try:
        require_publish(by, None, tree)
    except NotAllowed:
        return False
    return True
