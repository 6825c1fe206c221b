"""The walls between the five logins."""

from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tongzhou import embedded

Cluster = embedded.Cluster
BESIDE_OWNER = [login for login in embedded.LOGINS if login != "owner"]


def rows(cluster: Cluster, login: str, query: str) -> list[Any]:
    with psycopg.connect(cluster.dsn(login)) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("login", BESIDE_OWNER)
@pytest.mark.parametrize("schema", ["district", "jobs", "public"])
def test_only_the_owner_creates(cluster: Cluster, login: str, schema: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(cluster, login, f"CREATE TABLE {schema}.intruder (id int)")


@pytest.mark.parametrize("login", embedded.LOGINS)
def test_no_login_becomes_another(cluster: Cluster, login: str) -> None:
    for other in ("postgres", *(f"tz_{name}" for name in embedded.LOGINS if name != login)):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            rows(cluster, login, f"SET ROLE {other}")


def test_only_the_owner_may_hand_over_a_function_and_no_login_is_a_member_otherwise(cluster: Cluster) -> None:
    query = (
        "SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members WHERE member::regrole::text ~ '^tz'"
    )
    assert rows(cluster, "postgres", query) == [("tz_owner", "tz_reviewed")]


def test_nobody_logs_in_as_the_role_of_the_reviewed_functions(cluster: Cluster) -> None:
    query = "SELECT rolcanlogin, rolinherit, rolsuper FROM pg_roles WHERE rolname = 'tz_reviewed'"
    assert rows(cluster, "postgres", query) == [(False, False, False)]


def test_only_load_and_audit_pass_row_security_and_none_has_power(cluster: Cluster) -> None:
    query = "SELECT rolname, rolbypassrls, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication FROM pg_roles"
    found = {name: (bypass, power) for name, bypass, power in rows(cluster, "postgres", query) if name[:3] == "tz_"}
    logins = {f"tz_{login}": (login in ("load", "audit"), False) for login in embedded.LOGINS}
    assert found == logins | {"tz_reviewed": (True, False)}


@pytest.mark.parametrize("login", ["postgres", *embedded.LOGINS])
def test_a_wrong_password_is_refused(cluster: Cluster, login: str) -> None:
    wrong = replace(cluster, passwords={login: "wrong"})
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        rows(wrong, login, "SELECT 1")


@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_the_servers_own_databases_are_shut(cluster: Cluster, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        rows(replace(cluster, database=database), "app", "SELECT 1")


def test_nothing_listens_on_tcp(cluster: Cluster) -> None:
    assert rows(cluster, "app", "SHOW listen_addresses") == [("",)]
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(make_conninfo(cluster.dsn("app"), host="127.0.0.1", connect_timeout=2))


def test_every_login_looks_into_the_district_alone(cluster: Cluster) -> None:
    found = [rows(cluster, login, "SELECT current_schemas(false)") for login in embedded.LOGINS]
    assert found == [[(["district"],)]] * len(embedded.LOGINS)


def test_the_owner_can_add_the_extensions_we_use(cluster: Cluster) -> None:
    with psycopg.connect(cluster.dsn("owner")) as connection:
        connection.execute("CREATE EXTENSION btree_gist")
        connection.rollback()


def test_another_database_stands_behind_the_same_walls_and_fresh_empties_it(cluster: Cluster) -> None:
    scratch = embedded.provide(cluster, "scratch")
    with psycopg.connect(scratch.dsn("owner")) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(scratch, "app", "CREATE TABLE intruder (id int)")
    assert rows(embedded.provide(cluster, "scratch"), "owner", "SELECT to_regclass('kept')::text") == [("kept",)]
    fresh = embedded.provide(cluster, "scratch", fresh=True)
    assert rows(fresh, "owner", "SELECT to_regclass('kept')::text") == [(None,)]


def test_django_gets_the_same_facts(cluster: Cluster) -> None:
    entry = cluster.django("app")
    assert (entry["USER"], entry["NAME"], entry["HOST"]) == ("tz_app", "tongzhou", str(cluster.socket_folder))
    assert entry["OPTIONS"] == {"options": "-c search_path=district"}


def test_a_printed_cluster_shows_no_password(cluster: Cluster) -> None:
    assert cluster.passwords["app"] not in repr(cluster)
