"""What a crossing's device hands up and takes along."""

from typing import Any

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.programmes.crossings import queries
from tongzhou.programmes.crossings.actions import cars, facilities
from tongzhou.programmes.crossings.actions.cars import Car
from tongzhou.programmes.crossings.records import CAR, COUNTED, FACILITY, PRECHECKED, RECHECKED
from tongzhou.sync import kinds, parts
from tongzhou.sync.kinds import Handed, SyncKind
from tongzhou.sync.parts import Part

SAMPLE = {
    **{"plate": "沪A12345", "people": 2, "temperatures": [36.5, 36.6]},
    **{"codes": [], "outcome": "passed", "seconds": 40},
}


def _car(entry: Handed, by: Actor) -> bool:
    car = Car(
        plate=entry.text("plate", most=20),
        people=entry.whole("people"),
        temperatures=entry.numbers("temperatures"),
        codes=entry.texts("codes"),
        outcome=entry.text("outcome", "passed"),
        seconds=entry.whole("seconds", 0),
        at=entry.occurred_at,
        entry_id=entry.id,
    )
    return cars.check(car, by=by)


def _before(entry: Handed, by: Actor) -> bool:
    plate, outcome = entry.text("plate", most=20), entry.text("outcome")
    told = entry.texts("codes")
    return cars.precheck(plate, outcome, codes=told, by=by, entry_id=entry.id, at=entry.occurred_at)


def _second(entry: Handed, by: Actor) -> bool:
    plate, outcome = entry.text("plate", most=20), entry.text("outcome")
    readings = entry.numbers("temperatures")
    return cars.recheck(plate, outcome, temperatures=readings, by=by, entry_id=entry.id, at=entry.occurred_at)


def _count(entry: Handed, by: Actor) -> bool:
    return cars.count(entry.whole("cars"), by=by, entry_id=entry.id, at=entry.occurred_at)


def _act(entry: Handed, by: Actor) -> bool:
    number, what = entry.whole("number"), entry.text("act")
    return facilities.act_later(number, what, by=by, entry_id=entry.id, at=entry.occurred_at)


def _crossing(by: Actor) -> dict[str, Any]:
    return {
        "toilets": [[one.number, one.state] for one in queries.facilities(by=by)],
        "stages": [[stage.kind, stage.metres] for stage in queries.stages(by=by) if stage.is_open],
    }


kinds.register(SyncKind(CAR.code, Permission.CROSSING_CHECK, kinds.each(_car), SAMPLE))
kinds.register(
    SyncKind(
        PRECHECKED.code,
        Permission.CROSSING_CHECK,
        kinds.each(_before),
        {"plate": "沪A12345", "outcome": "onward", "codes": []},
    )
)
kinds.register(
    SyncKind(
        RECHECKED.code,
        Permission.CROSSING_CHECK,
        kinds.each(_second),
        {"plate": "沪A12345", "outcome": "passed", "temperatures": [36.6]},
    )
)
kinds.register(SyncKind(COUNTED.code, Permission.CROSSING_CHECK, kinds.each(_count), {"cars": 12}))
kinds.register(SyncKind(FACILITY.code, Permission.CROSSING_CHECK, kinds.each(_act), {"number": 1, "act": "use"}))
parts.register(Part("crossing", Permission.CROSSING_CHECK, parts.whole(_crossing)))
