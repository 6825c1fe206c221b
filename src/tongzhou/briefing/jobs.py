"""The draft of the day by the clock; a person reads, amends and signs it."""

from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tongzhou.access.actors import without_duty
from tongzhou.access.permissions import Permission
from tongzhou.briefing import actions
from tongzhou.briefing.models import Brief
from tongzhou.kernel import clock, database
from tongzhou.kernel.jobs import job
from tongzhou.places.queries import current_tree
from tongzhou.units.models import Unit
from tongzhou.units.queries import seat_of


def draft(place_id: UUID, unit: Unit, day: date) -> Brief:
    """A draft made by the clock, for the office of the place; an unsigned one of the day is replaced."""
    rights = (Permission.BRIEF_MAKE, Permission.MATTER_VIEW)
    clockwork = without_duty(
        place_id, unit_id=unit.id, name="按时生成", unit_name=unit.name, permissions=rights, is_wide=True
    )
    by = replace(clockwork, scope=current_tree().scope([place_id]))
    with database.acting((), is_wide=True):
        return actions.make(place_id, day, by=by)


@job("briefing.daily", _("Draft the day's briefs"), daily=time(20, 30))
def daily(tick: datetime) -> None:
    """For the district and every town that has an office; whatever somebody has made of that day already stays."""
    day, tree = clock.day_of(tick), current_tree()
    for district in tree.children(None):
        for place in (district, *tree.children(district.id)):
            _draft_unless_made(place.id, day)


def _draft_unless_made(place_id: UUID, day: date) -> None:
    unit = seat_of(place_id)
    with database.acting((), is_wide=True):
        is_made = Brief.objects.filter(place_id=place_id, day=day).exists()
    if unit is not None and not is_made:
        draft(place_id, unit, day)
