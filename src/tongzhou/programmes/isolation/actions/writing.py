"""What every act here does: find the isolation, append its entry, keep the act on paper, open work about it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, ids
from tongzhou.ledger.actions import Entry
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import CaseType
from tongzhou.people import entries
from tongzhou.programmes.isolation import bases
from tongzhou.programmes.isolation.errors import IsolationUnknown
from tongzhou.programmes.isolation.models import Isolation, Order
from tongzhou.units.queries import seat_id


def found(isolation_id: UUID) -> Isolation:
    """The one in scope, locked, not ended. Raises IsolationUnknown."""
    wanted = Isolation.objects.filter(id=isolation_id, ended_at=None)
    one = wanted.select_for_update(of=("self",)).first()
    if one is None:
        raise IsolationUnknown(_("There is no such isolation that goes on at the places of your duty."))
    return one


def signed(by: Actor) -> str:
    return f"{by.name} · {by.unit_name}"[:220]


def append(
    kind: Kind,
    isolation: Isolation,
    body: Mapping[str, Any],
    *,
    by: Actor,
    secret: Mapping[str, Any] | None = None,
    key: bytes | None = None,
    channel: str = "page",
    at: datetime | None = None,
    entry_id: UUID | None = None,
) -> UUID:
    """One entry about the person; its id. ``at``: when it was, if it is not now."""
    entry = Entry(
        kind.code,
        by.post_id,
        at or clock.now(),
        id=entry_id or ids.new(),
        subject_id=isolation.person_id,
        subject_place_id=isolation.place_id,
        body=body,
        secret=secret,
        key=key,
        channel=channel,
    )
    entries.append([entry], by=by)
    return entry.id


def order(isolation: Isolation, act: str, basis: str, *, by_name: str, confirmed: str = "", words: str = "") -> Order:
    """Keep the act with what it rests on."""
    return Order.objects.create(
        isolation=isolation,
        place_id=isolation.place_id,
        site_place_id=isolation.site_place_id,
        review_place_id=isolation.review_place_id,
        act=act,
        basis=basis,
        words=words[:300],
        at=clock.now(),
        by_name=by_name,
        confirmed_by_name=confirmed,
    )


def resting_on(act: str) -> str:
    """The codes of everything in force for the act today."""
    return " ".join(one.code for one in bases.in_force(act, clock.today()))


def open_work(
    kind: CaseType,
    isolation: Isolation,
    *,
    by: Actor,
    note: str = "",
    due_at: datetime | None = None,
    matter_id: UUID | None = None,
) -> UUID:
    """Work for the unit where the person is: at the site once there, else at home."""
    place = isolation.site_place_id if isolation.admitted_at and isolation.site_place_id else isolation.place_id
    wanted = NewMatter(
        case_type=kind.code,
        owner_unit_id=seat_id(place) or (by.unit_id if by.post_id == place else _home_unit(isolation, by)),
        place_id=place,
        subject_id=isolation.person_id,
        note=note,
        due_at=due_at,
        id=matter_id or ids.new(),
    )
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_WORK})
    return matters.open_matters([wanted], by=acting)[0].id


def _home_unit(isolation: Isolation, by: Actor) -> UUID:
    return seat_id(isolation.place_id) or by.unit_id


def keep(isolation: Isolation) -> None:
    """Kept half a year past its last day, and past its end."""
    last = max(isolation.until_on, clock.today())
    isolation.keep_until = last + timedelta(days=180)
