"""Who may be the same person as somebody about to be recorded, in the whole district: one call of one function.

Never show more of somebody out of scope than the masked name, the village and who asked last. Every answer is a look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag
from typing import Any
from uuid import UUID

from tongzhou.access import looks
from tongzhou.access import policies as access
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import database, sealing
from tongzhou.people import adding, tokens
from tongzhou.people.identities import Identity, NewPerson, unseal

_CALL = "SELECT * FROM people_similar(%s::bytea[], %s::bytea[], %s::bytea[], %s::bytea[], %s::uuid[])"


class Reason(IntFlag):
    """What is alike. A name counts at the same place, or together with the telephone."""

    NAME = 1
    PHONE = 2
    NUMBER = 4


@dataclass(frozen=True, slots=True)
class Similar:
    """``identity`` is None out of scope. ``asked_by`` (a unit) and ``asked_at``: the last contact, if there was one."""

    person_id: UUID
    place_id: UUID
    village: str
    reasons: Reason
    masked: str
    asked_by: str
    asked_at: datetime | None
    identity: Identity | None

    @property
    def is_certain(self) -> bool:
        """The same number, or the same name and telephone."""
        return Reason.NUMBER in self.reasons or Reason.NAME | Reason.PHONE in self.reasons


def find_similar(people: Sequence[NewPerson], *, by: Actor) -> list[list[Similar]]:
    """At most five for each of ``people``, those with the same number first; never the record of the same id.

    One statement, and one more (on a connection of its own) that writes the looks when anybody is found. What is
    wrong in a number or telephone is not looked for.
    """
    access.require(by, Permission.PERSON_SEARCH)
    found: list[list[Similar]] = [[] for _new in people]
    rows = [row for row in _rows(people) if row[1] != people[row[0] - 1].id]
    if rows:
        looks.log(by, subjects={(row[1], row[2]) for row in rows}, what="similar", reason="")
    for position, *row in rows:
        found[position - 1].append(_similar(row))
    return found


def _rows(people: Sequence[NewPerson]) -> list[Any]:
    if not people:
        return []
    clean = [adding.clean(new.identity)[0] for new in people]
    return database.prepared(
        _CALL,
        [
            [tokens.of_number(identity.id_number) for identity in clean],
            [tokens.of_phone(identity.phone) for identity in clean],
            [tokens.of_name_with_phone(identity.name, identity.phone) for identity in clean],
            [tokens.of_name(identity.name) for identity in clean],
            [new.place_id for new in people],
        ],
    )


def _similar(row: Sequence[Any]) -> Similar:
    person_id, place_id, village, reasons, masked, asked_by, asked_at, sealed, wrapped = row
    identity = None if sealed is None else unseal(sealed, sealing.unwrap(wrapped))
    return Similar(person_id, place_id, village, Reason(reasons), masked, asked_by or "", asked_at, identity)
