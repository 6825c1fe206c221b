"""The log of a post, what waits for an answer, and one incident with its story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.matters import queries as matters
from tongzhou.matters.models import Event, Matter
from tongzhou.programmes.incidents.errors import IncidentUnknown
from tongzhou.programmes.incidents.models import Incident, Reading

PAGE, HANDED = 50, 20
DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    incident: Incident
    matter: Matter | None
    is_new: bool
    has_photo: bool = False


def _seen(by: Actor) -> QuerySet[Incident]:
    require(by, Permission.INCIDENT_REPORT)
    seen = Incident.objects.select_related("place", "above").defer("photo")
    places = by.scope.places
    return seen if by.is_wide else seen.filter(Q(place_id__in=places) | Q(above_id__in=places))


def log(*, by: Actor) -> list[Line]:
    """The last seven days of the actor's places, newest first; what came after the last reading is new."""
    last = last_reading(by=by)
    lines = list(_seen(by).filter(reported_at__gt=clock.now() - DAYS).order_by("-reported_at", "-id")[:PAGE])
    found = _matters(lines, by)
    return [
        Line(line, found.get(line.matter_id) if line.matter_id else None, last is None or line.reported_at > last.at)
        for line in lines
    ]


def handed_over(*, by: Actor) -> list[Incident]:
    """The last lines of the own post's log, newest first: what whoever takes the post over reads."""
    own = _seen(by).filter(place_id=by.post_id, reported_at__gt=clock.now() - DAYS)
    return list(own.order_by("-reported_at", "-id")[:HANDED])


def is_reported(incident_id: UUID, *, by: Actor) -> bool:
    """Whether this line stands in the log of the actor's places already."""
    return _seen(by).filter(id=incident_id).exists()


def waiting(*, by: Actor) -> list[Line]:
    """What the actor's offices have to answer, the most urgent first."""
    require(by, Permission.INCIDENT_ANSWER)
    asked = _seen(by).filter(above_id__in=by.scope.places)
    found = {
        one.id: one for one in matters.seen(by).unfinished().filter(case_type="incident", place_id__in=by.scope.places)
    }
    lines = [Line(line, found[line.matter_id], True) for line in asked.filter(matter_id__in=found) if line.matter_id]
    return sorted(lines, key=lambda line: (line.matter.due_at if line.matter else clock.now(), line.incident.id))


def _matters(lines: list[Incident], by: Actor) -> Mapping[UUID, Matter]:
    wanted = [line.matter_id for line in lines if line.matter_id]
    return {matter.id: matter for matter in matters.seen(by).filter(id__in=wanted).select_related("owner_unit")}


def last_reading(*, by: Actor) -> Reading | None:
    """When the log of the own post was read last, and by whom."""
    return Reading.objects.filter(place_id=by.post_id).order_by("-at").first()


def incident(incident_id: UUID, *, by: Actor) -> tuple[Line, list[Event]]:
    """One incident and the story of its matter. Raises IncidentUnknown outside the scope."""
    found = _seen(by).filter(id=incident_id).first()
    if found is None:
        raise IncidentUnknown(_("There is no such incident at the places of your duty."))
    matter = _matters([found], by).get(found.matter_id) if found.matter_id else None
    has_photo = Incident.objects.filter(id=found.id, photo__isnull=False).exists()
    return Line(found, matter, False, has_photo), list(matters.story(matter.id, by=by)) if matter else []


def photo(incident_id: UUID, *, by: Actor) -> bytes:
    """The photo as it was drawn anew. Raises IncidentUnknown."""
    found = _seen(by).filter(id=incident_id, photo__isnull=False).values_list("photo", flat=True).first()
    if found is None:
        raise IncidentUnknown(_("There is no such incident at the places of your duty."))
    return bytes(found)
