"""Office hours: how much of them lies between two moments, and when so much of them is over. Pure.

Never count in local wall time outside the district's zone.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from tongzhou.kernel import clock
from tongzhou.matters.errors import DueRefused

Spans = tuple[tuple[time, time], ...]
#: The office hours of February 2020 on the district's page: 8:30–11:00 and 13:30–17:00.
OFFICE: Spans = ((time(8, 30), time(11)), (time(13, 30), time(17)))
_MICRO = 1_000_000


def _micros(of: time) -> int:
    return ((of.hour * 60 + of.minute) * 60 + of.second) * _MICRO + of.microsecond


@dataclass(frozen=True, slots=True)
class Calendar:
    """``days``: the ordinals of every working day, sorted; after ``published_until`` they are only a guess."""

    days: Sequence[int]
    published_until: date
    stamp: int = 0  # another one for other days

    def _position(self, moment: datetime, spans: Spans) -> int:
        """The microseconds of office hours from the beginning of the calendar to ``moment``."""
        local = moment.astimezone(clock.ZONE)
        day, at = local.date().toordinal(), _micros(local.time())
        rank = bisect_left(self.days, day)
        full = rank * _length(spans)
        if rank == len(self.days) or self.days[rank] != day:
            return full
        return full + sum(max(0, min(at, _micros(end)) - _micros(start)) for start, end in spans)

    def between(self, start: datetime, end: datetime, spans: Spans) -> int:
        """Whole seconds of office hours from ``start`` to ``end``."""
        return (self._position(end, spans) - self._position(start, spans)) // _MICRO

    def after(self, start: datetime, seconds: int, spans: Spans) -> datetime:
        """The first moment at which ``seconds`` of office hours are over. Raises DueRefused past the calendar."""
        target = self._position(start, spans) + max(1, seconds) * _MICRO
        rank, left = divmod(target - 1, _length(spans))
        if rank >= len(self.days):
            raise DueRefused(_("The due time lies beyond the calendar."), field="due_at")
        midnight = clock.start_of(date.fromordinal(self.days[rank]))
        return midnight + timedelta(microseconds=_of_day(left + 1, spans))

    def is_provisional(self, moment: datetime) -> bool:
        return clock.day_of(moment) > self.published_until


def _length(spans: Spans) -> int:
    return sum(_micros(end) - _micros(start) for start, end in spans)


def _of_day(left: int, spans: Spans) -> int:
    """The microsecond of the day at which ``left`` of its office hours are over."""
    for start, end in spans:
        length = _micros(end) - _micros(start)
        if left <= length:
            return _micros(start) + left
        left -= length
    raise ValueError("more than the office hours of a day")
