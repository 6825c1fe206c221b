"""`tongzhou ledger`: verify what is stored, vouch for what came in, seal the days that are over."""

import sys
from datetime import date, timedelta

import click

from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger import checkpoints, sealing_days, verifying
from tongzhou.ledger.verifying import Finding, What

WORDS = {
    What.ALTERED: "Entry {entry} was altered after it was stored ({day}, town {town}).",
    What.ADDED: "Entry {entry} was put in past the ledger ({day}, town {town}).",
    What.MISSING: "Entry {entry} was removed ({day}, town {town}).",
    What.JOURNAL: "The journal of {day}, town {town}, is not as it was written.",
    What.ROOT: "The root of {day}, town {town}, is missing or not that of its entries.",
    What.SIGNATURE: "The root of {day}, town {town}, is not signed by this district.",
    What.CHAIN: "The root of {day}, town {town}, does not follow the one before it.",
}


def words(finding: Finding) -> str:
    return WORDS[finding.what].format(entry=finding.entry_id, day=finding.day, town=finding.town_id)


def verify() -> None:
    """Read the whole ledger; exit code 1 when anything is not as it was written."""
    total = verifying.count()
    with click.progressbar(length=total, label="Verifying", file=sys.stderr) as bar:
        findings = verifying.verify(bar.update)
    for finding in findings:
        click.echo(words(finding))
    if findings:
        click.echo(f"{total} entries read, {len(findings)} findings. Keep the database and the journal as they are.")
        sys.exit(1)
    click.echo(f"{total} entries read: all are as they were written.")


def checkpoint() -> None:
    """Vouch for what came in since the last time. Run it every five minutes."""
    click.echo(f"{checkpoints.checkpoint()} entries noted.")


def seal(day: date | None = None) -> None:
    """Seal ``day`` (yesterday, when not given) and every open day before it. Run it soon after midnight."""
    try:
        roots = sealing_days.seal_day(day or clock.today() - timedelta(days=1))
    except RuleBroken as error:
        raise click.ClickException(str(error)) from error
    for root in roots:
        click.echo(f"{root.day}  town {root.town_id}  {root.count} entries  {bytes(root.root).hex()}")
    click.echo(f"{len(roots)} roots signed.")
