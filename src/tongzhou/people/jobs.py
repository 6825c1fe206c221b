"""What the clock asks about people: forgetting in time."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from tongzhou.kernel import clock
from tongzhou.kernel.jobs import job
from tongzhou.people import retention


@job("people.retention", _("Destroy what is past its day"), daily=time(3))
def forget(tick: datetime) -> None:
    retention.run(clock.day_of(tick))
