"""One person from all sides: what rooms below know of them, put together for a page. Nothing is kept here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.figures.queries import told
from tongzhou.kernel import database
from tongzhou.ledger import queries as ledger
from tongzhou.matters import queries as matters
from tongzhou.people import contacts, retention, statuses
from tongzhou.people import queries as people
from tongzhou.people.errors import PersonNotThere
from tongzhou.people.identities import Identity, NewPerson
from tongzhou.people.models import Person, Status
from tongzhou.places.queries import current_tree

REASONS = (
    _lazy("Follow-up by telephone or at the door"),
    _lazy("Correcting what the person says is wrong"),
    _lazy("The person stands at the desk"),
    _lazy("Checking a figure"),
)


@dataclass(frozen=True)
class Home:
    """Where somebody lives and how they are called behind the mask; ``record`` only within the scope."""

    person_id: UUID
    place_id: UUID
    place_name: str
    masked: str
    record: Person | None


def home_of(person_id: UUID, *, by: Actor) -> Home:
    """Raises PersonNotThere when there is no such record anywhere."""
    with database.cursor() as cursor:
        cursor.execute("SELECT home, masked FROM people_home(%s)", [person_id])
        row = cursor.fetchone()
    if row is None:
        raise PersonNotThere(_("There is no such person."))
    place_id, masked = row
    node = current_tree().nodes.get(place_id)
    record = Person.objects.select_related("guardian").filter(id=person_id).first()
    return Home(person_id, place_id, node.name if node else "—", masked, record)


def opened(home: Home, *, by: Actor, reason: str) -> Identity | None:
    """Who it is, for a reason that is written down; None for a record that was destroyed. Raises ReasonNeeded."""
    if home.record is None:
        looks.grant(by=by, subject_id=home.person_id, place_id=home.place_id, reason=reason)
    return people.identities([home.person_id], by=by, reason=reason).get(home.person_id)


def sides(home: Home, identity: Identity | None, *, by: Actor) -> Mapping[str, Any]:
    """What the page shows beside the identity; nothing of it for somebody outside the scope."""
    shared = {"reasons": REASONS, "looks": looks.at(home.person_id)[:50]}
    if home.record is None:
        return shared
    members = people.group([home.person_id])[home.person_id]
    return {
        **shared,
        "statuses": standing(members),
        "contacts": contacts.of(home.person_id),
        "matters": matters.of_subjects(members, by=by),
        "story": told(ledger.story(members)),
        "kept_until": retention.kept_until(home.record),
        "merged_here": [id for id in members if id != home.person_id],
        "similar": similar(home, identity, by=by) if identity and by.may(Permission.PERSON_MERGE) else [],
    }


def standing(members: frozenset[UUID]) -> list[tuple[Status, str]]:
    """Every status with its name, the latest first."""
    held = Status.objects.filter(person_id__in=members).order_by("-from_on", "-id")
    return [(status, _label(status)) for status in held]


def _label(status: Status) -> str:
    kind = statuses.KINDS.get(status.kind)
    return str(kind.label) if kind else status.kind


def similar(home: Home, identity: Identity, *, by: Actor) -> list[Any]:
    """Other records that may be the same person, to merge."""
    if not by.may(Permission.ARRIVAL_REGISTER):
        return []
    parts = {name: getattr(identity, name) for name in ("name", "id_kind", "id_number", "phone", "address")}
    asked = NewPerson(**parts, place_id=home.place_id, id=home.person_id)
    return [one for one in people.find_similar([asked], by=by)[0] if one.identity is not None]
