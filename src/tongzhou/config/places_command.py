"""`tongzhou places`: look a place up, or take in the divisions of any district from a spreadsheet."""

import csv
from pathlib import Path

import click

from tongzhou.kernel import clock
from tongzhou.places import actions, queries

COLUMNS = ("code", "name", "kind", "parent_code")


def search(text: str) -> None:
    """Print the code and the path of each place that is found."""
    tree = queries.tree(clock.today())
    everything = tree.scope(node.id for node in tree.children(None))
    found = queries.search(text, within=tree, scope=everything, limit=50)
    for node in found:
        click.echo(f"{node.code or '-':12}  {' / '.join(step.name for step in tree.path(node.id))}")
    if not found:
        click.echo("No place is found. Try characters, full pinyin, initials or the whole code.")


def take_in(path: Path) -> None:
    """Import ``path`` (UTF-8 CSV); rows that are refused go to a file beside it, each with its reason."""
    rows = _rows(path)
    result = actions.import_divisions(rows, on=clock.today())
    click.echo(f"{result.taken} added, {result.already} already there, {len(result.refused)} refused.")
    if result.refused:
        click.echo(f"The refused rows, with a reason each: {_write_refused(path, rows, result)}")


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
            if missing:
                raise click.ClickException(f"The first row lacks: {', '.join(missing)}.")
            return [{column: row[column].strip() for column in COLUMNS} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise click.ClickException("This is not a CSV file in UTF-8: save the sheet as “CSV UTF-8”.") from error


def _write_refused(path: Path, rows: list[dict[str, str]], result: actions.Imported) -> Path:
    beside = path.with_suffix(".refused.csv")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "field", "reason", *COLUMNS])
        for refused in result.refused:
            row = rows[(refused.row or 2) - 2]
            writer.writerow([refused.row, refused.field, str(refused), *row.values()])
    return beside
