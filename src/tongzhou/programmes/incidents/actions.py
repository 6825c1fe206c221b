"""Writing a line, telling it upward, answering it, passing it on; and reading the log.

The office above is that of the town; above a town it is headquarters.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, ids, photos
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import State
from tongzhou.places.queries import current_tree
from tongzhou.programmes.incidents.errors import IncidentUnknown, NobodyAbove, WordsNeeded
from tongzhou.programmes.incidents.models import Incident, Reading, Urgency
from tongzhou.programmes.incidents.records import INCIDENT
from tongzhou.units import queries as units

CLOCKS = {Urgency.NOW: timedelta(minutes=30), Urgency.TODAY: timedelta(hours=4)}
KEEP_DAYS = 365
LENGTH = 500


def report(
    *,
    words: str,
    urgency: str,
    by: Actor,
    photo: bytes | None = None,
    incident_id: UUID | None = None,
    at: datetime | None = None,
) -> Incident:
    """A line of the own post's log; unless it is only for the next shift, a matter of the office above.

    The same ``incident_id`` again writes nothing. ``at``: when it was written, if the telephone had no network then.
    The clock of an answer starts when the office can know. Raises WordsNeeded, PhotoRefused, NobodyAbove.
    """
    require(by, Permission.INCIDENT_REPORT)
    told = " ".join(words.split())
    if not 2 <= len(told) <= LENGTH:
        raise WordsNeeded(
            _("Say in 2 to %(most)d characters what happens and where.") % {"most": LENGTH}, field="words"
        )
    if urgency not in Urgency.values:
        raise WordsNeeded(_("Choose how urgent it is."), field="urgency")
    known = Incident.objects.filter(id=incident_id).first() if incident_id else None
    if known is not None:
        return known
    line = Incident(
        id=incident_id or ids.new(),
        place_id=by.post_id,
        urgency=urgency,
        words=told,
        photo=photos.redrawn(photo) if photo else None,
        reported_at=at or clock.now(),
        reported_by=by.staff_id,
        reported_by_name=f"{by.name} · {by.unit_name}"[:220],
        keep_until=clock.today() + timedelta(days=KEEP_DAYS),
    )
    if urgency != Urgency.LOG:
        line.above_id, line.matter_id = _above(by.post_id), ids.new()
        _open(line, by)
    line.save(force_insert=True)
    return line


def _above(place_id: UUID) -> UUID:
    """The town of a post; the place over it for a town. Raises NobodyAbove."""
    path = current_tree().path(place_id)
    town = current_tree().town_of(place_id)
    if town is not None and town.id != place_id:
        return town.id
    if len(path) < 2:
        raise NobodyAbove(
            _("Nobody stands above this post. Write it into the log, or use the daily brief."), field="urgency"
        )
    return path[-2].id


def _open(line: Incident, by: Actor) -> None:
    assert line.above_id is not None
    assert line.matter_id is not None
    office = units.seat_id(line.above_id)
    if office is None:
        raise NobodyAbove(
            _("No office answers above this post yet. Telephone, and write it into the log."), field="urgency"
        )
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_WORK})
    wanted = NewMatter(
        case_type=INCIDENT.code,
        owner_unit_id=office,
        place_id=line.above_id,
        entry_id=line.id,
        due_at=clock.now() + CLOCKS[Urgency(line.urgency)],
        id=line.matter_id,
    )
    matters.open_matters([wanted], by=acting)


def _to_answer(incident_id: UUID, by: Actor) -> Incident:
    require(by, Permission.INCIDENT_ANSWER)
    line = Incident.objects.filter(id=incident_id, matter_id__isnull=False).first()
    if line is None or line.above_id is None or line.above_id not in by.scope:
        raise IncidentUnknown(_("There is no such incident for your office to answer."))
    return line


def answer(incident_id: UUID, *, words: str, by: Actor, outcome: str = "answered") -> None:
    """Answer it, which closes it; the post reads the answer. Raises IncidentUnknown, errors of matters."""
    line = _to_answer(incident_id, by)
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_WORK})
    assert line.matter_id is not None
    if worklists.one(line.matter_id, by=acting).matter.state != State.ACCEPTED:
        matters.accept([line.matter_id], by=acting)
    matters.close([line.matter_id], outcome=outcome, note=words, by=acting)


def pass_on(incident_id: UUID, *, reason: str, by: Actor) -> None:
    """Hand it to the office above; the clock goes on. Raises IncidentUnknown, NobodyAbove, errors of matters."""
    line = _to_answer(incident_id, by)
    assert line.above_id is not None
    assert line.matter_id is not None
    higher = _above(line.above_id)
    office = units.seat_id(higher)
    if office is None:
        raise NobodyAbove(_("No office answers above this post yet. Telephone, and write it into the log."))
    acting = replace(by, permissions=by.permissions | {Permission.MATTER_WORK})
    matters.transfer([line.matter_id], to_unit_id=office, reason=reason, by=acting)
    Incident.objects.filter(id=line.id).update(above_id=higher)


def read_log(*, by: Actor) -> Reading:
    """The log of the own post was read up to now."""
    require(by, Permission.INCIDENT_REPORT)
    return Reading.objects.create(
        place_id=by.post_id, at=clock.now(), staff_id=by.staff_id, name=f"{by.name} · {by.unit_name}"[:220]
    )


def destroy(day: date) -> list[UUID]:
    """Lines that were to be kept until a day before ``day``. For people.retention."""
    gone = sorted(Incident.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    Incident.objects.filter(id__in=gone).delete()
    return gone
