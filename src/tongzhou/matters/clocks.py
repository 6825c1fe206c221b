"""The clock of a matter: started, paused, resumed, stopped and set by its events; the due time follows from them.

A pause always has an end: when it is over the clock runs on by itself, whether anybody resumed it or not.
Never write a due time without its clock.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tongzhou.matters import workdays
from tongzhou.matters.errors import DueRefused
from tongzhou.matters.hours import OFFICE
from tongzhou.matters.models import Matter

#: Per cent of the time at which somebody is told; from 100 on an office above is named, at 200 the one above that.
LEVELS = (50, 80, 100, 200)


def start(matter: Matter, *, at: datetime, due_at: datetime | None = None) -> None:
    """Start it; a given ``due_at`` is a moment and is counted by the calendar. Raises DueRefused."""
    if due_at is not None and due_at <= at:
        raise DueRefused(_("The due time must come after the opening."), field="due_at")
    matter.is_office = due_at is None and matter.type.office is not None
    seconds = matter.type.due_hours * 3600 if due_at is None else int((due_at - at).total_seconds())
    matter.allowed_seconds = matter.left_seconds = seconds
    matter.counted_from, matter.paused_until, matter.warned = at, None, 0
    reckon(matter)
    matter.due_at = due_at or matter.due_at


def pause(matter: Matter, *, at: datetime, until: datetime) -> None:
    """Stop it until ``until``. Raises DueRefused when the time is over or the end is not ahead."""
    if until <= at or until - at > timedelta(days=90):
        raise DueRefused(_("A pause ends within ninety days. Choose a day and time ahead."), field="due_at")
    begun, left = _begun(matter)
    left -= between(matter, begun, at)
    if left <= 0:
        raise DueRefused(_("The time is over: what is overdue cannot be paused."), field="due_at")
    matter.left_seconds, matter.counted_from, matter.paused_until = left, until, until
    reckon(matter)


def resume(matter: Matter, *, at: datetime) -> None:
    """Let it run on from ``at``; a pause that is over has ended by itself."""
    if matter.paused_until is not None and at < matter.paused_until:
        matter.counted_from = at
        reckon(matter)
    matter.paused_until = None


def restart(matter: Matter, *, closed_at: datetime, at: datetime) -> None:
    """Run on after a reopening: the time while it was closed does not count."""
    begun, left = _begun(matter)
    left -= between(matter, begun, closed_at)
    if left > 0:
        matter.left_seconds, matter.counted_from = left, at
        reckon(matter)


def reckon(matter: Matter) -> None:
    """The due time, whether it is provisional, and when each level is reached, out of what the events left."""
    begun, left = _begun(matter)
    matter.due_at = after(matter, begun, left)
    if matter.is_office:
        days = workdays.current()
        matter.is_provisional, matter.calendar = days.is_provisional(matter.due_at), days.stamp
    else:
        matter.is_provisional, matter.calendar = False, None
    schedule(matter)


def schedule(matter: Matter) -> None:
    """When each level is reached, in order, and which of them somebody is told next; none when all were told."""
    reached = {level: reached_at(matter, level) for level in LEVELS}
    matter.levels_at = list(reached.values())
    matter.warn_at = next((at for level, at in reached.items() if level > matter.warned), None)


def reached_at(matter: Matter, level: int) -> datetime:
    """When so many per cent of the time are over; since when the clock runs, for a level that lies before that."""
    begun, left = _begun(matter)
    allowed = matter.allowed_seconds or left
    ahead = allowed * level // 100 - (allowed - left)
    return after(matter, begun, ahead) if ahead > 0 else begun


def after(matter: Matter, begun: datetime, seconds: int) -> datetime:
    if matter.is_office:
        return workdays.current().after(begun, seconds, matter.type.office or OFFICE)
    return begun + timedelta(seconds=seconds)


def between(matter: Matter, begun: datetime, end: datetime) -> int:
    if matter.is_office:
        return workdays.current().between(begun, end, matter.type.office or OFFICE)
    return int((end - begun).total_seconds())


def _begun(matter: Matter) -> tuple[datetime, int]:
    """Since when it runs, and what was left then; one from before clocks were kept runs since its opening."""
    if matter.counted_from is None or matter.left_seconds is None:
        return matter.opened_at, int((matter.due_at - matter.opened_at).total_seconds())
    return matter.counted_from, matter.left_seconds
