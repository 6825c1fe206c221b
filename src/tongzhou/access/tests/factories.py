"""An actor for the tests of any room, without an account behind it."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, ids
from tongzhou.places.tree import Scope


def actor(
    *places: UUID,
    permissions: Iterable[Permission] = Permission,
    staff_id: UUID | None = None,
    unit_id: UUID | None = None,
    is_wide: bool = False,
    hours: float = 8,
) -> Actor:
    """Somebody on duty at the first of ``places``, who sees all of them and may do everything unless told otherwise."""
    listed = places or (ids.new(),)
    return Actor(
        account_id=ids.new(),
        staff_id=staff_id or ids.new(),
        unit_id=unit_id or ids.new(),
        duty_id=ids.new(),
        name="测试甲",
        unit_name="永乐村委会",
        role="test",
        permissions=frozenset(permissions),
        scope=Scope(frozenset(listed), frozenset(listed)),
        post_id=listed[0],
        is_wide=is_wide,
        ends_at=clock.now() + timedelta(hours=hours),
    )
