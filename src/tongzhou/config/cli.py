"""The `tongzhou` command: set-up and service from a terminal."""

import os
import sys
from pathlib import Path

import click

from tongzhou import embedded


def _prepare() -> None:
    """Start the embedded database unless another is given, then load the settings."""
    if not os.environ.get("DATABASE_URL"):
        try:
            embedded.start(Path(os.environ.get("TONGZHOU_VAR", "var")).resolve(), say=click.echo)
        except embedded.DatabaseUnavailable as error:
            raise click.ClickException(str(error)) from error
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
    import django  # noqa: PLC0415  settings need a database that runs

    django.setup()


def _django(*arguments: str) -> None:
    from django.core.management import call_command  # noqa: PLC0415  needs the settings

    call_command(*arguments)


@click.group()
def main() -> None:
    """Tongzhou 同舟: the platform a district switches on when an epidemic comes."""


@main.command()
def migrate() -> None:
    """Make or bring up to date the tables, as the owner login."""
    _prepare()
    _django("migrate", "--database=owner", "--verbosity=1")


def _load_district() -> None:
    from tongzhou.places import actions, extract  # noqa: PLC0415  needs the settings

    result = actions.import_divisions(extract.rows(), on=extract.AS_OF)
    click.echo(f"Places: {result.taken} added, {result.already} already there, {len(result.refused)} refused.")


@main.command()
@click.option("--port", default=8000, show_default=True, help="Port on the loopback address.")
def serve(port: int) -> None:
    """Bring the tables up to date, load the district and serve on 127.0.0.1."""
    _prepare()
    _django("migrate", "--database=owner", "--verbosity=0")
    _load_district()
    click.echo(f"Tongzhou serves on http://127.0.0.1:{port}/ (stop with Ctrl-C)")
    os.execv(sys.executable, _server(port))


def _server(port: int) -> list[str]:
    place = ["--host", "127.0.0.1", "--port", str(port), "--interface", "wsgi"]
    size = ["--workers", "2", "--blocking-threads", "4", "--no-access-log"]
    return [sys.executable, "-m", "granian", *place, *size, "tongzhou.config.wsgi:application"]


@main.command()
def stop() -> None:
    """End the embedded database of this folder."""
    embedded.stop(Path(os.environ.get("TONGZHOU_VAR", "var")).resolve())


@main.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def keyring(path: Path) -> None:
    """Write a fresh keyring to PATH. Back it up apart from the database: without it no sealed name can be read."""
    from tongzhou.kernel import keys  # noqa: PLC0415  one command needs it

    keys.create(path)
    click.echo(f"Keyring written to {path}, readable by you alone.")


@main.group()
def places() -> None:
    """Look places up; take in the divisions of a district."""


@places.command()
@click.argument("text")
def search(text: str) -> None:
    """Find places by characters, full pinyin, initials or code."""
    _prepare()
    from tongzhou.config import places_command  # noqa: PLC0415  needs the settings

    places_command.search(text)


@places.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def take_in(path: Path) -> None:
    """Take in the divisions in PATH, a CSV with the columns code, name, kind and parent_code, parents first."""
    _prepare()
    from tongzhou.config import places_command  # noqa: PLC0415  needs the settings

    places_command.take_in(path)
