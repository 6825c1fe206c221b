"""The one clock. A replay or a test moves it with :func:`at`; nobody else asks the machine for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_moved: ContextVar[datetime | None] = ContextVar("clock", default=None)
_back = timedelta()


def set_back(by: timedelta) -> None:
    """Let this process's clock run late by so much: a demonstration plays on a day that is over."""
    global _back
    _back = by


def now() -> datetime:
    """The present moment, with the district's time zone."""
    return _moved.get() or datetime.now(ZONE) - _back


def today() -> date:
    return now().date()


def day_of(moment: datetime) -> date:
    """The district's calendar day on which ``moment`` falls."""
    return moment.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """Midnight with which the district's calendar day begins."""
    return datetime.combine(day, time(), ZONE)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let ``moment`` be the present inside the block."""
    token = _moved.set(moment.astimezone(ZONE))
    try:
        yield
    finally:
        _moved.reset(token)
