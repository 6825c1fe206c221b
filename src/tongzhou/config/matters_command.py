"""`tongzhou matters`: what the platform does with clocks by itself, and the district's own working days."""

from datetime import date

import click

from tongzhou.kernel import database
from tongzhou.matters import running, workdays


def run() -> None:
    """Safe to run at any time and twice at once."""
    done = running.run()
    click.echo(f"{done.resumed} pauses over, {done.reckoned} due times reckoned anew, {done.warned} told,")
    click.echo(f"of which {done.raised} to an office above.")


def decide(day: date, *, is_worked: bool, source: str) -> None:
    with database.acting((), is_wide=True):
        workdays.decide(day, is_worked=is_worked, source=source)
    click.echo(f"{day} is {'worked' if is_worked else 'free'}: {source}")
