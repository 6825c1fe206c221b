"""The two reports of a day, however they come; what is missing sends somebody to the door; orders of daily needs.

The reading is sealed under the person's key; only "37.3 or more" and "a complaint" stay in the body.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor, without_duty
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.casetypes import State as Stage
from tongzhou.programmes.isolation import keys
from tongzhou.programmes.isolation.actions import writing
from tongzhou.programmes.isolation.errors import IsolationRefused, ReportRefused
from tongzhou.programmes.isolation.models import Isolation, Report, Slot, State
from tongzhou.programmes.isolation.records import (
    ALARM,
    CHANNELS,
    NEED,
    NEEDS,
    REPORTED,
    SYMPTOMS,
    UNMET,
    UNMET_WHY,
    VISIT,
)
from tongzhou.response import queries as response
from tongzhou.units.queries import seat_id

#: Until when each report is expected (ours), and from when on it may be given.
DUE = {Slot.MORNING: time(10), Slot.EVENING: time(18)}
_NOON = time(13)
COLDEST, HOTTEST = 34.0, 43.0


def slot_at(moment: datetime) -> Slot:
    """The one that a report at this moment is for."""
    return Slot.MORNING if moment.astimezone(clock.ZONE).time() < _NOON else Slot.EVENING


def report(
    isolation_id: UUID,
    *,
    temperature: float,
    symptoms: Collection[str] = (),
    channel: str,
    by: Actor,
    at: datetime | None = None,
    entry_id: UUID | None = None,
) -> Report:
    """The report of the half of the day that ``at`` (now) falls in; a second one stands beside it in the ledger.

    Fever or a complaint opens work of one hour. Raises ReportRefused, IsolationUnknown, NotAllowed.
    """
    if not by.may(Permission.ISOLATION_SITE):
        require(by, Permission.ISOLATION_CARE)
    isolation, now = _going(isolation_id), at or clock.now()
    if not COLDEST <= temperature <= HOTTEST:
        raise ReportRefused(_("Between 34 and 43 degrees: measure again."), field="temperature")
    if channel not in CHANNELS or not set(symptoms) <= set(SYMPTOMS):
        raise ReportRefused(_("Choose from the list."), field="symptoms")
    is_hot = temperature >= response.fever_from()
    body = {**_half(now), "channel": channel, "is_hot": is_hot, "is_unwell": bool(symptoms)}
    given: dict[str, Any] = {"secret": {"temperature": temperature, "symptoms": sorted(symptoms)}}
    given |= {"key": keys.of(isolation.person_id), "channel": channel, "at": now, "entry_id": entry_id}
    entry_id = writing.append(REPORTED, isolation, body, by=by, **given)
    kept = _kept(isolation, now, entry_id, channel, is_hot or bool(symptoms))
    if kept.is_alarm:
        writing.open_work(ALARM, isolation, by=by)
    _tell_visit(kept, str(_("The report has come in meanwhile.")), by)
    return kept


def unmet(
    isolation_id: UUID,
    *,
    why: str,
    channel: str,
    by: Actor,
    at: datetime | None = None,
    entry_id: UUID | None = None,
) -> Report:
    """Nobody opened or answered, or would not be measured: whoever goes to the door hears of it at once, and again.

    Raises ReportRefused, IsolationUnknown, NotAllowed.
    """
    require(by, Permission.ISOLATION_CARE)
    isolation, now = _going(isolation_id), at or clock.now()
    if why not in UNMET_WHY or channel not in ("door", "telephone"):
        raise ReportRefused(_("Choose from the list."), field="why")
    body = {**_half(now), "channel": channel, "why": why}
    writing.append(UNMET, isolation, body, by=by, channel=channel, at=now, entry_id=entry_id)
    kept = _of_half(isolation, now)
    if kept is None:
        kept = _sought(isolation, slot_at(now), clock.day_of(now))
        kept.save()
    if kept.at is None:
        _tell_visit(kept, f"{UNMET_WHY[why]} · {now.astimezone(clock.ZONE):%H:%M}", by, attempt=True)
    return kept


def _going(isolation_id: UUID) -> Isolation:
    isolation = writing.found(isolation_id)
    if isolation.state not in (State.HOME, State.CENTRAL):
        raise ReportRefused(_("Nobody reports before the isolation has begun."))
    return isolation


def _half(moment: datetime) -> dict[str, Any]:
    return {"slot": slot_at(moment), "day": clock.day_of(moment)}


def _of_half(isolation: Isolation, moment: datetime) -> Report | None:
    return Report.objects.filter(isolation=isolation, **_half(moment)).first()


def _kept(isolation: Isolation, now: datetime, entry_id: UUID, channel: str, is_alarm: bool) -> Report:
    given = {"at": now, "channel": channel, "entry_id": entry_id, "site_place_id": isolation.site_place_id}
    known = _of_half(isolation, now)
    if known is None:
        known = Report(isolation=isolation, place_id=isolation.place_id, **_half(now))
    if known.at is None or known.at <= now:
        for name, value in given.items():
            setattr(known, name, value)
    known.is_alarm = known.is_alarm or is_alarm
    known.save()
    return known


def _tell_visit(kept: Report, text: str, by: Actor, *, attempt: bool = False) -> None:
    """What happens meanwhile is told to whoever is on the way to the door; they close the visit."""
    if kept.visit_id is None:
        return
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_VIEW, Permission.MATTER_WORK})
    open_ones = worklists.seen(acting).filter(id=kept.visit_id).exclude(state=Stage.CLOSED)
    here = [matter.id for matter in open_ones if matter.place_id in by.scope]
    if here:
        matters.note(here, text=text, by=acting, attempt=attempt)


def need(isolation_id: UUID, *, what: str, words: str, by: Actor, matter_id: UUID | None = None) -> str:
    """An order of daily needs for whoever looks after the person; its receipt. Raises IsolationRefused."""
    require(by, Permission.ISOLATION_CARE)
    isolation = writing.found(isolation_id)
    if what not in NEEDS:
        raise IsolationRefused(_("Choose what is needed."), field="what")
    label, hours = NEEDS[what]
    told = f"{label}: {' '.join(words.split())}" if words.strip() else str(label)
    due_at = clock.now() + timedelta(hours=hours)
    made = writing.open_work(NEED, isolation, by=by, note=told[:200], due_at=due_at, matter_id=matter_id)
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_VIEW})
    return str(worklists.one(made, by=acting).matter)


def watch(now: datetime) -> int:
    """For every report that did not come in time a visit at the door; how many. Safe to run again."""
    with database.acting((), is_wide=True):
        today = clock.day_of(now)
        due = [slot for slot, until in DUE.items() if now.astimezone(clock.ZONE).time() >= until]
        sought = [_sought(one, slot, today) for one, slot in missing(now, due)]
        Report.objects.bulk_create(sought, ignore_conflicts=False)
        return len(sought)


def missing(now: datetime, slots: Sequence[Slot]) -> list[tuple[Isolation, Slot]]:
    """Whose report of today is not there, of these halves of the day; nobody who was ordered two hours ago or less."""
    today = clock.day_of(now)
    going = Isolation.objects.filter(state__in=(State.HOME, State.CENTRAL), from_on__lte=today)
    going = going.filter(until_on__gte=today, opened_at__lt=now - timedelta(hours=2)).order_by("id")
    known = set(Report.objects.filter(day=today).values_list("isolation_id", "slot"))
    return [
        (one, slot) for one in going for slot in slots if (one.id, slot) not in known and _expected(one, slot, today)
    ]


def _expected(isolation: Isolation, slot: Slot, today: date) -> bool:
    """Not the half of the day before it was opened."""
    return datetime.combine(today, DUE[slot], clock.ZONE) > isolation.opened_at


def _sought(isolation: Isolation, slot: Slot, today: date) -> Report:
    visit_id = writing.open_work(VISIT, isolation, by=_platform(isolation), note=str(slot.label))
    return Report(
        isolation=isolation,
        place_id=isolation.place_id,
        site_place_id=isolation.site_place_id,
        day=today,
        slot=slot,
        visit_id=visit_id,
    )


def _platform(isolation: Isolation) -> Actor:
    """The clock, at the place of the dwelling, with the right to open work and no other."""
    return without_duty(isolation.place_id, unit_id=seat_id(isolation.place_id), is_wide=True)
