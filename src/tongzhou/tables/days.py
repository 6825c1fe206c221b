"""A day as offices write it: with strokes or characters, with or without its year, or as a spreadsheet's number.

Never guess: what could be two days, or is of the lunar calendar, is told. Pure.
"""

import re
import unicodedata
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tongzhou.kernel.errors import RuleBroken

#: A spreadsheet counts days from here (its 1900 had a 29 February).
_SERIAL = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_TIME = r"(?:[ T日号,，].*)?"
_WHOLE = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_OF_THE_YEAR = re.compile(rf"(\d{{1,2}})\s*[-/月]\s*(\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_TIME}")
_LUNAR = re.compile(r"正月|腊月|冬月|初[一二三四五六七八九十]|廿|除夕|元宵")


class DayRefused(RuleBroken):
    code = "day_refused"


def read(text: str, *, near: date) -> date:
    """The day; one without a year is the one nearest to ``near``. Raises DayRefused."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _LUNAR.search(plain):
        raise DayRefused(
            _("“%(text)s” is a day of the lunar calendar. Write it like 2020-02-08.") % {"text": text[:40]}
        )
    plain = _numbers(plain)
    if plain.removesuffix(".0").isdigit() and int(plain.removesuffix(".0")) in _SERIALS:
        return _SERIAL + timedelta(days=int(plain.removesuffix(".0")))
    if found := _WHOLE.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _real(text, *map(int, found.groups()))
    if found := _YEAR_LAST.fullmatch(plain):
        return _year_last(text, *map(int, found.groups()))
    if found := _OF_THE_YEAR.fullmatch(plain):
        return _nearest(text, *map(int, found.groups()), near=near)
    raise DayRefused(_("“%(text)s” cannot be read as a day. Write it like 2020-02-08.") % {"text": text[:40]})


def _numbers(plain: str) -> str:
    """二〇二〇年二月十八日 with digits."""
    if not re.search(r"[年月]", plain):
        return plain
    tens = _TENS.sub(lambda found: f"{found[1] or '一'}{found[2] or '零'}", plain)
    return tens.translate(_DIGITS)


def _real(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DayRefused(_("There is no day “%(text)s”.") % {"text": text[:40]}) from error


def _year_last(text: str, first: int, second: int, year: int) -> date:
    if first <= 12 and second <= 12 and first != second:
        raise DayRefused(
            _("“%(text)s” could be two days: which number is the month? Write it like 2020-02-08.")
            % {"text": text[:40]}
        )
    month, day = (first, second) if first <= 12 else (second, first)
    return _real(text, year, month, day)


def _nearest(text: str, month: int, day: int, *, near: date) -> date:
    days = [_real(text, near.year + step, month, day) for step in (-1, 0, 1) if _exists(near.year + step, month, day)]
    if not days:
        return _real(text, near.year, month, day)
    return min(days, key=lambda one: abs(one - near))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
