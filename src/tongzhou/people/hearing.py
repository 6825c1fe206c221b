"""Who acts at once when somebody becomes a case, or a close contact of one, or a place was where a case had been.

Rooms ask to hear, the room that knows tells; nothing is kept here.

A case is no status: whoever sees the person's page would read it there.
"""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from tongzhou.access.actors import Actor

Hear = Callable[[Collection[UUID], Actor], None]
HearOfContact = Callable[[UUID, date, Actor], None]
HearOfPlace = Callable[[str, date, date | None, Actor], UUID]
_hearing: list[Hear] = []
_hearing_of_contacts: list[HearOfContact] = []
_hearing_of_places: list[HearOfPlace] = []


def on_case(hear: Hear) -> None:
    """Let a room act in the transaction in which somebody becomes a case, without knowing who says so."""
    if hear not in _hearing:
        _hearing.append(hear)


def tell_of_case(person_ids: Collection[UUID], *, by: Actor) -> None:
    """These, all records of one person, are a case now. Whoever asked to hear acts in this transaction."""
    for hear in _hearing:
        hear(person_ids, by)


def on_contact(hear: HearOfContact) -> None:
    """Let a room act in the transaction in which somebody is judged to be a close contact, if the rule wants it."""
    if hear not in _hearing_of_contacts:
        _hearing_of_contacts.append(hear)


def tell_of_contact(person_id: UUID, *, last_on: date, by: Actor) -> None:
    """This person is a close contact, last on that day; of whom is not told."""
    for hear in _hearing_of_contacts:
        hear(person_id, last_on, by)


def on_place(hear: HearOfPlace) -> None:
    """Let the room that keeps the list of risk areas open work about a place, without knowing of whom."""
    if hear not in _hearing_of_places:
        _hearing_of_places.append(hear)


def tell_of_place(place: str, *, from_on: date, until_on: date | None, by: Actor) -> UUID | None:
    """A case was at the place (a code or a name of the country's divisions) in these days; of whom is not told.

    The matter that waits for somebody's decision; None where no room keeps such a list. Raises what the list refuses.
    """
    opened = [hear(place, from_on, until_on, by) for hear in _hearing_of_places]
    return opened[0] if opened else None
