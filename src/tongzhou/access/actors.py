"""Who acts: a person on duty, for as long as the duty lasts; without one only by :func:`without_duty`.

Never make an actor anywhere else, but from a duty.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.places.tree import Scope


@dataclass(frozen=True, slots=True)
class Actor:
    """One person on one duty. ``scope`` is what the duty lets them see; nothing holds after ``ends_at``.
    ``device``: the enrolled telephone that speaks for them, empty for a page."""

    account_id: UUID
    staff_id: UUID
    unit_id: UUID
    duty_id: UUID
    name: str
    unit_name: str
    role: str
    permissions: frozenset[Permission]
    scope: Scope
    post_id: UUID
    is_wide: bool
    ends_at: datetime
    device: str = ""

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


#: The platform's own name, and nobody's id.
PLATFORM, NOBODY = "同舟", UUID(int=0)


def without_duty(
    place_id: UUID,
    *,
    unit_id: UUID | None = None,
    name: object = PLATFORM,
    unit_name: object = "",
    staff_id: UUID = NOBODY,
    permissions: Iterable[Permission] = (Permission.MATTER_WORK,),
    is_wide: bool = False,
) -> Actor:
    """The clock (with no ``name``), or whoever uses a public page: for a few minutes, at one place, with these rights
    and no other. ``unit_id``: the office on whose authority."""
    here = frozenset({place_id})
    return Actor(
        account_id=NOBODY,
        staff_id=staff_id,
        unit_id=unit_id or NOBODY,
        duty_id=NOBODY,
        name=str(name),
        unit_name=str(unit_name),
        role="",
        permissions=frozenset(permissions),
        scope=Scope(here, here),
        post_id=place_id,
        is_wide=is_wide,
        ends_at=clock.now() + timedelta(minutes=10),
    )
