"""What the clock asks of matters."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.jobs import job
from tongzhou.matters import running


@job("matters.clocks", _("Tell what runs late, and the office above"), every=timedelta(minutes=5))
def clocks(tick: datetime) -> None:
    running.run()
