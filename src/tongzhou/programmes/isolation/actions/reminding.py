"""A text to whoever is at home and has not reported yet, before somebody goes to the door.

Never twice for one report, never a word about health, never anybody but the person by the telephone that was given.
"""

from collections import defaultdict
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongzhou.access.actors import without_duty
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, database
from tongzhou.messages import actions as messages
from tongzhou.messages import causes
from tongzhou.messages.actions import Told
from tongzhou.messages.audiences import Recipient
from tongzhou.messages.models import Sort
from tongzhou.programmes.isolation import dated
from tongzhou.programmes.isolation.actions import reporting
from tongzhou.programmes.isolation.actions.reporting import DUE
from tongzhou.programmes.isolation.models import Isolation, Slot, State
from tongzhou.units.queries import seat_id

LATE = causes.register("isolation.late", gettext_lazy("Something that was to be told by now"))


def remind(now: datetime) -> int:
    """Remind everybody at home whose report is due soon and not there; how many. Safe to run again."""
    before = dated.remind_before(now)
    today = clock.day_of(now)
    soon = [slot for slot, until in DUE.items() if 0 < _left(now, slot) <= before.total_seconds()]
    if not soon:
        return 0
    with database.acting((), is_wide=True):
        missing = [one for one in reporting.missing(now, soon) if one[0].state == State.HOME]
        at: dict[UUID, list[tuple[Isolation, Slot]]] = defaultdict(list)
        for isolation, slot in missing:
            at[isolation.place_id].append((isolation, slot))
        for place_id, some in at.items():
            told = [_told(isolation, slot, f"{today}") for isolation, slot in some]
            rights = (Permission.PERSON_VIEW,)
            by = without_duty(place_id, unit_id=seat_id(place_id), is_wide=True, permissions=rights)
            messages.tell(told, cause=LATE, by=by, is_text_only=True)
        return len(missing)


def _left(now: datetime, slot: Slot) -> float:
    """Seconds until the report is due."""
    return (datetime.combine(clock.day_of(now), DUE[slot], clock.ZONE) - now).total_seconds()


def _told(isolation: Isolation, slot: Slot, day: str) -> Told:
    """In the district's language: nobody knows another one of the person."""
    with translation.override(settings.LANGUAGE_CODE):
        words = _(
            "We have not heard from you yet. Please tell us by %(time)s, on your page or by telephone; thank you."
        )
        told = words % {"time": f"{DUE[slot]:%H:%M}"}
    recipient = Recipient(Sort.PERSON, isolation.person_id, isolation.place_id)
    return Told(recipient, uuid5(isolation.id, f"{day} {slot}"), told)
