"""Checking cars, counting those that went past, and the toilets' log."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, ids
from tongzhou.kernel.keys import keyring
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.ledger.models import Stored
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.programmes.crossings import plates, queries
from tongzhou.programmes.crossings.errors import CarRefused, FacilityUnknown, NotFree
from tongzhou.programmes.crossings.models import Facility, State
from tongzhou.programmes.crossings.records import CAR, COUNTED, FACILITY, HOT, OUTCOMES
from tongzhou.response import queries as response

COLDEST, HOTTEST = 34.0, 43.0
MOST_PEOPLE = 60
#: From which state an act leads where. Only what was disinfected is used again (一人一消毒).
_ACTS = {
    "use": (State.FREE, State.USED),
    "disinfect": (State.USED, State.FREE),
    "break": (None, State.BROKEN),
    "mend": (State.BROKEN, State.USED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    """One car as it is handed in. ``temperatures``: one for each person in it, in degrees Celsius, judged and not
    kept; none when they refused. ``codes``: those under which people in it announced themselves, counted and not kept.
    ``seconds``: from the first key to the save."""

    plate: str
    people: int
    temperatures: Sequence[float] = ()
    codes: Sequence[str] = ()
    outcome: str = "passed"
    seconds: int = 0
    at: datetime | None = None
    entry_id: UUID = field(default_factory=ids.new)

    @property
    def hot(self) -> int:
        hot = response.fever_from()
        return sum(degrees >= hot for degrees in self.temperatures)


def check(car: Car, *, by: Actor) -> bool:
    """Save the car with everybody in it; somebody hot opens work at once. Whether it is new: a resend stores nothing.

    Raises CarRefused, NotAllowed.
    """
    require(by, Permission.CROSSING_CHECK)
    _refuse_wrong(car)
    body = {
        **{"plate": _token(car.plate), "people": car.people, "hot": car.hot, "outcome": car.outcome},
        "seconds": min(max(car.seconds, 0), 3600),
    }
    if car.codes:
        body["announced"] = min(car.people, sum(queries.announced(car.codes, by=by).values()))
    is_new = _append(Entry(CAR.code, by.post_id, car.at or clock.now(), id=car.entry_id, body=body), by)
    if car.hot and is_new:
        wanted = NewMatter(case_type=HOT.code, owner_unit_id=by.unit_id, place_id=by.post_id, entry_id=car.entry_id)
        matters.open_matters([wanted], by=replace(by, permissions=by.permissions | {Permission.MATTER_WORK}))
    return is_new


def _token(plate: str) -> str:
    return hmac.digest(keyring().tokens, f"plate\x1f{plates.plain(plate)}".encode(), "sha256")[:8].hex()


def _refuse_wrong(car: Car) -> None:
    if not plates.plain(car.plate):
        raise CarRefused(_("Type the plate."), field="plate")
    if not 1 <= car.people <= MOST_PEOPLE:
        raise CarRefused(_("Say how many sit in it, the driver too."), field="people")
    if car.outcome not in OUTCOMES:
        raise CarRefused(_("Say what happened."), field="outcome")
    if len(car.codes) > MOST_PEOPLE:
        raise CarRefused(_("Scan the codes of this car alone."), field="codes")
    if any(not COLDEST <= degrees <= HOTTEST for degrees in car.temperatures):
        raise CarRefused(_("Between 34 and 43 degrees: measure again."), field="temperatures")
    if car.outcome in ("passed", "second_check") and len(car.temperatures) != car.people:
        words = {"people": car.people, "given": len(car.temperatures)}
        raise CarRefused(
            _("%(people)d sit in it, %(given)d were measured: one reading for each.") % words, field="temperatures"
        )


def _append(entry: Entry, by: Actor) -> bool:
    """Whether it is new."""
    (told,) = ledger.append([entry], by=by)
    if told.error:
        raise told.error
    return told.status == "stored"


def count(cars: int, *, by: Actor, entry_id: UUID | None = None, at: datetime | None = None) -> bool:
    """So many cars went past since the last count, by a counter or a tally. Whether it is new. Raises CarRefused."""
    require(by, Permission.CROSSING_CHECK)
    if not 1 <= cars <= 5000:
        raise CarRefused(_("Count from 1 to 5000 cars at a time."), field="cars")
    entry = Entry(COUNTED.code, by.post_id, at or clock.now(), id=entry_id or ids.new(), body={"cars": cars})
    return _append(entry, by)


def lay(number: int, *, by: Actor) -> list[Facility]:
    """``number`` toilets stand at the post, numbered from 1; those that stand there already stay as they are."""
    require(by, Permission.CROSSING_CHECK)
    if not 1 <= number <= 99:
        raise FacilityUnknown(_("From 1 to 99 toilets."), field="number")
    there = set(Facility.objects.filter(place_id=by.post_id).values_list("number", flat=True))
    new = [Facility(place_id=by.post_id, number=one, changed_at=clock.now()) for one in range(1, number + 1)]
    return Facility.objects.bulk_create([one for one in new if one.number not in there])


def act(facility_id: UUID, what: str, *, by: Actor) -> Facility:
    """Use, disinfect, take out of order, mend. Raises NotFree, FacilityUnknown."""
    require(by, Permission.CROSSING_CHECK)
    one = _known(Facility.objects.select_for_update().filter(id=facility_id).first(), what)
    needed, becomes = _ACTS[what]
    if needed is not None and one.state != needed:
        raise NotFree(
            _("Toilet %(number)d: %(state)s. Disinfect it after each use, before the next person.")
            % {"number": one.number, "state": one.get_state_display()}
        )
    one.state, one.changed_at = becomes, clock.now()
    one.save(update_fields=["state", "changed_at"])
    _append(Entry(FACILITY.code, by.post_id, clock.now(), body={"facility": one.number, "act": what}), by)
    return one


def act_later(number: int, what: str, *, by: Actor, entry_id: UUID, at: datetime) -> bool:
    """What was done at a toilet of the own post a while ago. Whether it is new: a resend moves nothing.

    It happened, so the state that the toilet is in refuses nothing; the acts by their time say what state that is,
    whichever telephone hands up first. Raises FacilityUnknown.
    """
    require(by, Permission.CROSSING_CHECK)
    one = _known(Facility.objects.select_for_update().filter(place_id=by.post_id, number=number).first(), what)
    body = {"facility": number, "act": what}
    is_new = _append(Entry(FACILITY.code, by.post_id, at, id=entry_id, body=body), by)
    if is_new:
        one.state, one.changed_at = _standing(one)
        one.save(update_fields=["state", "changed_at"])
    return is_new


def _known(one: Facility | None, what: str) -> Facility:
    if one is None or what not in _ACTS:
        raise FacilityUnknown(_("There is no such toilet at this post."))
    return one


def _standing(one: Facility) -> tuple[State, datetime]:
    """Out of order until it was mended, else what the last act led to; and since when."""
    here = Stored.objects.of_kind(FACILITY.code).recorded_at([one.place_id]).filter(body__facility=one.number)
    acts = here.order_by("occurred_at", "id").values_list("body__act", "occurred_at")
    turned = acts.filter(body__act__in=("break", "mend")).last()
    last = acts.last()
    assert last is not None, "an act was just written"
    what, at = turned if turned and turned[0] == "break" else last
    return _ACTS[what][1], at
