"""Who acts at once when somebody becomes a case. Rooms ask to hear, the room that knows tells; nothing is kept here.

A case is no status: whoever sees the person's page would read it there.
"""

from collections.abc import Callable, Collection
from uuid import UUID

from tongzhou.access.actors import Actor

Hear = Callable[[Collection[UUID], Actor], None]
_hearing: list[Hear] = []


def on_case(hear: Hear) -> None:
    """Let a room act in the transaction in which somebody becomes a case, without knowing who says so."""
    if hear not in _hearing:
        _hearing.append(hear)


def tell_of_case(person_ids: Collection[UUID], *, by: Actor) -> None:
    """These, all records of one person, are a case now. Whoever asked to hear acts in this transaction."""
    for hear in _hearing:
        hear(person_ids, by)
