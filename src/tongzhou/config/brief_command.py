"""`tongzhou brief make`: a draft for any place and day; a person reads, amends and signs it."""

from datetime import date

import click

from tongzhou.briefing import jobs
from tongzhou.kernel import clock
from tongzhou.places.queries import by_code
from tongzhou.units.queries import seat_of


def make(code: str, day: date | None) -> None:
    """A draft for the place of that code; an unsigned one of the day is replaced."""
    place = by_code(code, clock.today())
    unit = seat_of(place.id) if place else None
    if place is None or unit is None:
        raise click.ClickException(f"No place with an office bears the code {code}.")
    brief = jobs.draft(place.id, unit, day or clock.today())
    click.echo(f"Draft No. {brief.number} of {brief.day} for {place.name}; sign it on its page.")
