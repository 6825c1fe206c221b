"""`tongzhou demo` and `tongzhou figures rebuild`: long work with its progress."""

import sys
from typing import Any

import click

from tongzhou.demonstration import clocks, making, setting_up
from tongzhou.figures import rebuilding
from tongzhou.kernel.errors import RuleBroken


class _Bars:
    """One progress bar a phase."""

    def __init__(self) -> None:
        self.bar: Any = None

    def phase(self, label: str, length: int) -> None:
        self.end()
        self.bar = click.progressbar(length=length, label=label, file=sys.stderr)
        self.bar.__enter__()

    def step(self, count: int) -> None:
        self.bar.update(count)

    def end(self) -> None:
        if self.bar is not None:
            self.bar.__exit__(None, None, None)


def make(residents: int) -> None:
    """A demonstration, unless there is one; the accounts are printed either way."""
    if making.exists():
        clocks.install()
    else:
        bars = _Bars()
        try:
            making.make(residents, making.Progress(bars.phase, bars.step))
        except RuleBroken as error:
            raise click.ClickException(str(error)) from error
        finally:
            bars.end()
    click.echo("Accounts to try, one click each on the sign-in page:")
    for tried in setting_up.ACCOUNTS:
        click.echo(f"  {tried.username:13} {tried.role}")


def rebuild() -> None:
    """Compare the counts with the ledger."""
    seen = [0]

    def step(count: int) -> None:
        seen[0] += count
        click.echo(f"{seen[0]} entries", err=True)

    differences = rebuilding.rebuild(step)
    for found in differences:
        click.echo(f"{found.indicator} {found.day} {found.place_id}: kept {found.kept}, ledger {found.counted}")
    if differences:
        raise click.ClickException(f"{len(differences)} counts differ from the ledger.")
    click.echo("Every count is what the ledger gives.")
