"""Who may be put on a shift, who not and why, and who had the least so far. Reads only.

REST between two shifts is the eleven hours of Directive 2003/88/EC art. 3, stricter than what the Labour Law asks;
WEEK is its art. 36 with the overtime of art. 41 (44 hours, and 36 a month, 9 of them a week), NIGHTS a
choice.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from tongzhou.kernel import clock
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment.models import Need, Posting, Shift, Worker

REST = timedelta(hours=11)
WEEK = timedelta(hours=53)
NIGHTS = 3
_NIGHT = (22, 6)  # a shift that begins in these hours is a night


def is_night(start: datetime) -> bool:
    hour = start.astimezone(clock.ZONE).hour
    return hour >= _NIGHT[0] or hour < _NIGHT[1]


def why_not(workers: Sequence[Worker], need: Need, start: datetime, end: datetime) -> dict[UUID, str]:
    """Why each of those who cannot take the shift cannot; whoever can is not in it. Three statements."""
    ids = [worker.id for worker in workers]
    around = Shift.objects.planned().filter(
        worker_id__in=ids, starts_at__gt=start - timedelta(days=7), starts_at__lt=end + REST
    )
    held: dict[UUID, list[Shift]] = {}
    for shift in around:
        held.setdefault(shift.worker_id, []).append(shift)
    placed = _placed(ids, need, clock.day_of(start))
    reasons = {worker.id: _reason(worker, need, start, end, held.get(worker.id, []), placed) for worker in workers}
    return {worker_id: why for worker_id, why in reasons.items() if why}


def _placed(ids: Collection[UUID], need: Need, day: date) -> set[UUID]:
    """Those who are placed at the need's place or above it on that day."""
    above = [node.id for node in current_tree().path(need.place_id)]
    rows = Posting.objects.filter(
        worker_id__in=ids, ended_at=None, place_id__in=above, from_on__lte=day, until_on__gte=day
    )
    return set(rows.values_list("worker_id", flat=True))


def _reason(
    worker: Worker, need: Need, start: datetime, end: datetime, held: Sequence[Shift], placed: Collection[UUID]
) -> str | None:
    if worker.id not in placed:
        return _("Not placed here on that day.")
    if worker.away_from and worker.away_until and worker.away_from <= clock.day_of(start) <= worker.away_until:
        return _("Away until %(day)s.") % {"day": worker.away_until.isoformat()}
    if need.profession and worker.profession != need.profession:
        return _("Another profession is asked for.")
    if is_night(start) and not worker.can_work_nights:
        return _("Works no nights.")
    if any(shift.starts_at < end + REST and shift.ends_at + REST > start for shift in held):
        return _("Less than %(hours)s hours of rest.") % {"hours": int(REST.total_seconds() // 3600)}
    week = sum((shift.ends_at - shift.starts_at for shift in held), timedelta())
    if week + (end - start) > WEEK:
        return _("More than %(hours)s hours in seven days.") % {"hours": int(WEEK.total_seconds() // 3600)}
    if is_night(start) and sum(is_night(shift.starts_at) for shift in held) >= NIGHTS:
        return _("Had %(nights)s nights in seven days.") % {"nights": NIGHTS}
    return None


def candidates(need: Need, start: datetime, end: datetime) -> list[tuple[Worker, str | None, int]]:
    """Whoever is placed where the need is, with why not (None: can), and the hours of the last seven days.

    Whoever can comes first, the least loaded before the others.
    """
    above = [node.id for node in current_tree().path(need.place_id)]
    rows = Worker.objects.filter(postings__ended_at=None, postings__place_id__in=above).select_related("staff", "unit")
    workers = list(rows.distinct().order_by("id"))
    reasons = why_not(workers, need, start, end)
    load = hours_of([worker.id for worker in workers], start)
    listed = [(worker, reasons.get(worker.id), load.get(worker.id, 0)) for worker in workers]
    return sorted(listed, key=lambda one: (one[1] is not None, one[2], one[0].id))


def hours_of(ids: Collection[UUID], at: datetime) -> dict[UUID, int]:
    """Hours on shifts in the seven days before and after ``at``, planned ones included."""
    week = timedelta(days=7)
    rows = Shift.objects.planned().filter(worker_id__in=ids, starts_at__gt=at - week, starts_at__lt=at + week)
    sums = rows.values("worker_id").annotate(length=Sum(F("ends_at") - F("starts_at")))
    return {row["worker_id"]: round(row["length"].total_seconds() / 3600) for row in sums}


def needs_on(places: Collection[UUID], day: date) -> list[tuple[Need, int]]:
    """What is asked for on the day, with how many are on its shift already, the most urgent first. Two statements."""
    rows = Need.objects.filter(place_id__in=places, withdrawn_at=None, from_on__lte=day, until_on__gte=day)
    needs = list(rows.select_related("place").order_by("priority", "starts", "id"))
    start = clock.start_of(day)
    shifts = Shift.objects.planned().filter(
        need__in=needs, starts_at__gte=start, starts_at__lt=start + timedelta(days=1)
    )
    planned = Counter(shifts.values_list("need_id", flat=True))
    return [(need, planned[need.id]) for need in needs]


def open_needs(places: Collection[UUID], day: date, *, under: UUID) -> list[tuple[Need, int]]:
    """What is short on the day at ``under`` and below, the most urgent first, and by how many."""
    inside = current_tree().scope([under]).places & frozenset(places)
    return [(need, need.count - planned) for need, planned in needs_on(inside, day) if need.count > planned]
