"""Drop-outs: shifts of the next days that nobody will come to, and ways to fill them with the least change.

Today and tomorrow are frozen: who works then is not moved. Never apply a way that was not looked at: it is named by
what it changes.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.programmes.deployment import rosters
from tongzhou.programmes.deployment.actions import rotas
from tongzhou.programmes.deployment.errors import RotaRefused
from tongzhou.programmes.deployment.models import Cause, Rota, Shift
from tongzhou.programmes.deployment.rosters import Roster
from tongzhou.rostering import reading
from tongzhou.rostering.documents import Assignment, Plan
from tongzhou.rostering.repairing import Option, repair

DAYS, FROZEN = 7, 2


@dataclass(frozen=True)
class Gap:
    """A shift that somebody was to come to. ``is_dropped``: told on the day; otherwise away by then."""

    shift: Shift
    one: Assignment
    is_dropped: bool


@dataclass(frozen=True)
class Gaps:
    roster: Roster
    listed: Sequence[Gap]
    options: Sequence[Option]


def gaps(place_id: UUID, *, by: Actor) -> Gaps:
    """What fell vacant at the place and below, and up to three ways to repair it, the best first."""
    require(by, Permission.STAFF_PLACE, place_id=place_id)
    today = clock.today()
    roster = rotas.roster_of(place_id, today, today + timedelta(days=DAYS - 1), by)
    away = [
        Gap(roster.shifts[one], one, is_dropped=False)
        for one in roster.within(roster.plan.assignments)
        if roster.workers[one.person].is_away(today + timedelta(days=one.day)) and one not in roster.problem.pinned
    ]
    dropped = _dropped(roster)
    listed = [*away, *dropped]
    gone: dict[str, frozenset[int]] = {}
    for gap in listed:
        gone[gap.one.person] = gone.get(gap.one.person, frozenset()) | {gap.one.day}
    found = (
        repair(roster.problem, roster.plan, gone, frozen_before=FROZEN, empty=[gap.one for gap in dropped])
        if listed
        else []
    )
    return Gaps(roster, listed, found)


def _dropped(roster: Roster) -> list[Gap]:
    """Shifts that fell out and are not over, as far as their slot is short; not those that a plan took off."""
    places = {need.place_id for needs in roster.needs.values() for need in needs}
    until = clock.start_of(roster.from_on + timedelta(days=roster.days))
    rows = Shift.objects.filter(
        place_id__in=places, dropped_at__isnull=False, ends_at__gt=clock.now(), starts_at__lt=until
    ).exclude(dropped_why="")
    there = Counter((one.day, one.shift, one.station) for one in roster.plan.assignments)
    room = {key: sum(need.count for need in needs) - there[key] for key, needs in roster.needs.items()}
    found = []
    for row in rows.select_related("need", "worker__staff", "worker__unit", "place").order_by("-dropped_at", "id"):
        slot = rosters.slot(row.need, (clock.day_of(row.starts_at) - roster.from_on).days)
        if room.get(slot, 0) > 0:
            room[slot] -= 1
            found.append(Gap(row, rosters.assignment(str(row.worker_id), slot), is_dropped=True))
    return found


def digest(option: Option) -> str:
    """What the option changes, in twelve characters."""
    told = repr([option.added, option.removed]).encode()
    return hashlib.sha256(told).hexdigest()[:12]


def take(place_id: UUID, wanted: str, *, by: Actor) -> Rota:
    """Publish one of the options as the next version. Raises RotaRefused when things have changed since."""
    found = gaps(place_id, by=by)
    option = next((one for one in found.options if digest(one) == wanted), None)
    if option is None:
        raise RotaRefused(_("Something has changed since. Look at the ways again."))
    roster = found.roster
    until_on = roster.from_on + timedelta(days=DAYS - 1)
    rota = rotas.draft(place_id, roster.from_on, until_on, seconds=0, by=by, cause=Cause.REPAIR)
    rota.plan = reading.plan_document(Plan(tuple(roster.within(option.plan.assignments))))
    rota.solved_at = clock.now()
    rota.save(update_fields=["plan", "solved_at"])
    return rotas.publish(rota.id, by=by)
