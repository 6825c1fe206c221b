"""The kinds of errands: each room declares its own in its ``jobs.py``, and the worker does them."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise

from tongzhou.access.actors import Actor
from tongzhou.errands import files
from tongzhou.errands.models import Errand
from tongzhou.kernel import clock, database, jobs
from tongzhou.kernel.errors import RuleBroken
from tongzhou.kernel.jobs import Job


@dataclass(frozen=True)
class Result:
    """``told``: counts for the words of the result, no person. ``file``: given back to who asked."""

    told: Mapping[str, Any]
    file: bytes = b""
    file_name: str = ""


@dataclass
class Progress:
    """Tells how far it is, seen at once by whoever watches; call it as often as you like."""

    errand_id: UUID
    _last: float = field(default=0.0)

    def __call__(self, done: int, total: int) -> None:
        if done < total and time.monotonic() - self._last < 0.3:
            return
        self._last = time.monotonic()
        _say("SELECT errands_tell(%s, %s, %s, %s)", [self.errand_id, clock.now(), done, total])


Work = Callable[[Actor, Errand, Progress], Result]


@dataclass(frozen=True)
class Kind:
    """``words``: a result in words, line by line. ``leads_to``: the name of the page to go on with."""

    job: Job
    words: Callable[[Mapping[str, Any]], list[str]]
    leads_to: str


#: Every kind, by the name of its job.
known: dict[str, Kind] = {}


def kind(
    name: str, label: str | Promise, *, words: Callable[[Mapping[str, Any]], list[str]], leads_to: str
) -> Callable[[Work], Kind]:
    """Declare a kind: the function takes (by, errand, progress) and does all of the work, in one transaction."""

    def declare(work: Work) -> Kind:
        known[name] = made = Kind(jobs.job(name, label)(partial(_run, work)), words, leads_to)
        return made

    return declare


def _run(work: Work, by: Actor, errand_id: UUID) -> None:
    errand = Errand.objects.filter(id=errand_id).first()
    if errand is None or errand.ended_at is not None:
        return
    progress = Progress(errand_id)
    progress(0, 1)
    try:
        with translation.override(errand.language):
            result = work(by, errand, progress)
    except RuleBroken as error:
        transaction.set_rollback(True, using=database.current())
        _say("SELECT errands_refuse(%s, %s, %s)", [errand_id, clock.now(), str(error)[:500]])
        return
    errand.told, errand.ended_at, errand.given = dict(result.told), clock.now(), None
    if result.file:
        errand.result, errand.result_name = files.sealed(errand, result.file), result.file_name[:160]
    errand.save(update_fields=["told", "ended_at", "given", "result", "result_name"])


def _say(statement: str, values: list[Any]) -> None:
    """Through a connection of its own: seen while the work goes on, and kept when it is undone."""
    with database.through(database.LOG), database.cursor() as cursor:
        cursor.execute(statement, values)
