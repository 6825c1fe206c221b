"""The five logins, the walls between them, and the secrets that open them.

Never make a login a member of another, and never give one to PUBLIC: row-level security stands on both. The role that
owns the reviewed functions cannot log in; only the owner, who makes the functions, may hand one over to it.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tongzhou.embedded.errors import DatabaseUnavailable

SUPERUSER = "postgres"
LOGINS = ("owner", "app", "wide", "load", "audit")
PAST_ROW_SECURITY = ("load", "audit")
REVIEWED = "tz_reviewed"
DISTRICT, JOBS = "district", "jobs"
DATABASE = "tongzhou"


def role(login: str) -> str:
    return SUPERUSER if login == SUPERUSER else f"tz_{login}"


def passwords(home: Path) -> dict[str, str]:
    """The secrets of this home; made on first use, 0600, and written whole or not at all."""
    kept = home / "logins.json"
    if kept.exists():
        found: dict[str, str] = json.loads(kept.read_text())
        return found
    if (home / "data").exists():
        raise DatabaseUnavailable(f"{kept} is missing and the data opens with nothing else: put back your copy of it.")
    made = {login: secrets.token_urlsafe(24) for login in (SUPERUSER, *LOGINS)}
    write_secret(kept, json.dumps(made, indent=1))
    return made


def write_secret(path: Path, text: str) -> None:
    making = path.with_name(f".{path.name}.making")
    making.unlink(missing_ok=True)
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    making.rename(path)


def make_roles(connection: psycopg.Connection[Any], secret: dict[str, str]) -> None:
    """Makes the missing logins; the server only ever sees the scram verifier of a password."""
    present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for login in (login for login in LOGINS if role(login) not in present):
        name, bypass = sql.Identifier(role(login)), "BYPASSRLS" if login in PAST_ROW_SECURITY else "NOBYPASSRLS"
        verifier = connection.pgconn.encrypt_password(secret[login].encode(), role(login).encode(), b"scram-sha-256")
        rights = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION " + bypass)
        connection.execute(sql.SQL("CREATE ROLE {} {} PASSWORD {}").format(name, rights, verifier.decode()))
        connection.execute(sql.SQL("ALTER ROLE {} SET search_path = {}").format(name, sql.Identifier(DISTRICT)))
    if REVIEWED not in present:
        reviewed, owner = sql.Identifier(REVIEWED), sql.Identifier(role("owner"))
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT BYPASSRLS").format(reviewed))
        connection.execute(sql.SQL("GRANT {} TO {}").format(reviewed, owner))


def make_database(connection: psycopg.Connection[Any], name: str) -> None:
    """Makes the database if it is missing and shuts PUBLIC out of it, and out of the server's own databases."""
    owner, database = sql.Identifier(role("owner")), sql.Identifier(name)
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(database, owner))
    for shut in (name, "postgres", "template1"):
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(shut)))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, _everyone()))
    connection.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, sql.Identifier(role("load"))))


def make_schemas(connection: psycopg.Connection[Any]) -> None:
    """Inside the database: only the owner creates, the other logins use, nobody has the schema `public`."""
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for schema in map(sql.Identifier, (DISTRICT, JOBS)):
        owner = sql.Identifier(role("owner"))
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}").format(schema, owner))
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, _everyone()))
    reviewed, district = sql.Identifier(REVIEWED), sql.Identifier(DISTRICT)
    connection.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA {} TO {}").format(district, reviewed))


def _everyone() -> sql.Composed:
    """The logins that use what the owner makes."""
    return sql.SQL(", ").join(sql.Identifier(role(login)) for login in LOGINS if login != "owner")
