"""The worker: one process that takes jobs from the queue, two at a time, and knows what the clock asks for.

It ends with the server it stands beside. What it was doing when it was cut off is found by its missing sign of life
and done again, within the job's limit of tries. Never run a job anywhere else.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import procrastinate
from django.db import connections
from procrastinate.jobs import Job as Queued
from procrastinate.jobs import Status
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from tongzhou.kernel import clock, database, jobs
from tongzhou.kernel.errors import RuleBroken

#: Given an account and a duty: the transaction of that actor, or a broken rule when the duty is over.
Become = Callable[[UUID, UUID], AbstractContextManager[Any]]
AT_ONCE = 2
#: A worker is taken for dead after so many seconds without a sign of life.
SILENT = 30.0
_KEYS = ("dbname", "user", "password", "host", "port")


class WorkerCutOff(Exception):
    """The worker ended while it was at the job."""


class _Retry(BaseRetryStrategy):
    """After 5, 25, 125 … seconds, as often as the job allows; never after a broken rule."""

    def __init__(self, tries: int) -> None:
        self.tries = tries

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        if isinstance(exception, RuleBroken) or job.attempts + 1 >= self.tries:
            return None
        return RetryDecision(retry_in={"seconds": 5 ** (job.attempts + 1)})


def _app(become: Become) -> procrastinate.App:
    parameters = connections[database.APP].get_connection_params()
    given = {key: parameters[key] for key in _KEYS if parameters.get(key)}
    connector = procrastinate.PsycopgConnector(
        kwargs={**given, "options": "-c search_path=jobs"}, min_size=1, max_size=4
    )
    app = procrastinate.App(connector=connector)
    for one in jobs.known.values():
        app.task(name=one.name, retry=_Retry(one.tries), pass_context=True)(partial(_run, one, become))
    return app


def _run(job: jobs.Job, become: Become, context: Any, **arguments: Any) -> None:
    try:
        if "timestamp" in arguments:
            job.run(datetime.fromtimestamp(arguments["timestamp"], clock.ZONE))
        else:
            with become(UUID(arguments["account"]), UUID(arguments["duty"])) as by:
                job.run(by, **jobs.read(arguments["given"]))
    except Exception as error:
        jobs.note_failure(context.job.id, error)
        raise
    finally:
        connections.close_all()


def _note_cut(number: int) -> None:
    try:
        jobs.note_failure(number, WorkerCutOff())
    finally:
        connections.close_all()


async def _take_up(app: procrastinate.App) -> None:
    """What a dead worker left: again, or failed when it was tried often enough."""
    manager = app.job_manager
    for left in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        known = jobs.known.get(left.task_name)
        if known is not None and left.attempts + 1 < known.tries:
            await manager.retry_job(left, retry_at=datetime.now(UTC))
        elif left.id is not None:
            await asyncio.to_thread(_note_cut, left.id)
            await manager.finish_job(left, status=Status.FAILED, delete_job=False)


async def _ask_the_clock(app: procrastinate.App, asked: dict[str, datetime]) -> None:
    """Put in the queue what is due by the district's clock; what was missed while nobody worked is asked for once.

    The queue itself refuses a tick that it has seen, so two workers ask for nothing twice.
    """
    for job in jobs.known.values():
        tick = job.last_tick(clock.now())
        if tick is None or asked.get(job.name) == tick:
            continue
        stamp = int(tick.timestamp())
        wanted = app.tasks[job.name].configure(lock=job.name, task_kwargs={"timestamp": stamp})
        await app.job_manager.defer_periodic_job(job=wanted.job, periodic_id="", defer_timestamp=stamp)
        asked[job.name] = tick


async def _watch(app: procrastinate.App, beside: int | None, worker: "asyncio.Task[None]") -> None:
    asked: dict[str, datetime] = {}
    second = 0
    while beside is None or os.getppid() == beside:
        await _ask_the_clock(app, asked)
        if second % 15 == 0:
            await _take_up(app)
            await app.job_manager.delete_old_jobs(
                nb_hours=int(jobs.KEEP_FAILED.total_seconds() // 3600), include_failed=True
            )
        second += 1
        await asyncio.sleep(1)
    worker.cancel()


async def _work(become: Become, beside: int | None) -> None:
    app = _app(become)
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=AT_ONCE,
                delete_jobs="successful",
                shutdown_graceful_timeout=20,
                stalled_worker_timeout=SILENT,
            )
        )
        watching = asyncio.create_task(_watch(app, beside, worker))
        await asyncio.wait([worker, watching], return_when=asyncio.FIRST_COMPLETED)
        worker.cancel()
        watching.cancel()
        told = await asyncio.gather(worker, watching, return_exceptions=True)
    for error in told:
        if isinstance(error, Exception):
            raise error


def work(become: Become, *, beside: int | None = None) -> None:
    """Work until ended, or until the process ``beside`` which this was started is gone. Gives way to the pages."""
    os.nice(5)
    asyncio.run(_work(become, beside))


def work_off(become: Become, *, is_timed: bool = False) -> None:
    """Do what waits now and return."""

    async def once() -> None:
        app = _app(become)
        async with app.open_async():
            await _take_up(app)
            if is_timed:
                await _ask_the_clock(app, {})
            await app.run_worker_async(wait=False, listen_notify=False, delete_jobs="successful")

    asyncio.run(once())
