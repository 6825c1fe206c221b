"""`tongzhou brief make`: the draft of the day by the clock; a person reads, amends and signs it."""

from datetime import date, timedelta

import click

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.briefing import actions
from tongzhou.kernel import clock, database, ids
from tongzhou.places.queries import by_code, current_tree
from tongzhou.units.queries import seat_of


def make(code: str, day: date | None) -> None:
    """A draft for the place of that code; an unsigned one of the day is replaced."""
    place = by_code(code, clock.today())
    unit = seat_of(place.id) if place else None
    if place is None or unit is None:
        raise click.ClickException(f"No place with an office bears the code {code}.")
    by = Actor(
        account_id=ids.new(),
        staff_id=ids.new(),
        unit_id=unit.id,
        duty_id=ids.new(),
        name="按时生成",
        unit_name=unit.name,
        role="",
        permissions=frozenset({Permission.BRIEF_MAKE, Permission.MATTER_VIEW}),
        scope=current_tree().scope([place.id]),
        post_id=place.id,
        is_wide=True,
        ends_at=clock.now() + timedelta(minutes=10),
    )
    with database.acting((), is_wide=True):
        brief = actions.make(place.id, day or clock.today(), by=by)
    click.echo(f"Draft No. {brief.number} of {brief.day} for {place.name}; sign it on its page.")
