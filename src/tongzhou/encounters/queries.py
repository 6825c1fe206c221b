"""What a desk reads: the shift's encounters, what to carry over, who else is on duty here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access import looks, policies
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.encounters.programme import Programme
from tongzhou.ledger.chains import first_of, in_force
from tongzhou.ledger.models import Stored
from tongzhou.ledger.reading import secret_of
from tongzhou.ledger.records import WITHDRAWN
from tongzhou.matters import queries as matters
from tongzhou.matters.models import Matter
from tongzhou.people import queries as people


@dataclass(frozen=True)
class Line:
    """One encounter of the shift."""

    entry: Stored
    first_id: UUID
    name: str
    matter: Matter | None
    is_withdrawn: bool
    is_mine: bool


@dataclass(frozen=True)
class Shift:
    """A day at one desk, to hand over."""

    lines: list[Line]
    counts: Mapping[str, int]


def shift(programme: Programme, day: date, *, by: Actor) -> Shift:
    """What was recorded at the actor's post on that day, the latest first."""
    policies.require(by, Permission.ARRIVAL_REGISTER)
    kinds = (programme.kind.code, WITHDRAWN.code)
    found = list(Stored.objects.of_kind(*kinds).recorded_at([by.post_id]).occurred_on(day))
    standing = {first_of(entry): entry for entry in in_force(found)}
    firsts = [entry for entry in found if entry.kind == programme.kind.code and entry.corrects is None]
    subjects = {entry.subject_id for entry in firsts if entry.subject_id}
    names = people.names(subjects, by=by) if subjects else {}
    opened = matters.of_entries([entry.id for entry in firsts], by=by, case_type=programme.follow_up)
    lines = [_line(standing.get(first.id, first), first, names, opened, standing, by) for first in firsts]
    lines.sort(key=lambda line: (line.entry.occurred_at, line.first_id), reverse=True)
    return Shift(lines, _counts(lines))


def _line(
    entry: Stored,
    first: Stored,
    names: Mapping[UUID, str],
    opened: Mapping[UUID, Matter],
    standing: Mapping[UUID, Stored],
    by: Actor,
) -> Line:
    name = names.get(first.subject_id, "—") if first.subject_id else "—"
    return Line(entry, first.id, name, opened.get(first.id), first.id not in standing, by.staff_id in first.authors)


def _counts(lines: list[Line]) -> dict[str, int]:
    standing = [line for line in lines if not line.is_withdrawn]
    return {
        "registered": len(standing),
        "persons": len({line.entry.subject_id for line in standing}),
        "outside": len({line.entry.subject_id for line in standing if line.entry.body.get("origin") == "outside"}),
        "hot": sum(bool(line.entry.body.get("is_hot")) for line in standing),
        "unmeasured": sum(line.entry.body.get("measured") != "yes" for line in standing),
        "withdrawn": len(lines) - len(standing),
    }


def answers(entry: Stored, *, by: Actor, reason: str) -> dict[str, Any]:
    """What was answered, unsealed; the look is written down first."""
    policies.require(by, Permission.PERSON_VIEW)
    if entry.subject_id is None or entry.subject_place_id is None:
        return {}
    looks.log(by, subjects=[(entry.subject_id, entry.subject_place_id)], what="sealed", reason=reason)
    found: dict[str, Any] = secret_of(entry, people.key(entry.subject_id)).get("answers", {})
    return found


def carried(programme: Programme, entry_id: UUID, *, by: Actor) -> dict[str, Any]:
    """The journey of whoever was asked just before, for the next of the party; empty when it is not ours."""
    entry = Stored.objects.of_kind(programme.kind.code).filter(id=entry_id, authors__contains=[by.staff_id]).first()
    if entry is None:
        return {}
    known = answers(entry, by=by, reason=_("The next of the same party"))
    return {name: known[name] for name in programme.carried if name in known}


def follow_up(programme: Programme, entry_id: UUID, *, by: Actor) -> Matter | None:
    """The follow-up that the encounter opened."""
    return matters.of_entries([entry_id], by=by, case_type=programme.follow_up).get(entry_id)
