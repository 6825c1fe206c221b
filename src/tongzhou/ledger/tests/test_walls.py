"""Who may see and write rows: the scope, no partition by name, no change by anybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.ledger import actions, partitions, queries
from tongzhou.ledger.tests.factories import entry

pytestmark = pytest.mark.usefixtures("committed")
LOGINS = (database.APP, database.WIDE, database.LOAD, database.AUDIT)


def stored(**changes: Any) -> tuple[Any, Any]:
    by = actor(ids.new())
    handed = entry(by.post_id, **changes)
    with database.acting(by.scope.places):
        assert actions.append([handed], by=by)[0].status == "stored"
    return by, handed


def seen(places: list[Any], **kwargs: Any) -> int:
    with database.acting(places, **kwargs):
        return queries.entries().count()


def test_entry_is_seen_from_its_post_and_from_the_subject_s_place_only() -> None:
    dwelling = ids.new()
    by, _handed = stored(subject_place_id=dwelling)
    assert seen([by.post_id]) == seen([dwelling]) == seen([], is_wide=True) == 1
    assert seen([ids.new()]) == seen([]) == 0


def test_scope_set_in_one_transaction_is_gone_in_the_next() -> None:
    by, _handed = stored()
    assert seen([by.post_id]) == 1
    assert queries.entries().count() == 0


def test_no_partition_is_read_or_written_by_name() -> None:
    stored()
    with connections[database.OWNER].cursor() as owner:
        owner.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ledger_entry'::regclass")
        names = [name for (name,) in owner.fetchall()]
    assert {"ledger_entry_default", "ledger_entry_2020_02", partitions.name(clock.today())} <= set(names)
    for alias in LOGINS:
        for name in names:
            with connections[alias].cursor() as login, pytest.raises(ProgrammingError, match="permission denied"):
                login.execute(f"SELECT 1 FROM {name}")


@pytest.mark.parametrize("alias", LOGINS)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET place_id = place_id",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "UPDATE ledger_root SET day = day",
        "DELETE FROM ledger_root",
        "SELECT id FROM ledger_entry FOR UPDATE",
    ],
)
def test_nobody_changes_or_removes(alias: str, statement: str) -> None:
    with connections[alias].cursor() as login, pytest.raises(ProgrammingError, match="permission denied"):
        login.execute(statement)


def test_owner_of_the_table_sees_no_row() -> None:
    stored()
    with connections[database.OWNER].cursor() as owner:
        owner.execute("DELETE FROM ledger_entry")
        assert owner.rowcount == 0


@pytest.mark.parametrize("alias", [database.APP, database.WIDE])
def test_root_is_written_by_the_sealer_alone(alias: str) -> None:
    statement = (
        "INSERT INTO ledger_root (id, town_id, day, count, root, previous, signature, sealed_at)"
        " VALUES (gen_random_uuid(), gen_random_uuid(), '2020-02-08', 0, '', '', '', now())"
    )
    with connections[alias].cursor() as login, pytest.raises(ProgrammingError, match="permission denied"):
        login.execute(statement)


def test_partitions_are_made_ahead_and_once() -> None:
    first = clock.today() + timedelta(days=3000)
    made = partitions.ensure(first, first + timedelta(days=40))
    assert partitions.name(first) in made
    assert partitions.ensure(first, first + timedelta(days=40)) == []
    with connections[database.OWNER].cursor() as owner:
        for name in made:
            owner.execute(f"DROP TABLE {name}")


def test_month_that_began_in_the_default_partition_stays_there() -> None:
    first = clock.today() + timedelta(days=3000)
    _by, handed = stored(id=ids.new(clock.start_of(first)))
    assert partitions.ensure(first, first + timedelta(days=1)) == []
    assert seen([handed.place_id]) == 1
