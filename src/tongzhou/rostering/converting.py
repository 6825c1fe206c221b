"""The text format of the standard nurse instances (schedulingbenchmarks.org, Curtois and Qu 2014) as a document."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any


class FormatRefused(ValueError):
    """A line that has no meaning, by its number."""


def converted(text: str) -> dict[str, Any]:
    """The document that states the same problem. Raises ``FormatRefused`` naming the line."""
    sections: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    name = ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line.startswith("SECTION_"):
            name = line.removeprefix("SECTION_")
        elif line and not line.startswith("#"):
            sections[name].append((number, [part.strip() for part in line.split(",")]))
    try:
        days = int(sections["HORIZON"][0][1][0])
    except (IndexError, ValueError) as error:
        raise FormatRefused("SECTION_HORIZON names no number of days") from error
    return {
        "format": "tongzhou-roster-1",
        "days": days,
        "first_weekday": 0,
        "objective": "weighted",
        "shifts": _shifts([_line(one, _shift) for one in sections["SHIFTS"]]),
        "people": _people(sections),
        "cover": [_line(one, _cover) for one in sections["COVER"]],
        "wishes": [_line(one, _wants) for one in sections["SHIFT_ON_REQUESTS"]]
        + [{**_line(one, _wants), "wants": False} for one in sections["SHIFT_OFF_REQUESTS"]],
    }


def _line(numbered: tuple[int, list[str]], reading: Any) -> Any:
    number, parts = numbered
    try:
        return reading(*parts)
    except (TypeError, ValueError) as error:
        raise FormatRefused(f"line {number}: {','.join(parts)}: {error}") from error


def _shift(id_: str, minutes: str, forbidden: str = "") -> tuple[str, int, list[str]]:
    return id_, int(minutes), [one for one in forbidden.split("|") if one]


def _shifts(listed: list[tuple[str, int, list[str]]]) -> list[dict[str, Any]]:
    return [{"id": id_, "minutes": minutes, "not_before": forbidden} for id_, minutes, forbidden in listed]


def _people(sections: dict[str, list[tuple[int, list[str]]]]) -> list[dict[str, Any]]:
    off = {parts[0]: _line((number, parts), _days) for number, parts in sections["DAYS_OFF"]}
    people = [_line(one, _person) for one in sections["STAFF"]]
    return [{**person, "off": off.get(person["id"], [])} for person in people]


def _days(_id: str, *days: str) -> list[int]:
    return [int(day) for day in days if day]


def _person(
    id_: str, types: str, most: str, least: str, run: str, least_run: str, rest: str, weekends: str
) -> dict[str, Any]:
    limits = {
        "of_type": dict(_types(types)),
        "minutes": {"least": int(least), "most": int(most)},
        "consecutive_shifts": {"least": int(least_run), "most": int(run)},
        "consecutive_days_off": {"least": int(rest)},
        "weekends": {"most": int(weekends)},
    }
    return {"id": id_, "limits": limits}


def _types(text: str) -> Iterator[tuple[str, dict[str, int]]]:
    for part in text.split("|"):
        if part:
            shift, most = part.split("=")
            yield shift, {"most": int(most)}


def _wants(person: str, day: str, shift: str, weight: str) -> dict[str, Any]:
    return {"person": person, "day": int(day), "shift": shift, "weight": int(weight)}


def _cover(day: str, shift: str, count: str, under: str, over: str) -> dict[str, Any]:
    return {"day": int(day), "shift": shift, "count": int(count), "under": int(under), "over": int(over)}
