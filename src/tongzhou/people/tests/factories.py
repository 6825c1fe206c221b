"""People for the tests of any room. Names, numbers and telephones that nobody bears."""

from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.kernel import database
from tongzhou.people import actions
from tongzhou.people.actions import Added
from tongzhou.people.identities import NewPerson
from tongzhou.people.tests.numbers import resident

_sequence: Iterator[int] = count(1)


def new_person(place_id: UUID, **changes: Any) -> NewPerson:
    """Somebody with a telephone of their own and no paper."""
    parts = {"name": "张建国", "id_kind": "none", "id_number": "", "address": "永乐路1号101室"}
    phone = f"100{next(_sequence):08d}"
    return NewPerson(**{**parts, "phone": phone, "place_id": place_id, **changes})


def with_number(place_id: UUID, sequence: int = 1, **changes: Any) -> NewPerson:
    return new_person(place_id, id_kind="resident", id_number=resident(sequence=sequence), **changes)


def added(*people: NewPerson, by: Actor) -> list[Added]:
    """Recorded and committed."""
    with database.acting(by.scope.places, is_wide=by.is_wide):
        return actions.add(people, by=by)
