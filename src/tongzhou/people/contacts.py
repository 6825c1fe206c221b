"""Contacts already made with a person: "asked by X at Y about Z", so that nobody is phoned by ten offices.

Never write what was answered, or a health fact, in ``about``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access import policies as access
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.ledger.kinds import KINDS
from tongzhou.people import bulk, queries
from tongzhou.people.models import Contact
from tongzhou.people.records import KEEP_DAYS


@dataclass(frozen=True, slots=True)
class Made:
    """One contact, as it is shown."""

    staff_name: str
    unit_name: str
    about: str
    channel: str
    at: datetime

    def __str__(self) -> str:
        kind = KINDS.get(self.about)
        about = kind.label if kind else self.about
        words = {"staff": self.staff_name, "unit": self.unit_name, "about": about}
        return _("Asked by %(staff)s of %(unit)s about %(about)s") % words


def made(
    subjects: Sequence[tuple[UUID, UUID]], *, about: str, by: Actor, at: datetime | None = None, channel: str = "desk"
) -> None:
    """``by`` spoke with each of (person, place where they live) about ``about`` (a kind of entry, or a few words).

    One statement.
    """
    access.require(by, Permission.PERSON_SEARCH)
    moment = at or clock.now()
    contacts = [
        Contact(
            person_id=person_id,
            place_id=place_id,
            recorded_at_id=by.post_id,
            unit_id=by.unit_id,
            unit_name=by.unit_name,
            staff_name=by.name,
            about=about[:60],
            channel=channel,
            at=moment,
            keep_until=clock.day_of(moment) + timedelta(days=KEEP_DAYS),
        )
        for person_id, place_id in subjects
    ]
    bulk.insert(bulk.of(Contact, contacts))


def of(person_id: UUID) -> list[Made]:
    """All that the scope admits about the person, whichever record bears them; the last first. Two statements."""
    members = queries.group([person_id])[person_id]
    columns = ("staff_name", "unit_name", "about", "channel", "at")
    found = Contact.objects.filter(person_id__in=members).order_by("-at", "-id").values_list(*columns)
    return [Made(*row) for row in found]
