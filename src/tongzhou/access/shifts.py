"""Duties that follow from being sent down: the own shifts while posted, the post's role for the length of a shift.

The separated administrator of security opens every other duty. Never open one here that is longer than a shift, or that
no post needs.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from tongzhou.access.errors import DutyRefused
from tongzhou.access.models import Account, Duty
from tongzhou.access.roles import FIELD_ROLES, SENT_DOWN
from tongzhou.kernel import clock

#: Twelve hours, and half an hour to hand over.
LONGEST = timedelta(hours=12, minutes=30)


def accounts_of(staff_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The open account of each member of staff who has one."""
    held = Account.objects.filter(staff_id__in=staff_ids, closed_at=None).order_by("id")
    return dict(held.values_list("staff_id", "id"))


def open_posting(
    accounts: Mapping[UUID, UUID], *, place_id: UUID, starts_at: datetime, ends_at: datetime, basis: str
) -> dict[UUID, UUID]:
    """Let those who were sent (account to unit) see their own shifts and nothing else; account to duty.

    Raises DutyRefused for a posting without a document.
    """
    duties = [
        _duty(account_id, unit_id, SENT_DOWN.code, place_id, starts_at, ends_at, basis)
        for account_id, unit_id in accounts.items()
    ]
    return {duty.account_id: duty.id for duty in Duty.objects.bulk_create(duties)}


def open_shift(
    *, account_id: UUID, unit_id: UUID, role: str, place_id: UUID, starts_at: datetime, ends_at: datetime, basis: str
) -> Duty:
    """What a check-in opens: a post's role at that post. The caller has checked that the shift is theirs.

    Raises DutyRefused for a role that no shift may open, or a shift that is too long.
    """
    if role not in FIELD_ROLES or ends_at - starts_at > LONGEST:
        raise DutyRefused(_("A shift opens the role of a post, for one shift. Ask the security administrator."))
    duty = _duty(account_id, unit_id, role, place_id, starts_at, ends_at, basis)
    duty.save(force_insert=True)
    return duty


def _duty(
    account_id: UUID, unit_id: UUID, role: str, place_id: UUID, starts_at: datetime, ends_at: datetime, basis: str
) -> Duty:
    if not basis.strip():
        raise DutyRefused(_("Name the document or decision that this duty rests on."), field="basis")
    return Duty(
        account_id=account_id,
        unit_id=unit_id,
        role=role,
        place_id=place_id,
        starts_at=starts_at,
        ends_at=ends_at,
        basis=basis.strip()[:200],
    )


def close(duty_ids: Collection[UUID]) -> None:
    """A posting or a shift ended early: nothing is seen through these duties from this moment."""
    now = clock.now()
    open_ones = Duty.objects.filter(id__in=duty_ids, role__in=FIELD_ROLES | {SENT_DOWN.code}, ends_at__gt=now)
    open_ones.filter(starts_at__lt=now).update(ends_at=now)
    open_ones.filter(starts_at__gte=now).update(ends_at=F("starts_at") + timedelta(seconds=1))
