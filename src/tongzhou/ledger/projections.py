"""What other rooms derive from an entry in the transaction that stores it."""

from collections.abc import Callable, Sequence

from tongzhou.access.actors import Actor
from tongzhou.ledger.entries import Record

Projection = Callable[[Sequence[Record], Actor], None]

_registered: list[Projection] = []


def register(projection: Projection) -> Projection:
    """Let ``projection`` see every entry that is stored; an error in it undoes the whole transaction."""
    if projection not in _registered:
        _registered.append(projection)
    return projection


def unregister(projection: Projection) -> None:
    _registered.remove(projection)


def run(records: Sequence[Record], by: Actor) -> None:
    if records:
        for projection in _registered:
            projection(records, by)
