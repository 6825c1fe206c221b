"""Who is on duty. Read at every request: a duty that has ended opens nothing, whatever a session remembers."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tongzhou.access.actors import Actor
from tongzhou.access.models import Account, Attempt, Duty
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.kernel import clock, database
from tongzhou.places import queries as places
from tongzhou.units.models import Staff


def duties_that_hold() -> QuerySet[Duty]:
    now = clock.now()
    return Duty.objects.filter(account__closed_at=None, starts_at__lte=now, ends_at__gt=now)


def duties_now(account_id: UUID) -> QuerySet[Duty]:
    """The duties that the account is on at this moment, the one that started last first."""
    return duties_that_hold().filter(account_id=account_id).order_by("-starts_at", "-id")


def on_duty_at(place_id: UUID, *, beside: UUID) -> QuerySet[Staff]:
    """Who else is on duty at the place at this moment."""
    here = duties_that_hold().filter(place_id=place_id)
    return Staff.objects.filter(id__in=here.values("account__staff_id")).exclude(id=beside).order_by("name")


def on_duty_with(permission: Permission, places: Iterable[UUID]) -> QuerySet[Duty]:
    """Duties that hold at this moment at one of the places and carry the permission, by name."""
    roles = [code for code, role in ROLES.items() if permission in role.permissions]
    held = duties_that_hold().filter(place_id__in=list(places), role__in=roles)
    return held.select_related("account__staff", "unit").order_by("account__staff__name", "id")


_HELD = """
    SELECT d.account_id, a.staff_id, d.unit_id, d.id, s.name, u.name, d.role, d.place_id, d.ends_at,
           (SELECT t.value FROM places_stamp t LIMIT 1), a.password
      FROM access_duty d JOIN access_account a ON a.id = d.account_id
      JOIN units_staff s ON s.id = a.staff_id JOIN units_unit u ON u.id = d.unit_id
     WHERE d.account_id = %s AND a.closed_at IS NULL AND d.starts_at <= %s AND d.ends_at > %s
     ORDER BY d.starts_at DESC, d.id DESC
"""


class _Held(NamedTuple):
    """A duty as :data:`_HELD` reads it, once for every request."""

    account_id: UUID
    staff_id: UUID
    unit_id: UUID
    id: UUID
    name: str
    unit_name: str
    role: str
    place_id: UUID
    ends_at: datetime
    stamp: UUID | None
    password: str = ""


def actor_of(account_id: UUID, *, duty_id: UUID | None = None, fingerprint: str | None = None) -> Actor | None:
    """Whoever the account acts as now: on the chosen duty if it still holds, else on the latest. One statement.

    None without a current duty, or when the session's ``fingerprint`` belongs to an older password.
    """
    now = clock.now()
    held = [_Held(*row) for row in database.prepared(_HELD, [account_id, now, now])]
    chosen = next((duty for duty in held if duty.id == duty_id), held[0] if held else None)
    if chosen is None or (fingerprint is not None and fingerprint != fingerprint_of(Account(password=chosen.password))):
        return None
    return _actor(chosen)


def fingerprint_of(account: Account) -> str:
    """What a session keeps of the password, so that a new password ends the sessions of the old one."""
    return account.get_session_auth_hash()[:16]


def actor_on(duty: Duty, stamp: UUID | None) -> Actor:
    """Whoever acts on this duty, whether it holds or not: ask first."""
    staff = duty.account.staff
    ids = (duty.account_id, staff.id, duty.unit_id, duty.id)
    return _actor(_Held(*ids, staff.name, duty.unit.name, duty.role, duty.place_id, duty.ends_at, stamp))


def _actor(held: _Held) -> Actor:
    role = ROLES[held.role]
    return Actor(
        account_id=held.account_id,
        staff_id=held.staff_id,
        unit_id=held.unit_id,
        duty_id=held.id,
        name=held.name,
        unit_name=held.unit_name,
        role=role.code,
        permissions=role.permissions,
        scope=places.current_tree(held.stamp).scope([held.place_id]),
        post_id=held.place_id,
        is_wide=role.is_wide,
        ends_at=held.ends_at,
    )


def account_of(account_id: UUID) -> Account:
    return Account.objects.get(id=account_id)


def accounts(text: str = "") -> QuerySet[Account]:
    """Open and closed accounts whose sign-in name or staff name holds ``text``."""
    found = Account.objects.select_related("staff").order_by("username")
    return found.filter(Q(username__icontains=text) | Q(staff__name__contains=text)) if text else found


def staff_without_account() -> QuerySet[Staff]:
    """Who works for a unit and cannot sign in yet, by name."""
    return Staff.objects.exclude(id__in=Account.objects.filter(closed_at=None).values("staff_id")).order_by("name")


def duties(text: str = "", *, ended: bool = False) -> QuerySet[Duty]:
    """Duties that hold or are to come (or have ended), newest first, with who assigned them."""
    latest = Duty.objects.select_related("account__staff", "unit", "place", "assigned_by__staff").order_by("-starts_at")
    now = clock.now()
    latest = latest.filter(ends_at__lte=now) if ended else latest.filter(ends_at__gt=now)
    return latest.filter(account__staff__name__contains=text) if text else latest


def refused_attempts(limit: int = 50) -> Iterable[Attempt]:
    """What was tried and refused, newest first, with the sign-in name."""
    name = Subquery(Account.objects.filter(id=OuterRef("account_id")).values("username")[:1])
    return Attempt.objects.annotate(username=name).order_by("-at")[:limit]
