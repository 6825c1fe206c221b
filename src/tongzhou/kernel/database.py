"""The transaction and its scope.

Which login a statement goes through (*alias*) and which places it may see (*scope*) are set here and nowhere else.
Never ``SET`` anything for a session: only for the transaction. Never name an alias in a query: the router knows it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast
from uuid import UUID

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from tongzhou.kernel.postgres.base import DatabaseWrapper

APP, WIDE, LOAD, AUDIT, OWNER, LOG = "default", "wide", "load", "audit", "owner", "log"

_alias: ContextVar[str] = ContextVar("alias", default=APP)
_pending: ContextVar[list[Callable[[], None]] | None] = ContextVar("pending", default=None)
_made: ContextVar[set[UUID] | None] = ContextVar("made", default=None)


class Router:
    """Sends every query to the alias of the present transaction; migrations run as owner only."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _alias.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return _alias.get()

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == OWNER


def current() -> str:
    """The alias that queries go to just now."""
    return _alias.get()


def cursor() -> CursorWrapper:
    return connections[_alias.get()].cursor()


def prepared(sql: str, parameters: Sequence[Any]) -> list[Any]:
    """The rows that a hot statement answers (none for one that answers nothing); see kernel.postgres."""
    return cast(DatabaseWrapper, connections[_alias.get()]).prepared(sql, parameters)


def prepared_cursor() -> CursorWrapper:
    return cast(DatabaseWrapper, connections[_alias.get()]).prepared_cursor()


def made(ids: Iterable[UUID]) -> None:
    """Note that the present transaction made these: what it has not written about them itself, nobody has."""
    noted = _made.get()
    if noted is not None:
        noted.update(ids)


def take_made(ids: Iterable[UUID]) -> set[UUID]:
    """Those of ``ids`` that were noted; each is told once, before anything is written about it."""
    noted = _made.get() or set()
    found = noted.intersection(ids)
    noted -= found
    return found


@contextmanager
def through(alias: str) -> Iterator[None]:
    """Send queries through another login inside the block."""
    token = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(token)


@contextmanager
def atomic() -> Iterator[None]:
    """One transaction on the current alias; inner blocks are savepoints.

    What was handed to :func:`before_commit` runs last, inside the outermost block, unless that is to be undone.
    """
    if _pending.get() is not None:
        with transaction.atomic(using=_alias.get()):
            yield
        return
    token, made_before = _pending.set([]), _made.set(set())
    try:
        with transaction.atomic(using=_alias.get()):
            yield
            _run_pending()
    finally:
        _pending.reset(token)
        _made.reset(made_before)


@contextmanager
def joined() -> Iterator[None]:
    """Like :func:`atomic`, but inside another one without a savepoint of its own: an error undoes all of it."""
    if _pending.get() is None:
        with atomic():
            yield
    else:
        with transaction.atomic(using=_alias.get(), savepoint=False):
            yield


def _run_pending() -> None:
    waiting = _pending.get()
    if connections[_alias.get()].needs_rollback:
        return
    while waiting:
        waiting.pop(0)()


def before_commit(last: Callable[[], None]) -> None:
    """Run ``last`` as the final step of the outermost :func:`atomic` (counts on hot rows belong there).

    Raises RuntimeError outside one. What an inner block that failed has asked for still runs: check your own state.
    """
    waiting = _pending.get()
    if waiting is None:
        raise RuntimeError("before_commit needs database.atomic() around it")
    waiting.append(last)


def apart(run: Callable[[], None]) -> None:
    """Run something on a connection of its own, kept whatever becomes of the present transaction.

    For signs of progress of long work only. Never touch a row that the present transaction has changed: both would
    wait.
    """

    def alone() -> None:
        try:
            run()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        other.submit(alone).result()


def waiting() -> list[Callable[[], None]]:
    """What was handed to :func:`before_commit` in this transaction and has not run yet."""
    return list(_pending.get() or ())


def set_scope(places: Iterable[UUID]) -> None:
    """Let the present transaction see the rows of these places, and no others."""
    listed = "{" + ",".join(str(place) for place in places) + "}"
    prepared("SELECT set_config('app.scope', %s, true)", [listed])


@contextmanager
def acting(places: Iterable[UUID], *, is_wide: bool = False) -> Iterator[None]:
    """One transaction that sees the rows of ``places`` (all rows, when ``is_wide``)."""
    seen, begins = list(places), _pending.get() is None
    with through(WIDE if is_wide else APP), atomic():
        if not is_wide and (seen or not begins):  # a transaction begins with no scope, which admits nothing
            set_scope(seen)
        yield
