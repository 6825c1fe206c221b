"""Jobs: work done beside the pages by the worker, after what asked for it is committed.

A job of a person runs as their action would: under their duty, in one transaction with its scope. A job of the clock
runs at its times by the district's clock. Either may run twice (a cut between its commit and its mark): let it do no
harm. Never hand a job anything about a person but an id.
"""

import json
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.utils.functional import Promise

from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import RuleBroken

KEEP_FAILED = timedelta(days=30)


class Doer(Protocol):
    """Whoever asks for a job: an account on a duty."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def duty_id(self) -> UUID: ...


@dataclass(frozen=True)
class Job:
    """``run`` takes (by, **ids), or the tick of a job of the clock; a broken rule is never tried again."""

    name: str
    label: str | Promise
    run: Callable[..., object]
    tries: int = 4
    every: timedelta | None = None
    daily: time | None = None

    def last_tick(self, now: datetime) -> datetime | None:
        """The latest time not after ``now`` at which the clock asks for it; None when only people do."""
        midnight = clock.start_of(clock.day_of(now))
        if self.every is not None:
            return midnight + (now - midnight) // self.every * self.every
        if self.daily is None:
            return None
        today = datetime.combine(midnight.date(), self.daily, clock.ZONE)
        return today if today <= now else today - timedelta(days=1)


#: Every job, by name.
known: dict[str, Job] = {}


def job(
    name: str, label: str | Promise, *, tries: int = 4, every: timedelta | None = None, daily: time | None = None
) -> Callable[[Callable[..., object]], Job]:
    """Declare a job beside its room, in ``jobs.py``. ``every`` or ``daily`` make it one of the clock."""

    def declare(run: Callable[..., object]) -> Job:
        known[name] = made = Job(name, label, run, tries, every, daily)
        return made

    return declare


def enqueue(wanted: Job, *, by: Doer, **given: UUID | int) -> int:
    """Put a job in the queue, in the present transaction: undone with it, begun after it. Its number.

    Raises TypeError for an argument that is neither an id nor a number: nothing personal may lie in the queue.
    """
    if not all(isinstance(value, UUID | int) for value in given.values()):
        raise TypeError("A job takes ids and numbers; let it read the rest when it runs.")
    plain = {name: value if isinstance(value, int) else str(value) for name, value in given.items()}
    arguments = {"account": str(by.account_id), "duty": str(by.duty_id), "given": plain}
    with database.cursor() as statement:
        statement.execute(
            "SELECT (jobs.procrastinate_defer_jobs_v1(ARRAY[ROW('default', %s, 0, NULL, NULL, %s::jsonb, NULL)"
            "::jobs.procrastinate_job_to_defer_v1]))[1]",
            [wanted.name, json.dumps(arguments)],
        )
        (number,) = statement.fetchone()
    return int(number)


def read(given: dict[str, Any]) -> dict[str, UUID | int]:
    """The arguments as they were handed to :func:`enqueue`."""
    return {name: value if isinstance(value, int) else UUID(value) for name, value in given.items()}


def note_failure(number: int, error: BaseException) -> None:
    """Keep why a job failed: a rule's own words, else the kind of the error and where; never a value it tells."""
    if isinstance(error, RuleBroken):
        why = str(error)
    else:
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "tongzhou" in frame.filename]
        where = f" {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
        why = f"{type(error).__name__}{where}"
    with database.through(database.LOG), database.cursor() as statement:
        statement.execute("INSERT INTO jobs.failures VALUES (%s, %s, %s)", [number, clock.now(), why[:300]])


@dataclass(frozen=True)
class Seen:
    """One job as the administrator sees it. ``why`` and ``at`` of the last failure, if there was one."""

    number: int
    name: str
    status: str
    attempts: int
    at: datetime | None
    why: str

    @property
    def label(self) -> str:
        return str(known[self.name].label) if self.name in known else self.name


def unfinished(limit: int = 100) -> list[Seen]:
    """What failed, runs or waits: failed first, then newest first."""
    with database.cursor() as statement:
        statement.execute(
            "SELECT j.id, task_name, status::text, attempts, f.at, coalesce(f.why, '') FROM jobs.procrastinate_jobs j"
            " LEFT JOIN LATERAL (SELECT at, why FROM jobs.failures WHERE job_id = j.id ORDER BY at DESC LIMIT 1) f"
            " ON true WHERE status <> 'succeeded' ORDER BY (status = 'failed') DESC, j.id DESC LIMIT %s",
            [limit],
        )
        return [Seen(*row) for row in statement.fetchall()]


def last_asked() -> dict[str, datetime]:
    """When the clock last asked for each of its jobs, by name."""
    with database.cursor() as statement:
        statement.execute("SELECT task_name, max(defer_timestamp) FROM jobs.procrastinate_periodic_defers GROUP BY 1")
        return {name: datetime.fromtimestamp(stamp, clock.ZONE) for name, stamp in statement.fetchall()}


def is_worked() -> bool:
    """Whether a worker gave a sign of life within the last minute."""
    with database.cursor() as statement:
        statement.execute(
            "SELECT EXISTS (SELECT FROM jobs.procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute')"
        )
        (is_alive,) = statement.fetchone()
    return bool(is_alive)


def again(number: int) -> bool:
    """Put a failed job back in the queue; False when there is no such one."""
    with database.cursor() as statement:
        statement.execute(
            "SELECT jobs.procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM jobs.procrastinate_jobs"
            " WHERE id = %s AND status = 'failed'",
            [number],
        )
        return bool(statement.rowcount == 1)


def has_failed(number: int) -> bool:
    """Whether the job of that number has failed for good."""
    with database.cursor() as statement:
        statement.execute("SELECT status = 'failed' FROM jobs.procrastinate_jobs WHERE id = %s", [number])
        row = statement.fetchone()
    return bool(row and row[0])
