"""The matter that every registration opens, and the status that goes with it: nobody is registered and forgotten.

Due the next evening: practice of February 2020, the desk's village calls on the day after. Fourteen days of observation
at home from the day of return (National Health Commission, third edition of the control plan).
"""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from tongzhou.kernel import clock
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import CaseType, Outcome
from tongzhou.people import statuses
from tongzhou.people.statuses import StatusKind

DAYS_OF_OBSERVATION = 14
ATTEMPTS_BEFORE_GIVING_UP = 3

FOLLOW_UP = casetypes.register(
    CaseType(
        code="follow_up",
        label=_("Follow-up of a returnee"),
        outcomes={
            "done": Outcome(_("Done")),
            "left_shanghai": Outcome(_("Left Shanghai")),
            "moved": Outcome(_("Moved to another place"), needs_note=True),
            "not_found": Outcome(_("Could not be found"), attempts=ATTEMPTS_BEFORE_GIVING_UP),
            "died": Outcome(_("Died"), needs_note=True),
            "withdrawn": Outcome(_("Registration withdrawn")),
        },
        due_hours=30,
        keep_days=180,
    )
)

RETURNEE = statuses.register(
    StatusKind(
        "returnee",
        _("Returnee under follow-up"),
        {"outside": _("Came back from outside the city"), "declined": _("Did not say where from")},
    )
)


def due_at(registered_at: datetime) -> datetime:
    """Six in the evening of the next day."""
    return datetime.combine(clock.day_of(registered_at) + timedelta(days=1), time(18), tzinfo=clock.ZONE)


def last_day(returned_on: date) -> date:
    """The fourteenth day, the day of return being the first."""
    return returned_on + timedelta(days=DAYS_OF_OBSERVATION - 1)
