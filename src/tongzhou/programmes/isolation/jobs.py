"""What the clock asks of isolation: who goes to the door for a report that did not come."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.jobs import job
from tongzhou.programmes.isolation.actions import reporting


@job("isolation.watch", _("Send somebody to the door for a missed health report"), every=timedelta(minutes=15))
def watch(tick: datetime) -> None:
    reporting.watch(tick)
