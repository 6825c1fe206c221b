"""What a desk's form posts, as an encounter. Parsing only; every rule stands in the actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from tongzhou.access.actors import Actor
from tongzhou.encounters.encounters import Encounter
from tongzhou.kernel import ids
from tongzhou.people.idcheck import IdKind
from tongzhou.people.identities import NewPerson

_PARTS = ("name", "id_number", "phone", "address")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Sheet:
    """The form's own fields beside the questions: who, with whom, on which visit."""

    entry_id: UUID
    visit_id: UUID
    person_id: UUID
    known_id: UUID | None
    place_id: UUID
    before_id: UUID | None
    guardian_id: UUID | None
    id_kind: str
    parts: Mapping[str, str]
    with_staff: tuple[UUID, ...]
    choice: str

    @property
    def same_as(self) -> UUID | None:
        return _uuid(self.choice)

    @property
    def is_decided(self) -> bool:
        return self.choice == "another"


def sheet(given: QueryDict, by: Actor) -> Sheet:
    """The sheet of a post, or an empty one with fresh ids for a first look."""
    staff = [_uuid(text) for text in given.getlist("with_staff")]
    return Sheet(
        entry_id=_uuid(given.get("entry", "")) or ids.new(),
        visit_id=_uuid(given.get("visit", "")) or ids.new(),
        person_id=_uuid(given.get("person", "")) or ids.new(),
        known_id=_uuid(given.get("known", "")),
        place_id=_uuid(given.get("place", "")) or by.post_id,
        before_id=_uuid(given.get("before", "")),
        guardian_id=_uuid(given.get("guardian", "")),
        id_kind=given.get("id_kind", IdKind.RESIDENT),
        parts={name: given.get(name, "") for name in _PARTS},
        with_staff=tuple(one for one in staff if one),
        choice=given.get("choice", ""),
    )


def encounter(sheet: Sheet, answers: Mapping[str, Any]) -> Encounter:
    """What the action is asked to record."""
    id_kind = sheet.id_kind if sheet.parts["id_number"].strip() else IdKind.NONE
    new = NewPerson(
        **sheet.parts, id_kind=id_kind, place_id=sheet.place_id, id=sheet.person_id, guardian_id=sheet.guardian_id
    )
    return Encounter(
        who=sheet.known_id or new,
        place_id=sheet.place_id,
        answers=answers,
        entry_id=sheet.entry_id,
        visit_id=sheet.visit_id,
        with_staff=sheet.with_staff,
        is_decided=sheet.is_decided,
        same_as=None if sheet.known_id else sheet.same_as,
    )
