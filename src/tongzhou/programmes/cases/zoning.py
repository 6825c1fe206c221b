"""The passes of a case's building: proposed by the health authority, ended by one confirmation of who may revoke them.

Never say here whose case it is: the office sees a place and its passes.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import State
from tongzhou.matters.errors import MatterUnknown
from tongzhou.matters.models import Matter
from tongzhou.passes import actions as passes
from tongzhou.places.queries import current_tree
from tongzhou.places.tree import Node
from tongzhou.programmes.cases.errors import CaseRefused, CaseUnknown
from tongzhou.programmes.cases.models import Case
from tongzhou.programmes.cases.records import ZONE
from tongzhou.units.queries import seat_id


@dataclass(frozen=True, slots=True)
class Zone:
    """A proposal with the number of passes that still open a gate there."""

    matter: Matter
    place: Node
    passes: int


def places(case: Case) -> list[Node]:
    """Where the passes may end: the place of the case, and the compounds in it."""
    tree = current_tree()
    return [tree.get(case.place_id), *tree.children(case.place_id)]


def propose(case_id: UUID, place_id: UUID | None, *, by: Actor) -> None:
    """Work for the town of the place. Raises CaseRefused, CaseUnknown."""
    require(by, Permission.CASE_NOTIFY)
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise CaseUnknown(_("There is no such case."))
    if place_id not in {node.id for node in places(case)}:
        raise CaseRefused(_("Choose the place of the case, or a compound in it."), field="place")
    if case.zone_id and worklists.seen(by).unfinished().filter(id=case.zone_id).exists():
        raise CaseRefused(_("This was proposed already and waits for the town."), field="place")
    town = current_tree().town_of(place_id)
    owner = (seat_id(town.id) if town else None) or seat_id(place_id) or by.unit_id
    wanted = NewMatter(case_type=ZONE.code, owner_unit_id=owner, place_id=place_id)
    case.zone_id = matters.open_matters([wanted], by=by)[0].id
    case.save(update_fields=["zone_id"])


def proposed(matter_id: UUID, *, by: Actor) -> Zone:
    """Raises CaseUnknown when it is not there, not here, or closed."""
    require(by, Permission.PASS_REVOKE)
    try:
        matter = worklists.one(matter_id, by=by).matter
    except MatterUnknown as unknown:
        raise CaseUnknown(str(unknown)) from unknown
    if matter.case_type != ZONE.code or matter.is_closed:
        raise CaseUnknown(_("This is decided already."))
    place = current_tree().get(matter.place_id)
    return Zone(matter, place, passes.in_force().filter(place_id=place.id).count())


def confirm(matter_id: UUID, *, by: Actor) -> None:
    """Every older pass of the place ends now. Raises CaseUnknown, NotAllowed."""
    zone = proposed(matter_id, by=by)
    passes.revoke_older(zone.place.id, by=by)
    _close(zone, "done", "", by)


def decline(matter_id: UUID, *, why: str, by: Actor) -> None:
    """The passes stay. Raises CaseUnknown, errors of matters (a reason is needed)."""
    _close(proposed(matter_id, by=by), "not_needed", why, by)


def _close(zone: Zone, outcome: str, note: str, by: Actor) -> None:
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_DECIDE, Permission.MATTER_WORK})
    if zone.matter.state != State.ACCEPTED:
        matters.accept([zone.matter.id], by=acting)
    matters.close([zone.matter.id], outcome=outcome, note=note, by=acting)
