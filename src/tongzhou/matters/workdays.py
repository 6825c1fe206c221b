"""Which days are worked: the State Council's yearly notice, the city's own rule, and what the district decided.

Beyond the last published year Monday to Friday is a guess, and whatever is reckoned with it is provisional.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from time import monotonic

from chinese_calendar import constants, is_workday

from tongzhou.kernel import clock
from tongzhou.matters.hours import Calendar
from tongzhou.matters.models import Workday

FIRST = date(2004, 1, 1)
#: The last year whose notice the library holds.
PUBLISHED_UNTIL = date(max(constants.holidays).year, 12, 31)
_GUESSED_YEARS = 8
_FRESH_SECONDS = 30.0
STATE = "国务院办公厅节假日安排 (chinesecalendar)"
#: 上海市人民政府 2020-01-27: firms begin no earlier than 2020-02-09 24:00.
DELAYED = {date(2020, 2, day): (False, "上海市人民政府 2020-01-27 通知: 不早于2月9日24时复工") for day in range(3, 10)}

_known: list[tuple[float, Calendar]] = []


def _works(day: date, decided: Mapping[date, bool]) -> bool:
    if day in decided:
        return decided[day]
    if day in DELAYED:
        return DELAYED[day][0]
    return is_workday(day) if day <= PUBLISHED_UNTIL else day.weekday() < 5


def calendar(decided: Mapping[date, bool]) -> Calendar:
    """The working days with the district's own decisions over them."""
    last = date(PUBLISHED_UNTIL.year + _GUESSED_YEARS, 12, 31)
    every = (FIRST + timedelta(days=number) for number in range((last - FIRST).days + 1))
    days = [day.toordinal() for day in every if _works(day, decided)]
    return Calendar(days, PUBLISHED_UNTIL, _stamp(days))


def _stamp(days: Sequence[int]) -> int:
    """Eight bytes that tell these days, and the year until which they are published, from any others."""
    told = repr((days, PUBLISHED_UNTIL)).encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest(), signed=True)


def current() -> Calendar:
    """The calendar as the district has it now, remembered for half a minute."""
    if not _known or monotonic() - _known[0][0] > _FRESH_SECONDS:
        decided = dict(Workday.objects.values_list("day", "is_worked"))
        _known[:] = [(monotonic(), calendar(decided))]
    return _known[0][1]


def source(day: date) -> tuple[bool, str]:
    """Whether the day is worked, and who says so."""
    decided = Workday.objects.filter(day=day).first()
    if decided is not None:
        return decided.is_worked, decided.source
    if day in DELAYED:
        return DELAYED[day]
    return _works(day, {}), STATE if day <= PUBLISHED_UNTIL else "Monday to Friday: not published yet"


def decide(day: date, *, is_worked: bool, source: str) -> None:
    """The district's own word on one day, with the document it rests on."""
    Workday.objects.update_or_create(
        day=day, defaults={"is_worked": is_worked, "source": source, "recorded_at": clock.now()}
    )
    forget()


def forget() -> None:
    _known.clear()
