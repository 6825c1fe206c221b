"""What is short on a day, and who may take a shift, who not and why: asked of `rostering`. Reads only."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tongzhou.kernel import clock
from tongzhou.programmes.deployment import reasons, rosters
from tongzhou.programmes.deployment.models import Need, Shift, Worker
from tongzhou.programmes.deployment.rosters import Roster, Slot
from tongzhou.rostering.documents import Assignment, Plan
from tongzhou.rostering.repairing import candidates as ranked


@dataclass(frozen=True)
class Candidate:
    """Somebody for one slot. ``why``: what speaks against it, empty when nothing does. ``hours``: of the plan and of
    the week before; ``nights``: of the plan and of four weeks before; ``metres``: from home, 0 where unknown."""

    worker: Worker
    why: str
    hours: int
    nights: int
    metres: int
    is_reserve: bool


def candidates(need: Need, day: date) -> list[Candidate]:
    """Whoever is placed where the need is, beside the shifts that stand; who may take it first."""
    roster = rosters.roster([need.place_id], day, 1)
    return among(roster, roster.plan, rosters.slot(need, 0))


def instead_of(shifts: Sequence[Shift]) -> list[Candidate]:
    """Who may take one of these shifts of one need and day, to which nobody comes; not whoever dropped out of it."""
    gone, need = {one.id for one in shifts}, shifts[0].need
    roster = rosters.roster([need.place_id], clock.day_of(shifts[0].starts_at), 1)
    kept = tuple(one for one in roster.plan.assignments if roster.shifts[one].id not in gone)
    dropped = Shift.objects.filter(need=need, starts_at=shifts[0].starts_at, dropped_at__isnull=False)
    away = {one.worker_id for one in shifts} | set(dropped.exclude(dropped_why="").values_list("worker_id", flat=True))
    found = among(roster, Plan(kept), rosters.slot(need, 0))
    return [one for one in found if not one.why and one.worker.id not in away]


def among(roster: Roster, plan: Plan, slot: Slot) -> list[Candidate]:
    """Whoever is placed where the slot is: who may take it first, the least loaded before the others."""
    day, shift, where = slot
    wanted = Assignment("", day, shift, where.post, where.role, where.skills)
    hours = load(roster, plan)
    found = [
        Candidate(
            roster.workers[one.person],
            " ".join(dict.fromkeys(map(reasons.words, one.reasons))),
            hours[one.person],
            one.nights,
            one.metres,
            one.is_reserve,
        )
        for one in ranked(roster.problem, plan, wanted)
        if not any(reason.rule == "area" for reason in one.reasons)
    ]
    return sorted(found, key=lambda one: (bool(one.why), one.is_reserve, one.hours, one.nights, one.metres))


def load(roster: Roster, plan: Plan) -> Counter[str]:
    """Hours by person: those of the plan and those of the week before it."""
    before = [one for one in roster.shifts if -7 <= one.day < 0]
    hours: Counter[str] = Counter()
    for one in (*before, *plan.assignments):
        hours[one.person] += rosters.hours_of(one.shift)
    return hours


def needs_on(places: Collection[UUID], day: date) -> list[tuple[Need, int]]:
    """What is asked for on the day, with how many are on its shift already, the most urgent first. Two statements."""
    rows = Need.objects.filter(place_id__in=places, withdrawn_at=None, from_on__lte=day, until_on__gte=day)
    needs = list(rows.select_related("place").order_by("priority", "starts", "id"))
    planned = _planned(needs, day)
    return [(need, planned[need.id]) for need in needs]


def _planned(needs: Sequence[Need], day: date) -> Counter[UUID]:
    start = clock.start_of(day)
    rows = Shift.objects.planned().filter(need__in=needs, starts_at__gte=start, starts_at__lt=start + timedelta(days=1))
    return Counter(rows.values_list("need_id", flat=True))
