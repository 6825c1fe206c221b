"""Rotas of some days: asked for, solved by a job, changed by hand, undone, published as the next version.

Never publish what the checker of `rostering` refuses, and never touch a shift that has begun.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database, jobs
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import reasons, rosters
from tongzhou.programmes.deployment.actions import planning, telling
from tongzhou.programmes.deployment.actions.sending import signed
from tongzhou.programmes.deployment.errors import NotFound, RotaRefused
from tongzhou.programmes.deployment.models import Cause, Rota, Shift
from tongzhou.programmes.deployment.rosters import Roster
from tongzhou.rostering import reading
from tongzhou.rostering.checking import Violation, check
from tongzhou.rostering.documents import Assignment, Plan
from tongzhou.rostering.solving import solve as best

LONGEST_DAYS = 14
SECONDS = (10, 30, 60, 300)


def ask(place_id: UUID, from_on: date, until_on: date, *, seconds: int, by: Actor) -> Rota:
    """Have the days planned at the place and below; a job does it. Raises RotaRefused."""
    require(by, Permission.STAFF_PLACE, place_id=place_id)
    if from_on < clock.today():
        raise RotaRefused(_("Days that are over are not planned any more."), field="from_on")
    if not 0 <= (until_on - from_on).days < LONGEST_DAYS:
        raise RotaRefused(_("A rota covers 1 to %(days)s days.") % {"days": LONGEST_DAYS}, field="until_on")
    if seconds not in SECONDS:
        raise RotaRefused(_("Choose how long may be searched."), field="seconds")
    if not roster_of(place_id, from_on, until_on, by).needs:
        raise RotaRefused(_("No post asks for anybody on these days."), field="place")
    rota = draft(place_id, from_on, until_on, seconds=seconds, by=by)
    jobs.enqueue(jobs.known["deployment.rota"], by=by, rota_id=rota.id)
    return rota


def draft(place_id: UUID, from_on: date, until_on: date, *, seconds: int, by: Actor, cause: str = Cause.PLAN) -> Rota:
    """A rota without a plan yet."""
    return Rota.objects.create(
        cause=cause,
        place_id=place_id,
        from_on=from_on,
        until_on=until_on,
        seconds=seconds,
        asked_at=clock.now(),
        asked_by_name=signed(by),
    )


def again(rota_id: UUID, *, by: Actor) -> None:
    """Search on from what was found. Raises NotFound, RotaRefused."""
    require(by, Permission.STAFF_PLACE)
    rota = locked(rota_id, by)
    rota.solved_at, rota.asked_at = None, clock.now()
    rota.save(update_fields=["solved_at", "asked_at"])
    jobs.enqueue(jobs.known["deployment.rota"], by=by, rota_id=rota.id)


def roster_of(place_id: UUID, from_on: date, until_on: date, by: Actor) -> Roster:
    places = current_tree().scope([place_id]).places & by.scope.places
    return rosters.roster(places, from_on, (until_on - from_on).days + 1)


def solve(rota_id: UUID, *, by: Actor, steps: int | None = None) -> None:
    """Search for a plan until the rota's time is up; each better one is kept at once, whatever becomes of the rest."""
    require(by, Permission.STAFF_PLACE)
    rota = Rota.objects.filter(id=rota_id, place_id__in=by.scope.places, version=None, solved_at=None).first()
    if rota is None:
        return
    roster = roster_of(rota.place_id, rota.from_on, rota.until_on, by)
    known = plan_of(rota)
    plan = best(
        roster.problem,
        rota.seconds,
        steps=steps,
        start=known if known.assignments else None,
        progress=None if steps else lambda better: _keep(rota.id, _within(roster, better), by),
    )
    rota.plan, rota.edits, rota.solved_at = reading.plan_document(_within(roster, plan)), [], clock.now()
    rota.save(update_fields=["plan", "edits", "solved_at"])


def _within(roster: Roster, plan: Plan) -> Plan:
    return Plan(tuple(roster.within(plan.assignments)), plan.levels, plan.notes, plan.seed, plan.steps)


def _keep(rota_id: UUID, plan: Plan, by: Actor) -> None:
    document = reading.plan_document(plan)

    def keep() -> None:
        with database.acting(by.scope.places, is_wide=by.is_wide):
            Rota.objects.filter(id=rota_id).update(plan=document)

    database.apart(keep)


def plan_of(rota: Rota) -> Plan:
    return reading.plan(rota.plan) if rota.plan else Plan(())


def locked(rota_id: UUID, by: Actor) -> Rota:
    """The draft, for a change. Raises NotFound, RotaRefused for a version that is out."""
    rota = Rota.objects.select_for_update().filter(id=rota_id, place_id__in=by.scope.places).first()
    if rota is None:
        raise NotFound(_("There is no such rota here."))
    if rota.version is not None:
        raise RotaRefused(_("This version is published. Plan the days anew, or change single shifts."))
    return rota


def change(rota_id: UUID, *, out: Sequence[Assignment] = (), put: Sequence[Assignment] = (), by: Actor) -> None:
    """Take shifts out of the draft and put others in. Raises NotFound, RotaRefused with the rule that is broken."""
    require(by, Permission.STAFF_PLACE)
    with database.atomic():
        rota = locked(rota_id, by)
        roster = roster_of(rota.place_id, rota.from_on, rota.until_on, by)
        before = plan_of(rota)
        kept = [one for one in before.assignments if one not in set(out)]
        after = Plan(tuple(sorted({*kept, *put})), (), before.notes, before.seed, before.steps)
        known = {str(one) for one in check(roster.problem, _whole(roster, before)).violations}
        wrong = [one for one in check(roster.problem, _whole(roster, after)).violations if str(one) not in known]
        if wrong:
            raise RotaRefused(_named(roster, wrong), field="worker")
        step = {"out": list(map(rosters.line, out)), "put": list(map(rosters.line, put))}
        rota.plan, rota.edits = reading.plan_document(after), [*rota.edits, step]
        rota.save(update_fields=["plan", "edits"])


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the grid. Where somebody is dropped ``who`` or ``need_id`` is left out: as it was picked up."""

    who: str
    need_id: UUID | None
    day: int


def move(rota_id: UUID, picked: Spot, onto: Spot, *, by: Actor) -> None:
    """What was picked up goes to a free place, or changes places with somebody: one change by hand.

    Raises NotFound, RotaRefused with the rule that is broken."""
    require(by, Permission.STAFF_PLACE)
    with database.atomic():
        rota = locked(rota_id, by)
        roster = roster_of(rota.place_id, rota.from_on, rota.until_on, by)
        held = _held(roster, plan_of(rota), picked)
        if onto.who and onto.need_id:
            other = _held(roster, plan_of(rota), onto)
            put = [replace(held, person=other.person), replace(other, person=held.person)]
            if held.person != other.person:
                change(rota_id, out=[held, other], put=put, by=by)
            return
        slot = _slot(roster, onto.need_id or picked.need_id, onto.day)
        change(rota_id, out=[held], put=[rosters.assignment(onto.who or held.person, slot)], by=by)


def _held(roster: Roster, plan: Plan, spot: Spot) -> Assignment:
    wanted = rosters.assignment(spot.who, _slot(roster, spot.need_id, spot.day))
    if wanted not in plan.assignments:
        raise RotaRefused(_("Something has changed since. Look at the rota again."))
    return wanted


def _slot(roster: Roster, need_id: UUID | None, day: int) -> rosters.Slot:
    found = (key for key, needs in roster.needs.items() if key[0] == day and need_id in {one.id for one in needs})
    slot = next(found, None)
    if slot is None:
        raise RotaRefused(_("Nobody is asked for there on that day."))
    return slot


def undo(rota_id: UUID, *, by: Actor) -> None:
    """The last change by hand is taken back; nothing where there is none. Raises NotFound, RotaRefused."""
    require(by, Permission.STAFF_PLACE)
    with database.atomic():
        rota = locked(rota_id, by)
        if not rota.edits:
            return
        *rota.edits, last = rota.edits
        plan = plan_of(rota)
        put, out = (set(rosters.lines(last[name])) for name in ("put", "out"))
        kept = {one for one in plan.assignments if one not in put} | out
        rota.plan = reading.plan_document(Plan(tuple(sorted(kept)), (), plan.notes, plan.seed, plan.steps))
        rota.save(update_fields=["plan", "edits"])


def _whole(roster: Roster, plan: Plan) -> Plan:
    """With what stands outside the places and days of the rota."""
    inside = set(roster.within(roster.plan.assignments))
    return Plan((*plan.assignments, *(one for one in roster.plan.assignments if one not in inside)))


@dataclass(frozen=True)
class Difference:
    """What a draft changes on what stands; ``lost``: what cannot be any more, a post or person being gone."""

    put: tuple[Assignment, ...]
    out: tuple[Assignment, ...]
    lost: tuple[Assignment, ...]


def difference(roster: Roster, plan: Plan) -> Difference:
    """A shift that has begun stays, whatever the draft says."""
    stands = set(roster.within(roster.plan.assignments))
    begun = {one for one in roster.problem.pinned if one in stands}
    room = Counter({key: sum(need.count for need in needs) for key, needs in roster.needs.items()})
    kept: set[Assignment] = set()
    for one in (*sorted(begun), *plan.assignments):
        key = (one.day, one.shift, one.station)
        if one.person in roster.workers and room[key] > 0 and one not in kept:
            room[key] -= 1
            kept.add(one)
    lost = tuple(one for one in plan.assignments if one not in kept)
    return Difference(tuple(sorted(kept - stands)), tuple(sorted(stands - kept)), lost)


def publish(rota_id: UUID, *, by: Actor) -> Rota:
    """The draft becomes the next version: shifts that changed are dropped and made, the others stay as they are.

    Raises NotFound, RotaRefused with every rule that is broken by now and by whom.
    """
    require(by, Permission.STAFF_PLACE)
    with database.atomic():
        rota = locked(rota_id, by)
        roster = roster_of(rota.place_id, rota.from_on, rota.until_on, by)
        changes = difference(roster, plan_of(rota))
        judge(roster, changes)
        _apply(roster, changes, rota, by)
        last = Rota.objects.filter(place_id=rota.place_id).aggregate(last=Max("version"))["last"]
        rota.version, rota.published_at, rota.published_by_name = (last or 0) + 1, clock.now(), signed(by)
        rota.changes = {"put": list(map(rosters.line, changes.put)), "out": list(map(rosters.line, changes.out))}
        rota.solved_at = rota.solved_at or rota.published_at
        rota.save()
        return rota


def judge(roster: Roster, changes: Difference) -> None:
    """The checker of `rostering` over what stands with the changes. Raises RotaRefused with whose rule is broken."""
    stays = {one for one in roster.plan.assignments if one not in set(changes.out)}
    before = {str(one) for one in check(roster.problem, roster.plan).violations}
    verdict = check(roster.problem, Plan(tuple(sorted(stays | set(changes.put)))))
    wrong = [one for one in verdict.violations if str(one) not in before]
    if wrong:
        raise RotaRefused(_named(roster, wrong))


def _named(roster: Roster, wrong: Sequence[Violation]) -> str:
    """Who breaks which rule, in words; what is about nobody alone."""
    named = [
        f"{roster.workers[one.person].staff.name}: {reasons.words(one)}"
        if one.person in roster.workers
        else reasons.words(one)
        for one in wrong
    ]
    return " ".join(dict.fromkeys(named[:10]))


def _apply(roster: Roster, changes: Difference, rota: Rota, by: Actor) -> None:
    rows = [roster.shifts[one].id for one in changes.out]
    ahead = Shift.objects.planned().filter(id__in=rows, checked_in_at=None)
    gone = list(ahead)
    ahead.update(dropped_at=clock.now())
    taken = Counter(
        (one.day, row.need_id)
        for one, row in roster.shifts.items()
        if 0 <= one.day < roster.days and one not in set(changes.out)
    )
    made = []
    for one in changes.put:
        needs = roster.needs[one.day, one.shift, one.station]
        need = next(need for need in needs if taken[one.day, need.id] < need.count)
        taken[one.day, need.id] += 1
        made.append(planning.shift(need, UUID(one.person), rota.from_on + timedelta(days=one.day), by))
    telling.changed(put=Shift.objects.bulk_create(made), out=gone, by=by)
