"""Judges one answer by the type of its question. Nothing here asks whether it was relevant or allowed."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.questionnaires.expressions.values import DATETIME

MAX_TEXT = 4_000
DECLINED = "declined"
INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:[.][0-9]{0,10})?|[.][0-9]{1,10})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}")
TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(:[0-5][0-9])?")
WIDE = str.maketrans("０１２３４５６７８９．－＋", "0123456789.-+")


class NotThisType(ValueError):
    """The argument is a translated sentence that says what to write instead."""


def parse_answer(holds: str, given: Any) -> Any:
    """The answer in the form in which it is kept, None when empty. Raises NotThisType."""
    if given in (None, "", []):
        return None
    if holds == "choices":
        return _choices(given)
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise NotThisType(_("The answer has a form that cannot be read. Answer the question again."))
    text = str(given)
    if len(text) > MAX_TEXT:
        raise NotThisType(_("The answer is longer than %(most)s characters. Shorten it.") % {"most": MAX_TEXT})
    return PARSERS[holds](clean(text)) if clean(text) else None


def clean(text: str) -> str:
    if "\x00" in text or any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        raise NotThisType(_("The answer holds a character that cannot be kept. Type it again."))
    return text.strip()


def _choices(given: Any) -> list[str] | None:
    words = given.split() if isinstance(given, str) and len(given) <= MAX_TEXT else given
    if not isinstance(words, list | tuple) or len(words) > 500 or not all(isinstance(word, str) for word in words):
        raise NotThisType(_("Choose from the list."))
    if sum(map(len, words)) > MAX_TEXT:
        raise NotThisType(_("The answer is longer than %(most)s characters. Shorten it.") % {"most": MAX_TEXT})
    return list(dict.fromkeys(word for word in map(clean, words) if word)) or None


def _integer(text: str) -> int:
    digits = text.translate(WIDE)
    if not INTEGER.fullmatch(digits):
        raise NotThisType(_("Write a whole number, such as 12."))
    return int(digits)


def _number(text: str) -> float:
    digits = text.translate(WIDE)
    if not DECIMAL.fullmatch(digits) or math.isnan(float(digits)):
        raise NotThisType(_("Write a number, such as 36.6."))
    return float(digits)


def _date(text: str) -> str:
    day = text.replace("/", "-").replace(".", "-")
    try:
        if not DAY.fullmatch(day):  # Python alone would read weeks as well
            raise ValueError(day)
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise NotThisType(_("There is no such day. Write it as 2020-02-08.")) from error


def _time(text: str) -> str:
    if not TIME.fullmatch(text.replace("：", ":")):
        raise NotThisType(_("There is no such time. Write it as 14:30."))
    return text.replace("：", ":")


def _datetime(text: str) -> str:
    moment = text.replace(" ", "T")
    try:
        if not DATETIME.fullmatch(moment):
            raise ValueError(moment)
        return datetime.fromisoformat(moment).isoformat()
    except ValueError as error:
        raise NotThisType(_("There is no such time. Write it as 2020-02-08 14:30.")) from error


def _point(text: str) -> str:
    parts = text.replace(",", " ").split()
    if not 2 <= len(parts) <= 4 or not all(DECIMAL.fullmatch(part) for part in parts):
        raise NotThisType(_("Write latitude and longitude, such as 31.38 121.26."))
    if abs(float(parts[0])) > 90 or abs(float(parts[1])) > 180:
        raise NotThisType(_("There is no such point. Latitude comes first, up to 90, then longitude, up to 180."))
    return " ".join(parts)


PARSERS: dict[str, Callable[[str], Any]] = {
    "text": lambda text: text,
    "choice": lambda text: text,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "point": _point,
}
