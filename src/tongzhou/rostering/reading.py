"""Roster documents (JSON, ``docs/roster.md``) in and out. Refuses what has no meaning, with the path of each fault.

What has a meaning but cannot be kept (a pin on leave, a published place whose post is gone) is left out and told in
``Problem.notes``: a plan without it is better than none.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tongzhou.rostering.documents import (
    Assignment,
    Cover,
    History,
    Level,
    Limit,
    Limits,
    Person,
    Plan,
    Post,
    Problem,
    Rule,
    Shift,
    Station,
    Wish,
)

_HERE = Path(__file__).parent
_DAY = 1440
_MOST_FAULTS = 50
_MANY = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: ``$.people[3].off[0]``."""

    path: str
    rule: str

    def __str__(self) -> str:
        return f"{self.path}: {self.rule}"


class DocumentRefused(ValueError):
    """The document states no problem; ``faults`` names every place that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@cache
def _validator(part: str = "") -> Draft202012Validator:
    schema = json.loads((_HERE / "roster.schema.json").read_text(encoding="utf-8"))
    if part:
        schema = {"$defs": schema["$defs"], "$ref": f"#/$defs/{part}"}
    return Draft202012Validator(schema)


@cache
def legal_rules() -> tuple[Rule, ...]:
    """The rest rules that hold where a document says ``"rules": "cn"``, each with its source."""
    return tuple(_rule(raw) for raw in json.loads((_HERE / "rules_cn.json").read_text(encoding="utf-8")))


def read(path: Path) -> Problem:
    """The problem of a file. Raises ``DocumentRefused``."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DocumentRefused([Fault("$", f"is no JSON: {error}")]) from error
    return problem(document)


def problem(document: Any) -> Problem:
    """The problem that a document states. Raises ``DocumentRefused``."""
    faults = list(_schema_faults(document))
    if not faults:
        faults = list(_meaning_faults(document))
    if faults:
        raise DocumentRefused(faults[:_MOST_FAULTS])
    rules = legal_rules() if document.get("rules") == "cn" else tuple(map(_rule, document.get("rules", ())))
    contracts = {name: _limits(raw) for name, raw in document.get("contracts", {}).items()}
    notes: list[str] = []
    return Problem(
        days=document["days"],
        shifts=tuple(map(_shift, document["shifts"])),
        people=tuple(_person(raw, contracts) for raw in document["people"]),
        cover=tuple(map(_cover, document["cover"])),
        first_weekday=_first_weekday(document),
        objective=document.get("objective", "weighted"),
        rules=rules,
        posts=tuple(
            Post(one["id"], one.get("area", ""), _point(one.get("point"))) for one in document.get("posts", ())
        ),
        wishes=tuple(Wish(**wish) for wish in document.get("wishes", ())),
        pinned=tuple(_known(document, "pinned", notes)),
        published=tuple(_known(document, "published", notes)),
        metres={(one["person"], one["post"]): one["metres"] for one in document.get("metres", ())},
        notes=tuple(notes),
    )


def _schema_faults(document: Any) -> Iterator[Fault]:
    """Long lists are judged without their common schema's path search, which is slow, and only then told in full."""
    for error in sorted(_validator().iter_errors(_shortened(document)), key=lambda one: list(map(str, one.path))):
        yield Fault(error.json_path, error.message)
    if not isinstance(document, dict):
        return
    for name, part in (("people", "person"), ("cover", "cover"), ("wishes", "wish"), ("published", "assignment")):
        listed = document.get(name)
        if isinstance(listed, list) and len(listed) > _MANY:
            yield from _list_faults(name, _validator(part), listed)


def _list_faults(name: str, validator: Draft202012Validator, listed: list[Any]) -> Iterator[Fault]:
    """The lists that can be long: lines that look alike are judged once."""
    judged: dict[str, bool] = {}
    for index, one in enumerate(listed):
        shape = _shape(one)
        if shape not in judged:
            judged[shape] = validator.is_valid(one)
        if not judged[shape]:
            for error in validator.iter_errors(one):
                yield Fault(f"$.{name}[{index}]{error.json_path[1:]}", error.message)


def _shape(value: Any) -> str:
    """The keys of a line with the kind of each value, so that alike lines need one validation.

    Whole numbers keep their range (below 0, to 100,000, to a million, above), texts whether they are empty or long.
    """
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{_shape(value[key])}" for key in value) + "}"
    if isinstance(value, list):
        return f"[{len(value) if len(value) < 4 else 4}:" + "".join(sorted({_shape(one) for one in value})) + "]"
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return str(value) if 0 < value < 4 else f"i{(value >= 0) + (value > 100_000) + (value > 1_000_000)}"
    return f"s{min(len(value), 1) + (len(value) > 100)}" if isinstance(value, str) else repr(value)


def _shortened(document: Any) -> Any:
    if not isinstance(document, dict):
        return document
    return {
        name: [] if name in ("people", "cover", "wishes", "published") and _is_long(value) else value
        for name, value in document.items()
    }


def _is_long(value: Any) -> bool:
    return isinstance(value, list) and len(value) > _MANY


def _meaning_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("shifts", "posts", "people"):
        yield from _twice(name, document.get(name, ()))
    if "starts_on" in document:
        try:
            date.fromisoformat(document["starts_on"])
        except ValueError:
            yield Fault("$.starts_on", "is no day of the calendar")
    shifts = {one["id"] for one in document["shifts"]}
    people = {one["id"] for one in document["people"]}
    posts = {one["id"] for one in document.get("posts", ())}
    for index, one in enumerate(document["shifts"]):
        for other in set(one.get("not_before", ())) - shifts:
            yield Fault(f"$.shifts[{index}].not_before", f"names the unknown shift {other}")
    for index, one in enumerate(document["people"]):
        yield from _person_faults(f"$.people[{index}]", one, document, shifts)
    for name, raw in document.get("contracts", {}).items():
        yield from _limits_faults(f"$.contracts.{name}", raw, shifts)
    for name in ("cover", "wishes", "pinned"):
        for index, one in enumerate(document.get(name, ())):
            yield from _line_faults(f"$.{name}[{index}]", one, document["days"], shifts, people)
    for index, one in enumerate(document["cover"]):
        if one.get("post", "") and one["post"] not in posts:
            yield Fault(f"$.cover[{index}].post", f"is the unknown post {one['post']}")
    for index, one in enumerate(document.get("metres", ())):
        if one["person"] not in people or one["post"] not in posts:
            yield Fault(f"$.metres[{index}]", "names somebody or a post that the document does not list")


def _twice(name: str, listed: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, one in enumerate(listed):
        if one["id"] in first:
            yield Fault(f"$.{name}[{index}].id", f"{one['id']} stands already at $.{name}[{first[one['id']]}]")
        first.setdefault(one["id"], index)


def _person_faults(path: str, one: Mapping[str, Any], document: Mapping[str, Any], shifts: set[str]) -> Iterator[Fault]:
    if one.get("contract", "") and one["contract"] not in document.get("contracts", {}) and "limits" not in one:
        yield Fault(f"{path}.contract", f"is the unknown contract {one['contract']}")
    for name in ("off", "leave"):
        for index, day in enumerate(one.get(name, ())):
            if day >= document["days"]:
                yield Fault(f"{path}.{name}[{index}]", f"day {day} is not one of the {document['days']} days from 0")
    last = one.get("history", {}).get("last_shift", "")
    if last and last not in shifts:
        yield Fault(f"{path}.history.last_shift", f"is the unknown shift {last}")
    yield from _limits_faults(f"{path}.limits", one.get("limits", {}), shifts)


def _limits_faults(path: str, raw: Mapping[str, Any], shifts: set[str]) -> Iterator[Fault]:
    for name, limit in raw.items():
        for shift in set(limit) - shifts if name in ("of_type", "consecutive_of") else ():
            yield Fault(f"{path}.{name}", f"names the unknown shift {shift}")
        if name not in ("of_type", "consecutive_of") and limit.get("least", 0) > limit.get(
            "most", limit.get("least", 0)
        ):
            yield Fault(f"{path}.{name}", f"asks for at least {limit['least']} and at most {limit['most']}")


def _line_faults(path: str, one: Mapping[str, Any], days: int, shifts: set[str], people: set[str]) -> Iterator[Fault]:
    if one["day"] >= days:
        yield Fault(f"{path}.day", f"day {one['day']} is not one of the {days} days from 0")
    if one["shift"] not in shifts:
        yield Fault(f"{path}.shift", f"is the unknown shift {one['shift']}")
    if "person" in one and one["person"] not in people:
        yield Fault(f"{path}.person", f"is the unknown person {one['person']}")


def _known(document: Mapping[str, Any], name: str, notes: list[str]) -> Iterator[Assignment]:
    """Assignments whose person, day, shift and station still exist; the others become notes."""
    people = {one["id"] for one in document["people"]}
    shifts = {one["id"] for one in document["shifts"]}
    stations = {_cover(one).station for one in document["cover"]}
    seen: set[tuple[str, int]] = set()
    for index, raw in enumerate(document.get(name, ())):
        one = _assignment(raw)
        alike = [station for station in stations if (station.post, station.role) == (one.post, one.role)]
        if one.person not in people or one.shift not in shifts or one.day >= document["days"]:
            notes.append(f"$.{name}[{index}] is left out: person, shift or day no longer exists")
        elif stations and not alike:
            notes.append(f"$.{name}[{index}] is left out: nobody is asked for at {one.post or one.role or 'no post'}")
        elif (one.person, one.day) in seen:
            notes.append(f"$.{name}[{index}] is left out: {one.person} has another shift on day {one.day}")
        else:
            seen.add((one.person, one.day))
            skills = one.skills if one.station in stations or not alike else alike[0].skills
            yield Assignment(one.person, one.day, one.shift, one.post, one.role, skills)


def _first_weekday(document: Mapping[str, Any]) -> int:
    if "first_weekday" in document:
        return int(document["first_weekday"])
    return date.fromisoformat(document["starts_on"]).weekday() if "starts_on" in document else 0


def _rule(raw: Mapping[str, Any]) -> Rule:
    return Rule(raw["id"], raw["kind"], raw["value"], raw["source"], tuple(raw.get("contracts", ())))


def is_night(start: int, minutes: int) -> bool:
    """What a shift is where the document does not say: begun before five, or still going at one in the night."""
    return start + minutes > _DAY + 60 or start < 5 * 60


def _shift(raw: Mapping[str, Any]) -> Shift:
    hour, minute = map(int, raw.get("start", "00:00").split(":"))
    start = hour * 60 + minute
    night = raw.get("is_night", "start" in raw and is_night(start, raw["minutes"]))
    return Shift(raw["id"], raw["minutes"], start, frozenset(raw.get("not_before", ())), night)


def _post(raw: Mapping[str, Any]) -> Post:
    return Post(raw["id"], raw.get("area", ""), _point(raw.get("point")))


def _point(raw: Sequence[float] | None) -> tuple[float, float] | None:
    return None if raw is None else (float(raw[0]), float(raw[1]))


def _limits(raw: Mapping[str, Any]) -> Limits:
    made: dict[str, Any] = {}
    for name, value in raw.items():
        by_type = name in ("of_type", "consecutive_of")
        made[name] = {shift: Limit(**limit) for shift, limit in value.items()} if by_type else Limit(**value)
    return Limits(**made)


def _person(raw: Mapping[str, Any], contracts: Mapping[str, Limits]) -> Person:
    """``limits`` of the person stand over those of the contract, one by one."""
    limits = contracts.get(raw.get("contract", ""), Limits())
    if "limits" in raw:
        own = _limits(raw["limits"])
        named = {one.name: getattr(own if one.name in raw["limits"] else limits, one.name) for one in fields(Limits)}
        limits = Limits(**named)
    return Person(
        id=raw["id"],
        contract=raw.get("contract", ""),
        limits=limits,
        roles=frozenset(raw.get("roles", ())),
        skills=frozenset(raw.get("skills", ())),
        areas=frozenset(raw.get("areas", ())),
        works_nights=raw.get("works_nights", True),
        home=_point(raw.get("home")),
        most_metres=raw.get("most_metres"),
        off=frozenset(raw.get("off", ())),
        leave=frozenset(raw.get("leave", ())),
        is_reserve=raw.get("is_reserve", False),
        history=History(**raw.get("history", {})),
    )


def _cover(raw: Mapping[str, Any]) -> Cover:
    station = Station(raw.get("post", ""), raw.get("role", ""), frozenset(raw.get("skills", ())))
    return Cover(
        raw["day"], raw["shift"], raw["count"], station, raw.get("under"), raw.get("over"), raw.get("priority", 2)
    )


def _assignment(raw: Mapping[str, Any]) -> Assignment:
    skills = frozenset(raw.get("skills", ()))
    return Assignment(raw["person"], raw["day"], raw["shift"], raw.get("post", ""), raw.get("role", ""), skills)


def plan_document(plan: Plan) -> dict[str, Any]:
    """A plan as JSON: assignments in order, levels with value, bound and gap, notes."""
    return {
        "format": "tongzhou-plan-1",
        "assignments": [_short(one) for one in sorted(plan.assignments)],
        "levels": [{**asdict(level), "gap": level.gap} for level in plan.levels],
        "is_proved": plan.is_proved,
        "notes": list(plan.notes),
        "seed": plan.seed,
        "steps": plan.steps,
    }


def _short(one: Assignment) -> dict[str, Any]:
    named = {"post": one.post, "role": one.role, "skills": sorted(one.skills)}
    return {"person": one.person, "day": one.day, "shift": one.shift, **{k: v for k, v in named.items() if v}}


def plan(document: Any) -> Plan:
    """A plan from its JSON. Raises ``DocumentRefused`` where a line is no assignment."""
    listed = document.get("assignments") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        raise DocumentRefused([Fault("$.assignments", "is not there: this is no plan")])
    faults = list(_list_faults("assignments", _validator("assignment"), listed))
    if faults:
        raise DocumentRefused(faults[:_MOST_FAULTS])
    levels = tuple(Level(one["name"], one["value"], one["bound"]) for one in document.get("levels", ()))
    notes = tuple(document.get("notes", ()))
    return Plan(tuple(map(_assignment, listed)), levels, notes, document.get("seed", 0), document.get("steps", 0))
