"""A brief in words of one language, the same for the page, for Word and for PDF. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from tongzhou.briefing.building import LANGUAGES
from tongzhou.briefing.models import Brief
from tongzhou.kernel import clock, codes

MARK = "†"
FAMILIES = ("imported", "spread", "work")


@dataclass(frozen=True)
class Line:
    """One figure: ``value`` as it is told (with † when a person changed it), ``counted`` as the records gave it;
    ``change``: of what is told since the day before."""

    code: str
    label: str
    note: str
    value: str
    counted: int
    before: int
    change: str
    reported: str
    reason: str


@dataclass(frozen=True)
class Telling:
    """Everything that a form of the brief shows."""

    language: str
    title: str
    place: str
    day: str
    number: int
    known_at: str
    signed: str
    words: str
    imported: list[Line]
    spread: list[Line]
    work: list[Line]
    towns_head: list[str]
    towns: list[list[str]]
    overdue: list[list[str]]
    late: list[list[str]]
    changed: list[str]
    root: str
    hash: str
    code: str
    address: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def told(brief: Brief, language: str, *, address: str = "") -> Telling:
    """``address``: of the page that verifies it."""
    content = brief.content
    with translation.override(LANGUAGES[language]):
        lines = {family: _lines(brief, family, language) for family in FAMILIES}
        place, day = content["place"]["name"], date.fromisoformat(content["day"])
        return Telling(
            language=language,
            title=_("%(place)s epidemic brief") % {"place": place},
            place=place,
            day=_day(day, language),
            number=brief.number,
            known_at=_moment(content["known_at"]),
            signed=f"{brief.signed_by_name} {_moment(brief.signed_at)}" if brief.signed_at else _("Draft, not signed"),
            words=brief.words_zh if language == "zh" else brief.words_en,
            **lines,
            towns_head=_heads(content, language),
            towns=[[town["name"], *map(str, town["values"])] for town in content["towns"]],
            overdue=[[row["unit"], str(row["count"]), _moment(row["oldest"])] for row in content["overdue"]],
            late=[late_line(row, language) for row in content["late"]],
            changed=_changed(brief, language),
            root=content["root"],
            hash=bytes(brief.hash).hex() if brief.hash else "",
            code=codes.grouped(brief.code),
            address=address,
        )


def _lines(brief: Brief, family: str, language: str) -> list[Line]:
    return [
        _line(one, brief.told.get(one["code"]), language) for one in brief.content["figures"] if one["family"] == family
    ]


def _line(figure: Mapping[str, Any], told: Mapping[str, Any] | None, language: str) -> Line:
    value = told["value"] if told else figure["value"]
    change = value - figure["before"]
    return Line(
        code=figure["code"],
        label=figure["label"][language],
        note=figure["note"][language],
        value=f"{value}{MARK}" if told else str(value),
        counted=figure["value"],
        before=figure["before"],
        change=f"{change:+d}" if change else "0",
        reported=_reported(figure["reported"], language),
        reason=told["reason"] if told else "",
    )


def _reported(reported: Mapping[str, Any] | None, language: str) -> str:
    if reported is None:
        return ""
    told = f"{reported['qualifier'][language]} {reported['value']} {reported['words']}".strip()
    return " · ".join(
        filter(None, (told, reported.get("place"), reported.get("scope_note")))
    )  # briefs of old lack them


def _heads(content: Mapping[str, Any], language: str) -> list[str]:
    labels = {one["code"]: one["label"][language] for one in content["figures"]}
    return [labels.get(code, code) for code in content["towns_of"]]


def late_line(row: Mapping[str, Any], language: str) -> list[str]:
    """When, what, where, who, why. Briefs of old say what and why in one language."""
    what, why = (said if isinstance(said, str) else said[language] for said in (row["what"], row["why"]))
    what += f" × {row['count']}" if row.get("count", 1) > 1 else ""
    return [_moment(row["at"]), what, row["place"], f"{row['who']} · {row['unit']}", why]


def _changed(brief: Brief, language: str) -> list[str]:
    labels = {one["code"]: (one["label"][language], one["value"]) for one in brief.content["figures"]}
    return [
        _("%(mark)s %(label)s: %(value)s told, %(counted)s counted. %(reason)s (%(who)s, %(when)s)")
        % {
            **{"mark": MARK, "label": labels[code][0], "value": one["value"], "counted": labels[code][1]},
            **{"reason": one["reason"], "who": one["who"], "when": _moment(one["at"])},
        }
        for code, one in brief.told.items()
    ]


def _day(day: date, language: str) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日 星期{'一二三四五六日'[day.weekday()]}"
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def _moment(when: datetime | str | None) -> str:
    moment = datetime.fromisoformat(when) if isinstance(when, str) else when
    return f"{moment.astimezone(clock.ZONE):%Y-%m-%d %H:%M}" if moment else ""
