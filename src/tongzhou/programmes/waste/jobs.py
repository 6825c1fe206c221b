"""What the clock asks of the rounds."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from tongzhou.kernel import clock
from tongzhou.kernel.jobs import job
from tongzhou.programmes.waste import actions


@job("waste.plan", _("Lay the day's round of household waste"), daily=time(5))
def plan(tick: datetime) -> None:
    actions.plan(clock.day_of(tick))


@job("waste.sweep", _("Tell which doors the waste round has missed"), daily=time(22))
def sweep(tick: datetime) -> None:
    actions.sweep(tick)
