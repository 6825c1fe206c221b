"""Who may do what to a matter: the act must be in its type's table, the permission on the duty, the place in the scope.

Pure: no table is read here. Never let the unit that only sent a matter act on it.
"""

from tongzhou.access import policies
from tongzhou.access.actors import Actor
from tongzhou.matters.casetypes import Act, State
from tongzhou.matters.models import Matter


def require(by: Actor, act: Act, matter: Matter) -> None:
    """Raises NotAllowed unless the duty holds the permission, goes on, and covers the place where it is worked."""
    policies.require(by, matter.type.permission(act), place_id=matter.place_id)


def possible(by: Actor, matter: Matter) -> list[Act]:
    """What the page offers: the acts of the matter's state, for whoever works at its place."""
    if matter.place_id not in by.scope:
        return []
    if matter.state == State.CHECKING and matter.holder_id == by.staff_id:
        return [act for act in matter.type.acts(matter.state) if act not in (Act.CLOSE, Act.REJECT)]
    offered = (act for act in matter.type.acts(matter.state) if by.may(matter.type.permission(act)))
    return [act for act in offered if act != Act.REFUSE or matter.sender_unit_id]
