"""An encounter as it is handed in, as it is ready to be stored, and what became of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tongzhou.kernel import ids
from tongzhou.people.identities import NewPerson
from tongzhou.questionnaires.checking import Checked


@dataclass(frozen=True)
class Encounter:
    """One person who is asked. ``who``: a new person, or the id of one who is known (and lives at ``place_id``).

    Of a new person the worker may have said, seeing who is similar: it is ``same_as`` that one; or, ``is_decided``, it
    is another. ``with_staff``: others who worked on it. The ids are made by the page: a second click changes nothing.
    """

    who: NewPerson | UUID
    place_id: UUID
    answers: Mapping[str, Any]
    at: datetime | None = None
    entry_id: UUID = field(default_factory=ids.new)
    visit_id: UUID | None = None
    with_staff: tuple[UUID, ...] = ()
    is_decided: bool = False
    same_as: UUID | None = None
    channel: str = "desk"

    @property
    def person_id(self) -> UUID:
        return self.who.id if isinstance(self.who, NewPerson) else self.who


@dataclass(frozen=True)
class Recorded:
    """``is_new`` is false for a resend."""

    entry_id: UUID
    is_new: bool


@dataclass(frozen=True)
class Ready:
    """Checked answers of one person, and what was worked out of them. ``key`` seals what is kept."""

    given: Encounter
    key: bytes
    checked: Checked
    body: dict[str, Any]
    at: datetime

    @property
    def person_id(self) -> UUID:
        return self.given.person_id

    @property
    def place_id(self) -> UUID:
        return self.given.place_id

    @property
    def entry_id(self) -> UUID:
        return self.given.entry_id
