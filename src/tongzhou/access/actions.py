"""The only place where accounts and duties change. A duty always has an end; ending one early moves its end."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.utils.translation import gettext as _

from tongzhou.access import factors, policies
from tongzhou.access.actors import Actor
from tongzhou.access.errors import AccountRefused, DutyRefused
from tongzhou.access.models import Account, Duty
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.kernel import clock, database

LONGEST_DUTY = timedelta(days=92)
_ADMINISTRATORS = {"system_admin", "security_admin", "audit_admin"}


@dataclass(frozen=True)
class Opened:
    """A new account with the password and the second factor's address, told once and stored nowhere."""

    account: Account
    password: str
    factor_address: str


def open_account(*, username: str, staff_id: UUID, by: Actor | None, password: str | None = None) -> Opened:
    """An account for one member of staff; ``by`` is None only when a terminal sets a district up.

    Raises AccountRefused for a name in use.
    """
    if by:
        policies.require(by, Permission.ACCOUNT_MANAGE)
    if not 2 <= len(username.strip()) <= 60:
        raise AccountRefused(_("A sign-in name has 2 to 60 characters."), field="username")
    password, secret = password or secrets.token_urlsafe(12), factors.new_secret()
    account = Account(
        username=username.strip(), staff_id=staff_id, password=make_password(password), factor=factors.sealed(secret)
    )
    try:
        with database.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise AccountRefused(_("Somebody else signs in with this name."), field="username") from error
    return Opened(account, password, factors.address(account, secret))


def renew_account(*, account_id: UUID, by: Actor) -> Opened:
    """A new password and second factor for somebody who lost one; the old ones open nothing any more."""
    policies.require(by, Permission.ACCOUNT_MANAGE)
    account = Account.objects.get(id=account_id)
    password, secret = secrets.token_urlsafe(12), factors.new_secret()
    account.password, account.factor = make_password(password), factors.sealed(secret)
    account.refused_count, account.locked_until = 0, None
    account.save()
    return Opened(account, password, factors.address(account, secret))


def close_account(*, account_id: UUID, by: Actor) -> None:
    """Nobody signs in with it again; every duty of it ends now."""
    policies.require(by, Permission.ACCOUNT_MANAGE)
    Account.objects.filter(id=account_id, closed_at=None).update(closed_at=clock.now())
    Duty.objects.filter(account_id=account_id, ends_at__gt=clock.now(), starts_at__lt=clock.now()).update(
        ends_at=clock.now()
    )


def assign_duty(
    *,
    account_id: UUID,
    unit_id: UUID,
    role: str,
    place_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    basis: str,
    by: Actor | None,
) -> Duty:
    """A role at a place from–until. Raises DutyRefused for one without basis, without end, or too long.

    Nobody assigns a duty to himself, and nobody holds two of the three administrations at once.
    """
    if by:
        policies.require(by, Permission.DUTY_ASSIGN)
        if by.account_id == account_id:
            raise DutyRefused(_("Nobody assigns a duty to himself. Ask the other security administrator."))
    _check_duty(role, starts_at, ends_at, basis)
    _check_administrations(account_id, role, starts_at, ends_at)
    return Duty.objects.create(
        account_id=account_id,
        unit_id=unit_id,
        role=role,
        place_id=place_id,
        starts_at=starts_at,
        ends_at=ends_at,
        basis=basis.strip(),
        assigned_by_id=by.account_id if by else None,
    )


def _check_duty(role: str, starts_at: datetime, ends_at: datetime, basis: str) -> None:
    if role not in ROLES:
        raise DutyRefused(_("There is no such role."), field="role")
    if not 0 < len(basis.strip()) <= 200:
        raise DutyRefused(_("Name the document or decision that this duty rests on."), field="basis")
    if not starts_at < ends_at:
        raise DutyRefused(_("The duty must end after it starts."), field="ends_at")
    longest = ROLES[role].longest or LONGEST_DUTY
    if ends_at - starts_at > longest:
        raise DutyRefused(
            _("A duty lasts at most %(days)s days; assign it again after that.") % {"days": longest.days},
            field="ends_at",
        )


def _check_administrations(account_id: UUID, role: str, starts_at: datetime, ends_at: datetime) -> None:
    if role not in _ADMINISTRATORS:
        return
    others = Duty.objects.filter(account_id=account_id, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if others.exclude(role=role).exists():
        raise DutyRefused(_("An administrator holds no other duty at the same time."), field="role")


def end_duty(*, duty_id: UUID, by: Actor) -> None:
    """The duty ends now: nothing is seen through it from this moment."""
    policies.require(by, Permission.DUTY_ASSIGN)
    now = clock.now()
    duty = Duty.objects.get(id=duty_id)
    if duty.ends_at > now:
        Duty.objects.filter(id=duty_id).update(ends_at=max(now, duty.starts_at + timedelta(seconds=1)))
