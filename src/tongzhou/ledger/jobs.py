"""What the clock asks of the ledger."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from tongzhou.kernel import clock
from tongzhou.kernel.jobs import job
from tongzhou.ledger import checkpoints, partitions, sealing_days


@job("ledger.checkpoint", _("Vouch for what came in"), every=timedelta(minutes=5))
def checkpoint(tick: datetime) -> None:
    checkpoints.checkpoint()


@job("ledger.seal", _("Seal the day that is over"), daily=time(0, 10))
def seal(tick: datetime) -> None:
    sealing_days.seal_day(clock.day_of(tick) - timedelta(days=1))


@job("ledger.partitions", _("Make the coming months' partitions"), daily=time(0, 40))
def make_partitions(tick: datetime) -> None:
    partitions.ensure_ahead()
