"""Cars at each stage of a crossing, and counting those that went past. A plate is kept as a keyed hash alone."""

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
from tongzhou.ledger.actions import Entry
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.programmes.crossings import plates, queries
from tongzhou.programmes.crossings.actions.entries import append
from tongzhou.programmes.crossings.errors import CarRefused
from tongzhou.programmes.crossings.records import (
    CAR,
    COUNTED,
    HOT,
    ONWARD,
    OUTCOMES,
    PRECHECKED,
    RECHECKED,
    SECOND_OUTCOMES,
)
from tongzhou.response import queries as response

COLDEST, HOTTEST = 34.0, 43.0
MOST_PEOPLE = 60


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
        return hot(self.temperatures)


def hot(temperatures: Sequence[float]) -> int:
    """How many of these readings are from the threshold on that holds now."""
    threshold = response.fever_from()
    return sum(degrees >= threshold for degrees in temperatures)


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
    is_new = append(Entry(CAR.code, by.post_id, car.at or clock.now(), id=car.entry_id, body=body), by)
    if car.hot and is_new:
        wanted = NewMatter(case_type=HOT.code, owner_unit_id=by.unit_id, place_id=by.post_id, entry_id=car.entry_id)
        matters.open_matters([wanted], by=replace(by, permissions=by.permissions | {Permission.MATTER_WORK}))
    return is_new


def precheck(
    plate: str,
    outcome: str,
    *,
    by: Actor,
    codes: Sequence[str] = (),
    entry_id: UUID | None = None,
    at: datetime | None = None,
) -> bool:
    """At the stage before the check: on to it, or turned back. Nobody is measured yet. Whether it is new.

    Raises CarRefused, NotAllowed.
    """
    require(by, Permission.CROSSING_CHECK)
    _refuse_plate(plate)
    if outcome not in ONWARD:
        raise CarRefused(_("Say what happened."), field="outcome")
    _refuse_codes(codes)
    told = sum(queries.announced(codes, by=by).values()) if codes else 0
    body = {"plate": _token(plate), "outcome": outcome, "announced": min(told, MOST_PEOPLE)}
    return append(Entry(PRECHECKED.code, by.post_id, at or clock.now(), id=entry_id or ids.new(), body=body), by)


def recheck(
    plate: str,
    outcome: str,
    *,
    by: Actor,
    temperatures: Sequence[float],
    entry_id: UUID | None = None,
    at: datetime | None = None,
) -> bool:
    """At the second check: measured again, apart from the others. Whether it is new: a resend stores nothing.

    ``temperatures`` in degrees Celsius, judged and not kept. Raises CarRefused, NotAllowed.
    """
    require(by, Permission.CROSSING_CHECK)
    _refuse_plate(plate)
    if outcome not in SECOND_OUTCOMES:
        raise CarRefused(_("Say what happened."), field="outcome")
    _refuse_degrees(temperatures)
    if outcome == "passed" and not temperatures:
        raise CarRefused(_("Measure again before it drives on."), field="temperatures")
    body = {"plate": _token(plate), "outcome": outcome, "hot": hot(temperatures)}
    return append(Entry(RECHECKED.code, by.post_id, at or clock.now(), id=entry_id or ids.new(), body=body), by)


def _token(plate: str) -> str:
    return hmac.digest(keyring().tokens, f"plate\x1f{plates.plain(plate)}".encode(), "sha256")[:8].hex()


def _refuse_wrong(car: Car) -> None:
    _refuse_plate(car.plate)
    if not 1 <= car.people <= MOST_PEOPLE:
        raise CarRefused(_("Say how many sit in it, the driver too."), field="people")
    if car.outcome not in OUTCOMES:
        raise CarRefused(_("Say what happened."), field="outcome")
    _refuse_codes(car.codes)
    _refuse_degrees(car.temperatures)
    if car.outcome in ("passed", "second_check") and len(car.temperatures) != car.people:
        words = {"people": car.people, "given": len(car.temperatures)}
        raise CarRefused(
            _("%(people)d sit in it, %(given)d were measured: one reading for each.") % words, field="temperatures"
        )


def _refuse_plate(plate: str) -> None:
    if not plates.plain(plate):
        raise CarRefused(_("Type the plate."), field="plate")


def _refuse_codes(given: Sequence[str]) -> None:
    if len(given) > MOST_PEOPLE:
        raise CarRefused(_("Scan the codes of this car alone."), field="codes")


def _refuse_degrees(temperatures: Sequence[float]) -> None:
    if any(not COLDEST <= degrees <= HOTTEST for degrees in temperatures):
        raise CarRefused(_("Between 34 and 43 degrees: measure again."), field="temperatures")


def count(cars: int, *, by: Actor, entry_id: UUID | None = None, at: datetime | None = None) -> bool:
    """So many cars went past since the last count, by a counter or a tally. Whether it is new. Raises CarRefused."""
    require(by, Permission.CROSSING_CHECK)
    if not 1 <= cars <= 5000:
        raise CarRefused(_("Count from 1 to 5000 cars at a time."), field="cars")
    entry = Entry(COUNTED.code, by.post_id, at or clock.now(), id=entry_id or ids.new(), body={"cars": cars})
    return append(entry, by)
