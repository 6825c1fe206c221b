"""Values of XPath 1.0 as this house uses them: text, number (IEEE double), boolean, nodes (a list of texts).

A day has no type of its own: it is the text `2020-02-08`, and as a number the days since 1970-01-01, so that days
compare and subtract the same way in every interpreter. Times are read as Shanghai time, which has no summer time.
"""

import math
import re
from datetime import date, datetime, timedelta, timezone

Value = str | float | bool | list[str]

SHANGHAI = timezone(timedelta(hours=8))
EPOCH = datetime(1970, 1, 1)
NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATETIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
TIME = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
BLANK = " \t\r\n"


def is_empty(answer: object) -> bool:
    """Nothing typed and nothing chosen. Zero and false are answers."""
    return answer in (None, "", [])


def to_text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return value[0] if value else ""
    if isinstance(value, float):
        return number_text(value)
    return value


def number_text(number: float) -> str:
    """Shortest digits that give the same double, never with an exponent."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    digits = repr(number)
    return f"{number:.{_places(digits)}f}" if "e" in digits else digits


def _places(digits: str) -> int:
    mantissa, _e, exponent = digits.partition("e")
    return len(mantissa.partition(".")[2]) - int(exponent)


def to_number(value: Value) -> float:
    """Empty or unreadable text is NaN; a day is its days since 1970-01-01."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    text = to_text(value).strip(BLANK)
    if NUMBER.fullmatch(text):
        return float(text)
    return days_of(text)


def to_boolean(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    if isinstance(value, list):
        return any(value)
    return value != ""


def days_of(text: str) -> float:
    moment = moment_of(text)
    return math.nan if moment is None else _days(moment)


def _days(moment: datetime) -> float:
    gap = moment - EPOCH
    return gap.days + (gap.seconds * 1000 + gap.microseconds // 1000) / 86_400_000


def moment_of(text: str) -> datetime | None:
    """A wall-clock time in Shanghai, without zone; None when the text is neither a day nor a time of a day."""
    try:
        if DATE.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), datetime.min.time())
        match = DATETIME.fullmatch(text)
        if not match:
            return None
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}")
        return moment - _offset(match[3]) + timedelta(hours=8) if match[3] else moment
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    digits = zone[1:].replace(":", "")
    gap = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -gap if zone[0] == "-" else gap


def day_text(value: Value) -> str:
    """`date()`: the day of a text or of a number of days; empty when there is none."""
    moment = _moment(value)
    return moment.strftime("%Y-%m-%d").rjust(10, "0") if moment else ""


def moment_text(value: Value) -> str:
    moment = _moment(value)
    return moment.isoformat(timespec="milliseconds") + "+08:00" if moment else ""


def _moment(value: Value) -> datetime | None:
    if isinstance(value, str | list):
        moment = moment_of(to_text(value).strip(BLANK))
        if moment:
            return moment
    days = to_number(value)
    if math.isnan(days) or not -700_000 < days < 2_900_000:
        return None
    return EPOCH + timedelta(days=math.floor(days), milliseconds=math.floor((days % 1) * 86_400_000 + 0.5))


def time_share(text: str) -> float:
    match = TIME.fullmatch(text)
    if match:
        seconds = int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
        return seconds / 86_400 if int(match[1]) < 24 and int(match[2]) < 60 else math.nan
    days = days_of(text)
    return days % 1 if not math.isnan(days) else days


def answer_text(answer: object) -> str:
    """An answer as stored (None, text, number, boolean, list of choices) in the form that expressions read."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, int):
        return str(answer)
    if isinstance(answer, float):
        return number_text(answer)
    if isinstance(answer, list):
        return " ".join(str(choice) for choice in answer)
    return str(answer)
