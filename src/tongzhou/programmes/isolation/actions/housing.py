"""Central sites: laying them, and admitting somebody to a room. A room never takes more than its beds."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.programmes.isolation.actions import writing
from tongzhou.programmes.isolation.errors import IsolationRefused, RoomFull
from tongzhou.programmes.isolation.models import Isolation, Room, Site, State
from tongzhou.programmes.isolation.records import ADMITTED


def lay(place_id: UUID, *, name: str, rooms: Mapping[str, int], by: Actor) -> Site:
    """A site with its rooms (number → beds) at a place of its own."""
    require(by, Permission.ISOLATION_DECIDE)
    site = Site.objects.create(place_id=place_id, name=name.strip()[:100], opened_at=clock.now())
    Room.objects.bulk_create([Room(site=site, number=number, beds=beds) for number, beds in rooms.items()])
    return site


def admit(isolation_id: UUID, *, room_id: UUID, by: Actor) -> Isolation:
    """Give a bed in that room; again, for another room. Raises RoomFull, IsolationRefused, IsolationUnknown."""
    isolation = writing.found(isolation_id)
    if isolation.state != State.CENTRAL or isolation.site_place_id is None:
        raise IsolationRefused(_("Only somebody who is sent to a central site is admitted."))
    require(by, Permission.ISOLATION_SITE, place_id=isolation.site_place_id)
    room = Room.objects.select_for_update().filter(id=room_id, site__place_id=isolation.site_place_id).first()
    if room is None:
        raise IsolationRefused(_("Choose a room of this site."), field="room")
    taken = Isolation.objects.filter(room=room, ended_at=None).exclude(id=isolation.id).count()
    if taken >= room.beds:
        raise RoomFull(_("Room %(number)s is full. Choose another.") % {"number": room.number}, field="room")
    is_new = isolation.admitted_at is None
    isolation.room, isolation.admitted_at = room, isolation.admitted_at or clock.now()
    isolation.save(update_fields=["room", "admitted_at"])
    if is_new:
        writing.append(ADMITTED, isolation, {"site": isolation.site_place_id}, by=by)
    return isolation
