"""Jobs: in the caller's transaction, under the duty, tried again within limits, taken up after a cut."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from tongzhou.kernel import clock, database, ids, jobs, working
from tongzhou.kernel.errors import NotAllowed

NOON = datetime(2020, 2, 8, 12, 3, tzinfo=clock.ZONE)


@dataclass(frozen=True)
class Asker:
    account_id: UUID
    duty_id: UUID


BY = Asker(ids.new(), ids.new())


@contextmanager
def become(account_id: UUID, duty_id: UUID) -> Iterator[Asker]:
    if duty_id != BY.duty_id:
        raise NotAllowed("over")
    with database.acting(()):
        yield Asker(account_id, duty_id)


@pytest.fixture(autouse=True)
def _known(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "known", {})


def rows() -> list[jobs.Seen]:
    with database.acting(()):
        return jobs.unfinished()


def ask(wanted: jobs.Job, by: Asker = BY, **given: UUID | int) -> int:
    with database.acting(()):
        return jobs.enqueue(wanted, by=by, **given)


def test_a_job_runs_as_whoever_asked_with_what_they_gave() -> None:
    seen: list[tuple[Any, ...]] = []
    wanted = jobs.job("t.one", "One")(lambda by, place_id, count: seen.append((by, place_id, count)))
    place = ids.new()
    ask(wanted, place_id=place, count=3)
    assert [(row.label, row.status) for row in rows()] == [("One", "todo")]
    working.work_off(become)
    assert seen == [(BY, place, 3)]
    assert rows() == []


def test_a_job_is_undone_with_the_transaction_that_asked() -> None:
    wanted = jobs.job("t.undone", "Undone")(lambda by: None)
    with pytest.raises(ZeroDivisionError), database.acting(()):
        jobs.enqueue(wanted, by=BY)
        raise ZeroDivisionError
    assert rows() == []


def test_the_whole_districts_login_asks_too() -> None:
    with database.acting((), is_wide=True):
        jobs.enqueue(jobs.job("t.wide", "Wide")(lambda by: None), by=BY)
    working.work_off(become)
    assert rows() == []


def test_words_are_no_argument() -> None:
    wanted = jobs.job("t.words", "Words")(lambda by, name: None)
    with pytest.raises(TypeError), database.acting(()):
        jobs.enqueue(wanted, by=BY, name="王某")  # type: ignore[arg-type]


def test_nothing_runs_after_the_duty_and_it_is_not_tried_again() -> None:
    ask(jobs.job("t.over", "Over")(lambda by: None), Asker(BY.account_id, ids.new()))
    working.work_off(become)
    assert [(row.status, row.attempts, row.why) for row in rows()] == [("failed", 1, "over")]


def test_what_fails_is_tried_again_then_stands_with_its_reason_without_values() -> None:
    def fail(by: Asker) -> None:
        raise ValueError("王某 13800000000")

    number = ask(jobs.job("t.fails", "Fails", tries=2)(fail))
    working.work_off(become)
    (row,) = rows()
    assert (row.status, row.attempts) == ("todo", 1)
    with database.acting(()), database.cursor() as statement:
        statement.execute("UPDATE jobs.procrastinate_jobs SET scheduled_at = NULL")
    working.work_off(become)
    (row,) = rows()
    assert (row.status, row.attempts) == ("failed", 2)
    assert row.why.startswith("ValueError test_jobs.py:")
    with database.acting(()):
        assert jobs.again(number)
        assert not jobs.again(number)
    assert rows()[0].status == "todo"


@pytest.mark.parametrize(("attempts", "is_run"), [(0, True), (3, False)])
def test_what_a_dead_worker_left_is_taken_up_within_the_limit(attempts: int, is_run: bool) -> None:
    seen: list[Any] = []
    ask(jobs.job("t.cut", "Cut")(seen.append))
    with database.acting(()), database.cursor() as statement:
        statement.execute("INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
        statement.execute(
            "UPDATE jobs.procrastinate_jobs SET status = 'doing', attempts = %s,"
            " worker_id = (SELECT max(id) FROM jobs.procrastinate_workers)",
            [attempts],
        )
    working.work_off(become)
    assert bool(seen) == is_run
    assert [(row.status, row.why) for row in rows()] == ([] if is_run else [("failed", "WorkerCutOff")])


def test_a_tick_of_the_districts_clock_is_asked_for_once() -> None:
    seen: list[datetime] = []
    jobs.job("t.daily", "Daily", daily=time(0, 10))(seen.append)
    jobs.job("t.five", "Five", every=timedelta(minutes=5))(seen.append)
    with clock.at(NOON):
        for _again in range(2):
            working.work_off(become, is_timed=True)
    assert sorted(seen) == [NOON.replace(hour=0, minute=10), NOON.replace(minute=0)]
    with database.acting(()):
        assert sorted(jobs.last_asked().values()) == sorted(seen)


def test_a_daily_time_that_is_to_come_was_yesterday() -> None:
    made = jobs.job("t.evening", "Evening", daily=time(20, 30))(lambda tick: None)
    assert made.last_tick(NOON) == datetime(2020, 2, 7, 20, 30, tzinfo=clock.ZONE)


def test_the_schema_of_jobs_opens_no_wall() -> None:
    with connections[database.AUDIT].cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'jobs' AND"
            " (prosecdef OR proconfig::text NOT LIKE '%%search_path=jobs, pg_temp%%'"
            " OR has_function_privilege('tz_audit', p.oid, 'EXECUTE'))"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT relname, rolname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace, pg_roles"
            " WHERE nspname = 'jobs' AND relkind = 'r' AND rolname IN ('tz_load', 'tz_audit', 'tz_reviewed')"
            " AND has_table_privilege(rolname, c.oid, 'SELECT, INSERT, UPDATE, DELETE')"
        )
        assert cursor.fetchall() == []
