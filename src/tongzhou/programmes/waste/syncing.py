"""The round on a device: doors in the order of the route go down, what became of them and of the loads comes up.

No name, no day, nothing about health; a door that goes down is a look.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.ledger import queries as ledger
from tongzhou.programmes.waste import actions, queries
from tongzhou.programmes.waste.actions import Noted
from tongzhou.programmes.waste.records import ARRIVED, FETCHED, MISSING
from tongzhou.sync import kinds, parts
from tongzhou.sync.kinds import Handed, PayloadRefused, SyncKind
from tongzhou.sync.parts import Part

_COLLECT = Permission.WASTE_COLLECT
_SAMPLE = "00000000-0000-7000-8000-000000000000"


def _named(entry: Handed, name: str) -> UUID:
    found = entry.uuid(name)
    if found is None:
        raise PayloadRefused(_("This must be an id."), field=name)
    return found


def _once(act: Callable[[Handed, Actor, Noted], Any]) -> Callable[[Handed, Actor], bool]:
    """Whether it is new: the entry in the ledger bears the same id."""

    def record(entry: Handed, by: Actor) -> bool:
        if entry.id in ledger.stored([entry.id]):
            return False
        act(entry, by, Noted(entry.occurred_at, entry.id))
        return True

    return record


def _fetch(entry: Handed, by: Actor, noted: Noted) -> None:
    actions.fetch(_named(entry, "stop"), bags=entry.whole("bags"), by=by, noted=noted)


def _miss(entry: Handed, by: Actor, noted: Noted) -> None:
    actions.miss(_named(entry, "stop"), why=entry.text("why", most=100), by=by, noted=noted)


def _arrive(entry: Handed, by: Actor, noted: Noted) -> None:
    actions.arrive(_named(entry, "load"), counted=entry.whole("counted"), by=by, noted=noted)


def _hand_over(entry: Handed, by: Actor) -> bool:
    """The load bears the id of the entry."""
    if queries.is_load(entry.id, by=by):
        return False
    try:
        stops = [UUID(text) for text in entry.texts("stops")]
    except ValueError as error:
        raise PayloadRefused(_("This must be an id."), field="stops") from error
    actions.hand_over(by=by, only=stops, noted=Noted(entry.occurred_at, entry.id))
    return True


def _signed(by: Actor) -> list[list[str]]:
    """What tells that the round has changed; no door is looked at for it."""
    return [[str(stop.id), str(stop.household_id)] for stop in queries.stops_of_today(by=by)]


def _doors(by: Actor) -> dict[str, Any]:
    lines = queries.of_today(by=by).lines
    return {
        "day": clock.today().isoformat(),
        "doors": [
            {"id": str(one.stop.id), "number": one.number, "place": one.place, "door": one.door} for one in lines
        ],
    }


def _states(by: Actor) -> dict[str, Any]:
    return {
        "stops": {str(stop.id): [stop.state, stop.bags] for stop in queries.stops_of_today(by=by)},
        "loads": [
            {"id": str(load.id), "at": load.handed_at.isoformat(), "bags": load.bags, "counted": load.counted}
            for load in queries.loads(by=by)
        ],
    }


_STOP = {"stop": _SAMPLE}
kinds.register(SyncKind(FETCHED.code, _COLLECT, kinds.each(_once(_fetch)), {**_STOP, "bags": 2}))
kinds.register(SyncKind(MISSING.code, _COLLECT, kinds.each(_once(_miss)), {**_STOP, "why": "楼道门锁了"}))
kinds.register(SyncKind("waste.handed", _COLLECT, kinds.each(_hand_over), {"stops": [_SAMPLE]}))
kinds.register(SyncKind(ARRIVED.code, _COLLECT, kinds.each(_once(_arrive)), {"load": _SAMPLE, "counted": 2}))
parts.register(Part("waste.doors", _COLLECT, parts.looked(_signed, _doors)))
parts.register(Part("waste.states", _COLLECT, parts.whole(_states)))
