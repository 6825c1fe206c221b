import pytest
from django.db import connections
from django.test import Client

from tongzhou.kernel import database


@pytest.mark.usefixtures("committed")
def test_health_tells_that_the_database_answers() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "answers"})


@pytest.mark.usefixtures("committed")
def test_health_is_503_when_the_database_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connections[database.APP]
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "wrong")
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": "silent"})


def test_tests_run_as_the_app_login(committed: None) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("tz_app", False)


def test_every_table_is_gated_or_open_with_a_reason(committed: None) -> None:
    """The catalogue walk: partitions and the record of migrations are reachable by no login but the owner."""
    with database.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
            WHERE nspname = 'district' AND relkind IN ('r', 'p')
              AND NOT (relrowsecurity AND relforcerowsecurity)
              AND coalesce(obj_description(c.oid), '') NOT LIKE 'open: %'
              AND EXISTS (SELECT FROM pg_roles r WHERE rolname IN ('tz_app', 'tz_wide')
                          AND has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE'))
            """
        )
        assert cursor.fetchall() == []
