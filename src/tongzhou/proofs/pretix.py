"""The check-in of pretix beside ours in one run: ``python -m tongzhou.proofs.pretix``. Never a test.

pretix (AGPL-3.0) is a program of its own in an environment of its own, spoken to through HTTP alone; never make it a
dependency, never take a line of it. It serves as its manual says, two gunicorn workers a core, without Redis and
Celery, from a database of its own in the PostgreSQL that ours uses too. It takes one ticket a request.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import psycopg

from tongzhou import embedded
from tongzhou.proofs import pretix_tickets, scanning
from tongzhou.proofs.scanning import Load
from tongzhou.proofs.serving import demonstration, running

VERSION, PORT, CLIENTS = "2026.8.0", 8153, 8
REDEEM = "/api/v1/organizers/bench/checkinrpc/redeem/"


def _redeemed(status: int, body: bytes) -> int:
    """Raises RuntimeError for a ticket that was not let in."""
    if status != 201:
        raise RuntimeError(f"{status}: {body[:300]!r}")
    return 1


def _loads(laid: dict[str, Any]) -> list[Load]:
    headers = {"Authorization": f"Token {laid['token']}", "Content-Type": "application/json"}
    shown = [json.dumps({"secret": one, "lists": [laid["list"]]}).encode() for one in laid["secrets"]]
    shares = [[(body, headers) for body in shown[client::CLIENTS]] for client in range(CLIENTS)]
    return [Load(PORT, REDEEM, share, len(share), _redeemed) for share in shares]


def _installed(folder: Path) -> Path:
    """The Python of the peer's environment, which is made unless it stands there."""
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", f"pretix=={VERSION}", "gunicorn"], check=True)
    return python


def _settings(folder: Path, cluster: embedded.Cluster) -> dict[str, str]:
    """An empty database of its own, and the environment that names it."""
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE pretix TEMPLATE template0 ENCODING 'UTF8'")
    (folder / "data").mkdir(exist_ok=True)
    database = {"BACKEND": "postgresql", "NAME": "pretix", "USER": "postgres", "PORT": str(cluster.port)}
    database |= {"HOST": str(cluster.socket_folder), "PASSWORD": cluster.passwords["postgres"]}
    own = {"PRETIX_PRETIX_DATADIR": str(folder / "data"), "PRETIX_PRETIX_URL": f"http://127.0.0.1:{PORT}"}
    own |= {"PRETIX_DJANGO_SECRET": "x" * 50, "DJANGO_SETTINGS_MODULE": "pretix.settings"}
    return {**os.environ, **own, **{f"PRETIX_DATABASE_{name}": value for name, value in database.items()}}


@contextmanager
def serving(folder: Path, cluster: embedded.Cluster, tickets: int) -> Iterator[dict[str, Any]]:
    """The peer with an event of so many tickets; what its scanners need."""
    python, environment = _installed(folder), _settings(folder, cluster)
    subprocess.run([str(python), "-m", "pretix", "migrate", "--verbosity", "0"], env=environment, check=True)
    laying = [str(python), "-P", str(pretix_tickets.__file__), str(tickets)]
    told = subprocess.run(laying, env=environment, check=True, capture_output=True, text=True).stdout
    workers = 2 * (os.cpu_count() or 1)
    serve = [str(python), "-m", "gunicorn", "pretix.wsgi", "-b", f"127.0.0.1:{PORT}", "-w", str(workers)]
    with running(serve, f"http://127.0.0.1:{PORT}/control/login", environment, folder / "server.log"):
        yield json.loads(told.splitlines()[-1])


@click.command()
@click.option("--tickets", default=2000, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="keeps the peer's environment for another run")
def main(tickets: int, folder: Path | None) -> None:
    """Print the tickets that pretix redeems a second, beside the checks that our endpoint takes in."""
    with demonstration(300) as made, TemporaryDirectory(prefix="tongzhou-pretix-") as passing:
        environment = {**made, "DJANGO_SETTINGS_MODULE": "tongzhou.config.settings"}
        ours, at = scanning.measure(environment), (folder or Path(passing)).resolve()
        cluster = embedded.known(Path(made["TONGZHOU_VAR"]))
        assert cluster is not None
        with serving(at, cluster, tickets) as laid:
            theirs = scanning.rate(_loads(laid))
    batches, alone = ours["scans"], ours["scans alone"]
    click.echo(
        f"{date.today()}  pretix {VERSION}: {theirs:,.1f} tickets/s; ours: {batches:,.0f} checks/s in batches of "
        f"{scanning.BATCH}, {batches / theirs:,.0f} times as many; {alone:,.0f}/s each in a request of its own, "
        f"{alone / theirs:,.0f} times"
    )


if __name__ == "__main__":
    main()
