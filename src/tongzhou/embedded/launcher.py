"""Starts, finds and stops the database of one checkout. Every step may be repeated, and two starts at once are safe.

Never start a server outside the lock, and never read another checkout's facts: `var` names the cluster."""

import contextlib
import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tongzhou.embedded import binaries, folders, logins, owners, server
from tongzhou.embedded.errors import DatabaseUnavailable

TURNS = 5


@dataclass(frozen=True)
class Cluster:
    """The facts a client needs. A login is one of LOGINS, or `postgres` for the superuser."""

    home: Path
    socket_folder: Path
    port: int
    database: str
    passwords: dict[str, str] = field(repr=False, hash=False)
    var: Path = Path()

    def dsn(self, login: str) -> str:
        """The keyword string that libpq takes."""
        return make_conninfo(
            host=str(self.socket_folder),
            port=self.port,
            dbname=self.database,
            user=logins.role(login),
            password=self.passwords[login],
        )

    def django(self, login: str) -> dict[str, Any]:
        """One entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": logins.role(login),
            "PASSWORD": self.passwords[login],
            "HOST": str(self.socket_folder),
            "PORT": str(self.port),
            "OPTIONS": {"options": f"-c search_path={logins.DISTRICT}"},
        }


def start(var: Path, *, say: server.Say = print, bin: Path | None = None, durable: bool = True) -> Cluster:
    """Makes the cluster on first use, starts it if it does not run, and returns how to reach it.

    `bin` forces a folder of server binaries. Raises DatabaseUnavailable with one line that says what to do."""
    var.mkdir(parents=True, exist_ok=True)
    existing = folders.existing_home(var)
    owner = owners.choose(var, existing and existing / "data")
    base = existing.parent if existing else folders.choose_base(var, owner)
    with _lock(base):
        home = folders.existing_home(var) or _make(base, owner, say, bin, durable)
        for _turn in range(TURNS):
            try:
                return _serve(var, home, owner, say, bin)
            except psycopg.OperationalError:
                time.sleep(0.2)  # it was being cut off just as we met it, and may look alive for a moment more
        return _serve(var, home, owner, say, bin)


def stop(var: Path) -> None:
    """Ends the server of this checkout by its own process id; does nothing where none runs."""
    home = folders.existing_home(var)
    if home is not None:
        with _lock(home.parent):
            server.end(home)


def known(var: Path) -> Cluster | None:
    """The connection facts of a cluster that was made before, running or not; None where there is none."""
    home = folders.existing_home(var)
    return _facts(var, home) if home else None


def pid(var: Path) -> int | None:
    home = folders.existing_home(var)
    return server.running_pid(home) if home else None


def is_running(var: Path) -> bool:
    """Whether the server takes connections now."""
    home = folders.existing_home(var)
    return home is not None and server.is_ready(home)


def provide(cluster: Cluster, database: str = logins.DATABASE, *, fresh: bool = False) -> Cluster:
    """The same running cluster with this database made ready (logins, schemas, walls); `fresh` empties it first."""
    with _lock(cluster.home.parent):
        return _provide(cluster, database, fresh=fresh)


def _provide(cluster: Cluster, database: str = logins.DATABASE, *, fresh: bool = False) -> Cluster:
    with _superuser(replace(cluster, database="postgres")) as connection:
        if fresh:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
        logins.make_roles(connection, cluster.passwords)
        logins.make_database(connection, database)
    provided = replace(cluster, database=database)
    with _superuser(provided) as connection:
        logins.make_schemas(connection)
    return provided


@contextlib.contextmanager
def throwaway(bin: Path | None = None) -> Iterator[Cluster]:
    """A fresh cluster in a temporary folder, ended and removed on leaving: for tests that kill or fill a server.

    `start(cluster.var)` brings it back after a kill."""
    var = Path(tempfile.mkdtemp(prefix="tz-"))
    try:
        if owners.is_root():
            var.chmod(0o711)  # a folder of our own: the owner of the data passes through, nobody lists it
        yield start(var, say=lambda _: None, bin=bin, durable=False)
    finally:
        stop(var)
        made = known(var)
        for left in (var, *([made.socket_folder] if made else [])):
            shutil.rmtree(left, ignore_errors=True)


def _make(base: Path, owner: owners.Owner, say: server.Say, bin: Path | None, durable: bool) -> Path:
    chosen = binaries.within_reach(binaries.choose(None, bin), owner, base)
    home = folders.make_home(base, chosen.major, owner)
    say(f"Making the database in {home} …")
    server.make_data(home, chosen, owner, logins.passwords(home)[logins.SUPERUSER], durable=durable)
    return home


def _serve(var: Path, home: Path, owner: owners.Owner, say: server.Say, bin: Path | None) -> Cluster:
    if not server.becomes_ready(home, say):
        chosen = binaries.within_reach(binaries.choose(int(home.name), bin), owner, home.parent)
        if not owner.reaches(home / "data"):
            raise DatabaseUnavailable(f"The user '{owner.name}', who owns the data, cannot pass through to {home}.")
        say(f"Starting PostgreSQL {chosen.version} …")
        server.launch(home, chosen, owner, say)
    return _provide(_facts(var, home))


def _facts(var: Path, home: Path) -> Cluster:
    return Cluster(home, folders.socket_folder(home), folders.PORT, logins.DATABASE, logins.passwords(home), var)


@contextlib.contextmanager
def _superuser(cluster: Cluster) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(cluster.dsn(logins.SUPERUSER), autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        yield connection


@contextlib.contextmanager
def _lock(base: Path) -> Iterator[None]:
    """One start or stop of this cluster at a time, between processes and between threads."""
    with (base / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
