"""The walls on a table of the tests' own: what each login may see and do under a scope."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connections

from tongzhou.kernel import database, ids, walls

YONGLE, TANGXING = ids.new(), ids.new()
TABLES = "CREATE TABLE fact (id int PRIMARY KEY, place_id uuid NOT NULL); CREATE TABLE notice (id int PRIMARY KEY);"


@pytest.fixture(autouse=True)
def table(committed: None) -> Iterator[None]:
    with connections[database.OWNER].cursor() as owner:
        owner.execute("DROP TABLE IF EXISTS fact, notice")
        owner.execute(TABLES)
        owner.execute(walls.Gate("fact").sql)
        owner.execute(walls.Open("notice", reason="it's for everyone", app="SELECT").sql)
    with connections[database.LOAD].cursor() as load:
        load.execute("INSERT INTO fact VALUES (1, %s), (2, %s)", [YONGLE, TANGXING])
    yield
    with connections[database.OWNER].cursor() as owner:
        owner.execute("DROP TABLE fact, notice")


def seen() -> list[int]:
    with database.cursor() as cursor:
        cursor.execute("SELECT id FROM fact ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def run(text: str, *values: Any) -> None:
    with database.cursor() as cursor:
        cursor.execute(text, values)


def test_rows_outside_the_scope_are_not_seen() -> None:
    with database.acting([YONGLE]):
        assert seen() == [1]
    with database.acting([YONGLE, TANGXING]):
        assert seen() == [1, 2]


def test_empty_scope_sees_nothing() -> None:
    with database.acting([]):
        assert seen() == []


def test_no_scope_sees_nothing_also_after_a_transaction_that_had_one() -> None:
    assert seen() == []
    with database.acting([YONGLE]):
        assert seen() == [1]
    assert seen() == []


def test_row_outside_the_scope_cannot_be_written_moved_or_deleted() -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), database.acting([YONGLE]):
        run("INSERT INTO fact VALUES (3, %s)", TANGXING)
    with pytest.raises(ProgrammingError, match="row-level security"), database.acting([YONGLE]):
        run("UPDATE fact SET place_id = %s", TANGXING)
    with pytest.raises(ProgrammingError, match="permission denied"), database.acting([YONGLE]):
        run("DELETE FROM fact")


def test_wide_login_sees_every_row_and_the_owner_none() -> None:
    with database.acting([], is_wide=True):
        assert seen() == [1, 2]
    with database.through(database.OWNER):
        assert seen() == []


def test_audit_reads_and_cannot_write() -> None:
    with database.through(database.AUDIT):
        assert seen() == [1, 2]
        with pytest.raises(ProgrammingError, match="permission denied"):
            run("INSERT INTO fact VALUES (3, %s)", YONGLE)


def test_open_table_keeps_its_reason_and_its_grants() -> None:
    run("SELECT * FROM notice")
    with pytest.raises(ProgrammingError, match="permission denied"):
        run("INSERT INTO notice VALUES (1)")
    with database.cursor() as cursor:
        cursor.execute("SELECT obj_description('notice'::regclass)")
        assert cursor.fetchone() == ("open: it's for everyone",)


def test_scope_is_matched_by_an_index() -> None:
    with connections[database.OWNER].cursor() as owner:
        owner.execute("CREATE INDEX ON fact (place_id)")
    with connections[database.LOAD].cursor() as load:
        load.execute("INSERT INTO fact SELECT i, gen_random_uuid() FROM generate_series(10, 5000) i")
    with connections[database.OWNER].cursor() as owner:
        owner.execute("ANALYZE fact")
    with database.acting([YONGLE]), database.cursor() as cursor:
        cursor.execute("EXPLAIN SELECT * FROM fact")
        assert "fact_place_id_idx" in "".join(row[0] for row in cursor.fetchall())


def test_last_step_runs_once_at_the_end_and_within_the_transaction() -> None:
    order: list[object] = []
    with database.acting([YONGLE]):
        with database.atomic():
            database.before_commit(lambda: order.append(seen()))
        order.append("after the inner block")
    assert order == ["after the inner block", [1]]


def test_failure_of_the_last_step_undoes_everything() -> None:
    def fail() -> None:
        raise DatabaseError("no counts")

    with pytest.raises(DatabaseError), database.acting([YONGLE]):
        run("INSERT INTO fact VALUES (3, %s)", YONGLE)
        database.before_commit(fail)
    with database.acting([YONGLE]):
        assert seen() == [1]


def test_last_step_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        database.before_commit(lambda: None)
