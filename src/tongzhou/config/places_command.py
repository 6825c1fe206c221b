"""`tongzhou places`: look a place up, or take in the divisions of any district."""

from pathlib import Path

import click

from tongzhou.kernel import clock, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.kernel.sheets import Sheet
from tongzhou.places import actions, package, queries

COLUMNS = ("code", "name", "kind", "parent_code")
#: Headings as offices write them.
NAMES = {"代码": "code", "名称": "name", "类型": "kind", "上级代码": "parent_code"}


def search(text: str) -> None:
    """Print the code and the path of each place that is found."""
    tree = queries.tree(clock.today())
    everything = tree.scope(node.id for node in tree.children(None))
    found = queries.search(text, within=tree, scope=everything, limit=50)
    for node in found:
        click.echo(f"{node.code or '-':12}  {' / '.join(step.name for step in tree.path(node.id))}")
    if not found:
        click.echo("No place is found. Try characters, full pinyin, initials or the whole code.")


def take_in(path: Path, district: str | None) -> None:
    """Import a sheet, or the ``district`` of the package's folder; refused rows go to a file beside it."""
    try:
        sheet = _sheet(path, district)
    except RuleBroken as error:
        raise click.ClickException(str(error)) from error
    with click.progressbar(sheet.rows, label="Places") as rows:
        result = actions.import_divisions(rows, on=clock.today())
    click.echo(f"{result.taken} added, {result.already} already there, {len(result.refused)} refused.")
    if result.refused:
        beside = path.with_name(f"{path.name}.refused.xlsx")
        beside.write_bytes(sheets.refused(sheet, result.refused))
        click.echo(f"The refused rows, with a reason each: {beside}")


def _sheet(path: Path, district: str | None) -> Sheet:
    if path.is_dir():
        if district is None:
            raise click.ClickException("Say which district of the package, for example --district 310115.")
        return Sheet(list(COLUMNS), package.divisions(path, district))
    return sheets.read(path.read_bytes(), needs=COLUMNS, names=NAMES)
