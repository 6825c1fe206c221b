"""Planning the stops of a day, fetching, missing, handing over, arriving.

A stop goes one way: to fetch → fetched (or nothing out) → handed over → arrived; or missed, which opens work.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor, without_duty
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database, ids
from tongzhou.ledger.actions import Entry
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import CaseType
from tongzhou.people import entries, households
from tongzhou.people.models import Status
from tongzhou.programmes.waste.errors import BagsRefused, StopUnknown
from tongzhou.programmes.waste.models import Load, State, Stop
from tongzhou.programmes.waste.records import ARRIVED, DIFFERS, FETCHED, KEEP_DAYS, MISSED, MISSING
from tongzhou.units.queries import seat_id

MOST_BAGS = 20
#: The status of the register that makes a door a stop.
AT_HOME = "isolation"


def plan(day: date) -> int:
    """A stop for each door behind which somebody isolates at home that day; how many are new. Safe to run again."""
    with database.acting((), is_wide=True):
        held = Status.objects.filter(kind=AT_HOME, from_on__lte=day, until_on__gte=day, ended_at=None)
        persons = dict(held.values_list("person_id", "place_id"))
        doors = households.of(persons, on=day)
        known = set(Stop.objects.filter(day=day).values_list("household_id", flat=True))
        wanted = {household: persons[person] for person, household in doors.items() if household not in known}
        keep = day + timedelta(days=KEEP_DAYS)
        Stop.objects.bulk_create(
            [Stop(day=day, place_id=place, household_id=door, keep_until=keep) for door, place in wanted.items()]
        )
        return len(wanted)


@dataclass(frozen=True, slots=True)
class Noted:
    """What a telephone without a network wrote down: when it was, and the id under which it comes up once."""

    at: datetime = field(default_factory=clock.now)
    id: UUID = field(default_factory=ids.new)


def fetch(stop_id: UUID, *, bags: int, by: Actor, noted: Noted | None = None) -> Stop:
    """At the door: so many bags, or none out. Raises StopUnknown, BagsRefused.

    A door that was counted as missed, and is told later to have been fetched before that, was fetched.
    """
    noted = noted or Noted()
    stop = _waiting(stop_id, by, before=noted.at)
    if not 0 <= bags <= MOST_BAGS:
        raise BagsRefused(_("From 0 to %(most)d bags.") % {"most": MOST_BAGS}, field="bags")
    if stop.matter_id:
        _tell(stop.matter_id, _("The round has told meanwhile: it came to this door in time."), by)
    stop.state, stop.bags = (State.FETCHED if bags else State.NOTHING), bags
    _seen(stop, by, noted)
    _append(FETCHED, stop.place_id, {"bags": bags}, by, noted)
    return stop


def miss(stop_id: UUID, *, why: str, by: Actor, noted: Noted | None = None) -> Stop:
    """Could not be fetched: the committee of the door hears of it at once. Raises StopUnknown, BagsRefused."""
    stop = _waiting(stop_id, by)
    words = " ".join(why.split())[:100]
    if not words:
        raise BagsRefused(_("Say in a few words why, without a name."), field="why")
    _miss(stop, words, by, noted or Noted())
    return stop


def _miss(stop: Stop, words: str, by: Actor, noted: Noted) -> None:
    stop.state = State.MISSED
    stop.matter_id = _open(MISSED, stop.place_id, words, by)
    _seen(stop, by, noted)
    _append(MISSING, stop.place_id, {}, by, noted)


def hand_over(*, by: Actor, only: Collection[UUID] | None = None, noted: Noted | None = None) -> Load:
    """At the lane: what the actor's round has fetched and not handed over yet, all of it or of ``only`` these stops.

    Raises BagsRefused.
    """
    require(by, Permission.WASTE_COLLECT)
    noted = noted or Noted()
    waiting = Stop.objects.filter(place_id__in=by.scope.places, state=State.FETCHED, load=None)
    fetched = list((waiting if only is None else waiting.filter(id__in=list(only))).select_for_update())
    if not fetched:
        raise BagsRefused(_("Nothing was fetched since the last load."))
    load = Load.objects.create(
        id=noted.id,
        place_id=by.post_id,
        bags=sum(stop.bags for stop in fetched),
        handed_at=noted.at,
        handed_by_name=_signed(by),
        keep_until=clock.today() + timedelta(days=KEEP_DAYS),
    )
    Stop.objects.filter(id__in=[stop.id for stop in fetched]).update(state=State.HANDED, load=load)
    return load


def arrive(load_id: UUID, *, counted: int, by: Actor, noted: Noted | None = None) -> Load:
    """The bags as they are counted at the lane; a difference opens work. Raises StopUnknown, BagsRefused."""
    require(by, Permission.WASTE_COLLECT)
    load = Load.objects.select_for_update().filter(id=load_id, arrived_at=None).first()
    if load is None or load.place_id not in by.scope:
        raise StopUnknown(_("There is no such load of your round that waits."))
    if not 0 <= counted <= 2000:
        raise BagsRefused(_("Count the bags once more."), field="counted")
    noted = noted or Noted()
    load.counted, load.arrived_at = counted, noted.at
    load.save(update_fields=["counted", "arrived_at"])
    Stop.objects.filter(load=load).update(state=State.ARRIVED)
    _append(ARRIVED, load.place_id, {"bags": load.bags, "counted": counted}, by, noted)
    if counted != load.bags:
        _open(DIFFERS, load.place_id, f"{load.bags} → {counted}", by)
    return load


def sweep(now: datetime) -> int:
    """In the evening: every stop of the day that nobody came to is missed; how many. Safe to run again."""
    with database.acting((), is_wide=True):
        left = list(Stop.objects.filter(day=clock.day_of(now), state=State.WAITING).select_for_update())
        for stop in left:
            _miss(stop, str(_("Nobody had come by the evening.")), _platform(stop.place_id), Noted())
        return len(left)


def destroy(day: date) -> list[UUID]:
    """Stops and loads that were to be kept until a day before ``day``. For people.retention."""
    gone = sorted(Stop.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Stop.objects.filter(id__in=gone).delete()
    Load.objects.filter(keep_until__lt=day, stops=None).delete()
    return gone


def _waiting(stop_id: UUID, by: Actor, before: datetime | None = None) -> Stop:
    """``before``: one that was counted as missed only after that moment waits too."""
    require(by, Permission.WASTE_COLLECT)
    left = Q(state=State.WAITING)
    if before is not None:
        left |= Q(state=State.MISSED, at__gt=before)
    stop = Stop.objects.select_for_update().filter(left, id=stop_id).first()
    if stop is None or stop.place_id not in by.scope:
        raise StopUnknown(_("This door is not waiting on your round."))
    return stop


def _seen(stop: Stop, by: Actor, noted: Noted) -> None:
    stop.at, stop.by_name = noted.at, _signed(by)
    stop.save()


def _signed(by: Actor) -> str:
    return f"{by.name} · {by.unit_name}"[:220]


def _append(kind: Kind, place_id: UUID, body: dict[str, int], by: Actor, noted: Noted) -> None:
    entries.append([Entry(kind.code, place_id, noted.at, id=noted.id, body=body)], by=by)


def _open(kind: CaseType, place_id: UUID, note: str, by: Actor) -> UUID:
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_WORK})
    wanted = NewMatter(case_type=kind.code, owner_unit_id=seat_id(place_id) or by.unit_id, place_id=place_id, note=note)
    return matters.open_matters([wanted], by=acting)[0].id


def _tell(matter_id: UUID, text: str, by: Actor) -> None:
    """To whoever works on a missed door, as long as they do."""
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_VIEW, Permission.MATTER_WORK})
    if worklists.seen(acting).unfinished().filter(id=matter_id).exists():
        matters.note([matter_id], text=text, by=acting)


def _platform(place_id: UUID) -> Actor:
    """The clock at that place, with the right to open work and no other."""
    return without_duty(place_id, unit_id=seat_id(place_id), is_wide=True)
