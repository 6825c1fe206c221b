"""What the clock asks of isolation: who is reminded of a report, and who goes to the door for one that did not come."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.jobs import job
from tongzhou.programmes.isolation.actions import reminding, reporting


@job("isolation.watch", _("Send somebody to the door for a missed health report"), every=timedelta(minutes=15))
def watch(tick: datetime) -> None:
    reporting.watch(tick)


@job("isolation.remind", _("Remind of a report that is due soon"), every=timedelta(minutes=10))
def remind(tick: datetime) -> None:
    reminding.remind(tick)
