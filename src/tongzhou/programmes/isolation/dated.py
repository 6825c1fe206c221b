"""What the response level decides about isolation: for how many days, and when somebody is reminded of a report.

Asked when something is ordered; what runs keeps the days of its order until a person orders others.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from tongzhou.response import queries as response
from tongzhou.response.rules import Rule, register

#: 14 days: National Health Commission, control plan, third to fifth edition.
DAYS = register(
    Rule(
        code="observation_days",
        label=_("Days of observation in isolation"),
        words=_("Counted when it is ordered; an isolation that runs keeps its days until somebody orders others."),
        default="14",
        bounds=(1, 28),
        is_whole=True,
    )
)
#: The minutes are ours.
REMIND = register(
    Rule(
        code="report_reminder",
        label=_("Minutes before a report is due at which a text reminds of it"),
        words=_("By text, to the telephone that was given, before somebody goes to the door. 0: nobody is reminded."),
        default="60",
        bounds=(0, 240),
        is_whole=True,
    )
)


def days(at: datetime | None = None) -> int:
    """How many days somebody is observed who is ordered to now, the first and the last one counted."""
    return int(response.value(DAYS, at))


def remind_before(at: datetime | None = None) -> timedelta:
    """How long before a report is due somebody is reminded; nothing for nobody."""
    return timedelta(minutes=int(response.value(REMIND, at)))
