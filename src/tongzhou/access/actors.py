"""Who acts: a person on duty, for as long as the duty lasts. Never act for anybody without one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongzhou.access.permissions import Permission
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
