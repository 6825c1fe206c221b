"""Who is tired: hours, nights, calls, doors, scans of each who is posted, beside what the rest rules allow. Reads only.

Nothing here is a time sheet: hours come from check-ins, calls, doors and scans from the ledger.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.ledger import queries as ledger
from tongzhou.programmes.deployment import reasons, rosters
from tongzhou.programmes.deployment.models import Posting, Relief, Shift, Worker

WEEK, MONTH = timedelta(days=7), timedelta(days=28)
SORTS = ("hours", "nights", "calls", "doors", "scans", "reliefs")


@dataclass(frozen=True)
class Tired:
    """Of seven days, ``nights`` of 28; ``in_a_row``: days, ``nights_in_a_row``: up to today or yesterday."""

    worker: Worker
    hours: int
    nights: int
    nights_in_a_row: int
    in_a_row: int
    calls: int
    doors: int
    scans: int
    reliefs: int

    @property
    def has_any(self) -> bool:
        return any((self.hours, self.nights, self.calls, self.doors, self.scans, self.reliefs))

    @property
    def is_at_limit(self) -> bool:
        """Whether one more shift would break a rule, or one is broken."""
        most = reasons.limits()
        return self.hours >= most.hours or self.nights_in_a_row >= most.nights or self.in_a_row >= most.days


def fatigue(*, by: Actor, sort: str = "hours") -> list[Tired]:
    """Everybody who is posted to the own places, the highest first."""
    require(by, Permission.STAFF_PLACE)
    rows = Posting.objects.filter(ended_at=None, place_id__in=by.scope.places)
    workers = {one.worker_id: one.worker for one in rows.select_related("worker__staff", "worker__unit")}
    now = clock.now()
    shifts = _shifts(list(workers), now)
    reliefs = _reliefs(list(workers), now)
    efforts = ledger.efforts([one.staff_id for one in workers.values()], now - WEEK)
    found = [
        _tired(one, shifts.get(key, ()), efforts.get(one.staff_id, {}), reliefs[key], now)
        for key, one in workers.items()
    ]
    wanted = sort if sort in SORTS else "hours"
    return sorted(found, key=lambda one: (-getattr(one, wanted), -one.hours, one.worker.staff.name, one.worker.id))


def _shifts(workers: Sequence[UUID], now: datetime) -> Mapping[UUID, list[Shift]]:
    """Those that somebody came to, of four weeks."""
    rows = Shift.objects.filter(worker_id__in=workers, checked_in_at__isnull=False, starts_at__gte=now - MONTH)
    found: dict[UUID, list[Shift]] = defaultdict(list)
    for row in rows.only("worker_id", "starts_at", "ends_at", "checked_in_at", "dropped_at"):
        found[row.worker_id].append(row)
    return found


def _reliefs(workers: Sequence[UUID], now: datetime) -> Counter[UUID]:
    rows = Relief.objects.filter(worker_id__in=workers, from_at__gte=now - WEEK)
    return Counter(rows.values_list("worker_id", flat=True))


def _tired(worker: Worker, shifts: Sequence[Shift], efforts: Mapping[str, int], reliefs: int, now: datetime) -> Tired:
    nights = {clock.day_of(one.starts_at) for one in shifts if _is_night(one)}
    return Tired(
        worker=worker,
        hours=round(sum(_worked(one, now).total_seconds() for one in shifts) / 3600),
        nights=len(nights),
        nights_in_a_row=_run(nights, now),
        in_a_row=_run({clock.day_of(one.starts_at) for one in shifts}, now),
        calls=efforts.get("calls", 0),
        doors=efforts.get("doors", 0),
        scans=efforts.get("scans", 0),
        reliefs=reliefs,
    )


def _worked(shift: Shift, now: datetime) -> timedelta:
    """How much of the shift lies in the last seven days, from the check-in on until its end or when somebody went."""
    assert shift.checked_in_at is not None
    start = max(shift.checked_in_at, shift.starts_at, now - WEEK)
    end = min(shift.ends_at, now, shift.dropped_at or now)
    return max(end - start, timedelta(0))


def _is_night(shift: Shift) -> bool:
    start = shift.starts_at.astimezone(clock.ZONE)
    hours = round((shift.ends_at - shift.starts_at).total_seconds() / 3600)
    return rosters.is_night(rosters.shift_id(start.time(), hours))


def _run(days: set[date], now: datetime) -> int:
    """How many of the days lie in a row up to today, or to yesterday when today is none of them."""
    last = clock.day_of(now)
    last = last if last in days else last - timedelta(days=1)
    return next(count for count in range(len(days) + 1) if last - timedelta(days=count) not in days)
