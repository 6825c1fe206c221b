"""What somebody at a crossing typed or scanned, read out of a request's fields. Parsing only."""

import re
import time
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from tongzhou.kernel import ids
from tongzhou.programmes.crossings.actions.cars import Car
from tongzhou.programmes.crossings.errors import CarRefused


def car(given: QueryDict) -> Car:
    """Raises CarRefused for a reading that is no number."""
    measured = readings(given)
    people, began = given.get("people", ""), given.get("began", "")
    return Car(
        plate=given.get("plate", ""),
        people=int(people) if people.isdecimal() and len(people) < 4 else len(measured),
        temperatures=measured,
        codes=codes(given.get("codes", "")),
        outcome=given.get("outcome", ""),
        seconds=int(time.time()) - int(began) if began.isdecimal() and len(began) < 12 else 0,
        entry_id=entry(given),
    )


def readings(given: QueryDict) -> list[float]:
    """Raises CarRefused for a reading that is no number."""
    return [degrees(text) for text in re.split(r"[\s,，、;；]+", given.get("temperatures", "")) if text]


def codes(text: str) -> list[str]:
    """One a line, as a scanner leaves them."""
    return [code.strip()[-100:] for code in re.split(r"[\n,，;；]", text[:10_000]) if code.strip()]


def degrees(text: str) -> float:
    """36.5, or 365 as it is said aloud. Raises CarRefused for what is no number."""
    try:
        value = float(text.rstrip("℃"))
    except ValueError as error:
        words = _("“%(text)s” is no number: type the degrees as 36.5 or 365.") % {"text": text[:20]}
        raise CarRefused(words, field="temperatures") from error
    return value / 10 if value > 100 else value


def entry(given: QueryDict) -> UUID:
    """The id that the page was given, so that sending it twice stores once; a new one where it is unreadable."""
    try:
        return UUID(given.get("entry", ""))
    except ValueError:
        return ids.new()
