"""The one question that every action asks first."""

from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import NotAllowed


def require(by: Actor, permission: Permission, *, place_id: UUID | None = None) -> None:
    """Raises NotAllowed unless the duty permits this, has not ended and, where a place is named, covers it."""
    if not by.may(permission):
        raise NotAllowed(_("Your duty does not include this. Ask whoever assigned it."))
    if clock.now() >= by.ends_at:
        raise NotAllowed(_("Your duty has ended; nothing is shown after it. Ask for a new one."))
    if place_id is not None and place_id not in by.scope:
        raise NotAllowed(_("This place is not part of your duty."))
