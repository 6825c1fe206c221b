"""What each function of the list does with its evaluated arguments."""

import math
import re
from collections.abc import Callable
from typing import Any

from tongzhou.questionnaires.expressions.values import (
    BLANK,
    Value,
    day_text,
    days_of,
    moment_of,
    moment_text,
    time_share,
    to_boolean,
    to_number,
    to_text,
)

Arguments = list[Value]
MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "zh": [f"{month}月" for month in range(1, 13)],
}
DAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "zh": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
}


def _texts(arguments: Arguments) -> list[str]:
    return [
        text for argument in arguments for text in (argument if isinstance(argument, list) else [to_text(argument)])
    ]


def _words(value: Value) -> list[str]:
    return to_text(value).split(" ") if to_text(value) else []


def _selected_at(arguments: Arguments, context: Any) -> str:
    words, place = _words(arguments[0]), to_number(arguments[1])
    return words[int(place)] if not math.isnan(place) and 0 <= place < len(words) else ""


def _slice(text: str, start: float, end: float) -> str:
    if math.isnan(start) or math.isnan(end):
        return ""
    return text[int(max(0, min(start, len(text)))) : int(max(0, min(end, len(text))))]


def _substr(arguments: Arguments, context: Any) -> str:
    text = to_text(arguments[0])
    return _slice(text, to_number(arguments[1]), to_number(arguments[2]) if len(arguments) > 2 else math.inf)


def _substring(arguments: Arguments, context: Any) -> str:
    start = round_half_up(to_number(arguments[1])) - 1
    end = start + round_half_up(to_number(arguments[2])) if len(arguments) > 2 else math.inf
    return _slice(to_text(arguments[0]), start, end)


def _translate(arguments: Arguments, context: Any) -> str:
    text, old, new = (to_text(argument) for argument in arguments)
    table: dict[int, str | None] = {}
    for place, char in enumerate(old):
        table.setdefault(ord(char), new[place] if place < len(new) else None)
    return text.translate(table)


def round_half_up(number: float) -> float:
    if math.isnan(number) or math.isinf(number):
        return number
    return float(math.floor(number + 0.5))


def _round(arguments: Arguments, context: Any) -> float:
    number = to_number(arguments[0])
    places = to_number(arguments[1]) if len(arguments) > 1 else 0.0
    if math.isnan(places) or math.isnan(number) or abs(places) > 15 or math.isinf(number):
        return number if not math.isnan(places) else math.nan
    scale = 10.0 ** abs(int(places))
    return round_half_up(number * scale) / scale if places >= 0 else round_half_up(number / scale) * scale


def _whole(function: Callable[[float], int]) -> Callable[[Arguments, Any], float]:
    def call(arguments: Arguments, context: Any) -> float:
        number = to_number(arguments[0])
        return number if math.isnan(number) or math.isinf(number) else float(function(number))

    return call


def _pow(arguments: Arguments, context: Any) -> float:
    try:
        return math.pow(to_number(arguments[0]), to_number(arguments[1]))
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def _sqrt(arguments: Arguments, context: Any) -> float:
    number = to_number(arguments[0])
    return math.sqrt(number) if number >= 0 else math.nan


def _numbers(arguments: Arguments) -> list[float]:
    return [to_number(text) for text in _texts(arguments) if text.strip(BLANK) != ""]


def _extreme(function: Callable[[list[float]], float]) -> Callable[[Arguments, Any], float]:
    def call(arguments: Arguments, context: Any) -> float:
        numbers = _numbers(arguments)
        return math.nan if not numbers or any(map(math.isnan, numbers)) else function(numbers)

    return call


def _sum(arguments: Arguments, context: Any) -> float:
    total = 0.0
    for number in _numbers(arguments):
        total += number
    return total


def format_moment(value: Value, pattern: str, language: str) -> str:
    """The tokens of XLSForm's format-date; an unreadable day gives nothing."""
    moment = moment_of(moment_text(value))
    if moment is None:
        return ""
    names = language if language in MONTHS else "en"
    parts = {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
        "b": MONTHS[names][moment.month - 1],
        "a": DAYS[names][moment.weekday()],
        "%": "%",
    }
    return re.sub(r"%(.)", lambda match: parts.get(match[1], match[0]), pattern)


def _format(arguments: Arguments, context: Any) -> str:
    return format_moment(arguments[0], to_text(arguments[1]), context.language)


def _text(function: Callable[..., Value]) -> Callable[[Arguments, Any], Value]:
    return lambda arguments, context: function(*(to_text(argument) for argument in arguments))


BUILTINS: dict[str, Callable[[Arguments, Any], Value]] = {
    "true": lambda arguments, context: True,
    "false": lambda arguments, context: False,
    "not": lambda arguments, context: not to_boolean(arguments[0]),
    "boolean": lambda arguments, context: to_boolean(arguments[0]),
    "boolean-from-string": _text(lambda text: text in ("true", "1")),
    "selected": lambda arguments, context: to_text(arguments[1]).strip(BLANK) in _words(arguments[0]),
    "count-selected": lambda arguments, context: float(len(_words(arguments[0]))),
    "selected-at": _selected_at,
    "string": _text(lambda text: text),
    "string-length": lambda arguments, context: float(len(to_text(arguments[0]) if arguments else context.own)),
    "contains": _text(lambda text, part: part in text),
    "starts-with": _text(lambda text, part: text.startswith(part)),
    "ends-with": _text(lambda text, part: text.endswith(part)),
    "substring-before": _text(lambda text, part: text.partition(part)[0] if part and part in text else ""),
    "substring-after": _text(lambda text, part: text.partition(part)[2] if part else text),
    "substr": _substr,
    "substring": _substring,
    "normalize-space": _text(lambda text: re.sub(r"[ \t\r\n]+", " ", text).strip(" ")),
    "translate": _translate,
    "concat": lambda arguments, context: "".join(_texts(arguments)),
    "join": lambda arguments, context: to_text(arguments[0]).join(_texts(arguments[1:])),
    "number": lambda arguments, context: to_number(arguments[0]),
    "int": _whole(math.trunc),
    "round": _round,
    "floor": _whole(math.floor),
    "ceiling": _whole(math.ceil),
    "abs": lambda arguments, context: abs(to_number(arguments[0])),
    "pow": _pow,
    "sqrt": _sqrt,
    "sum": _sum,
    "count": lambda arguments, context: float(len(_texts(arguments))),
    "count-non-empty": lambda arguments, context: float(len([text for text in _texts(arguments) if text])),
    "min": _extreme(min),
    "max": _extreme(max),
    "today": lambda arguments, context: context.today,
    "now": lambda arguments, context: context.now,
    "date": lambda arguments, context: day_text(arguments[0]),
    "date-time": lambda arguments, context: moment_text(arguments[0]),
    "decimal-date-time": lambda arguments, context: days_of(moment_text(arguments[0])),
    "decimal-time": _text(time_share),
    "format-date": _format,
    "format-date-time": _format,
}
