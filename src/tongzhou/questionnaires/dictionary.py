"""Entries of the dictionary before they are stored: judged one by one, and read from and written to spreadsheets.

Pure: stores nothing. Never guess an owner, a purpose or an end: an element without one is refused.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tongzhou.kernel import sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.questionnaires.errors import ElementRefused
from tongzhou.questionnaires.models import DataElement, Holds

CODE = re.compile(r"[^\W\d][\w.\-]{0,99}")
LONGEST = timedelta(days=3 * 366)  # an end farther away is no end
YES, NO = frozenset({"yes", "是", "1", "true"}), frozenset({"no", "否", "0", "false"})
LENGTHS = {"label_zh": 100, "label_en": 100, "standard_name": 100, "owner": 100, "purpose": 300}
HEADINGS = ("code", "label_zh", "label_en", "type", "standard_name", "owner", "purpose", "ends_on", "fresh_days")
NAMES = {
    "编码": "code",
    "中文名": "label_zh",
    "英文名": "label_en",
    "类型": "type",
    "标准名": "standard_name",
    "责任单位": "owner",
    "用途": "purpose",
    "截止日期": "ends_on",
    "有效天数": "fresh_days",
    "敏感": "is_sensitive",
}


@dataclass(frozen=True)
class NewElement:
    """``ends_on`` is the last day on which it may be asked; ``fresh_days`` None: asked every time."""

    code: str
    label_zh: str
    label_en: str
    holds: str
    owner: str
    purpose: str
    ends_on: date | None
    standard_name: str = ""
    fresh_days: int | None = None
    is_sensitive: bool = True


def judge(element: NewElement, *, today: date) -> None:
    """Raises ElementRefused at the first field that is missing or wrong."""
    for field, message in _faults(element, today):
        raise ElementRefused(message, field=field)


def _faults(element: NewElement, today: date) -> Iterator[tuple[str, str]]:
    if not CODE.fullmatch(element.code):
        yield "code", _("The code begins with a letter and has only letters, digits, “.”, “_” and “-”.")
    if not element.owner:
        yield "owner", _("“%(code)s” has no owner. Write which office needs it and answers for it.") % _named(element)
    if not element.purpose:
        yield "purpose", _("“%(code)s” has no purpose. Write what it is asked for.") % _named(element)
    if element.ends_on is None:
        yield "ends_on", _("“%(code)s” has no end date. Write until when it is asked.") % _named(element)
    elif element.ends_on < today:
        yield "ends_on", _("The end date of “%(code)s” is over. Write a later day.") % _named(element)
    elif element.ends_on > today + LONGEST:
        yield (
            "ends_on",
            _("“%(code)s” is to be asked for more than three years. Write an earlier end.") % _named(element),
        )
    if not element.label_zh or not element.label_en:
        yield "label_zh", _("“%(code)s” needs a name in Chinese and in English.") % _named(element)
    if element.holds not in Holds.values:
        known = ", ".join(Holds.values)
        yield "type", _("The type of “%(code)s” is one of: %(known)s.") % {**_named(element), "known": known}
    for field, most in LENGTHS.items():
        if len(getattr(element, field)) > most:
            yield field, _("This is longer than %(most)s characters. Shorten it.") % {"most": most}
    if element.fresh_days is not None and not 0 < element.fresh_days <= 366:
        yield "fresh_days", _("Fresh days are a number from 1 to 366, or empty: then it is always asked.")


def _named(element: NewElement) -> dict[str, str]:
    return {"code": element.code}


def from_row(row: sheets.Row, *, ends_on: date | None = None) -> NewElement:
    """A row of the dictionary's sheet; ``ends_on`` stands where the row has none. Raises ElementRefused."""
    cells = {name: row.get(name, "").strip() for name in (*HEADINGS, "is_sensitive")}
    return NewElement(
        code=cells["code"],
        label_zh=cells["label_zh"],
        label_en=cells["label_en"],
        holds=cells["type"],
        owner=cells["owner"],
        purpose=cells["purpose"],
        ends_on=_day(cells["ends_on"]) or ends_on,
        standard_name=cells["standard_name"],
        fresh_days=_days(cells["fresh_days"]),
        is_sensitive=_flag(cells["is_sensitive"]),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.split(" ")[0].replace("/", "-")) if text else None
    except ValueError as error:
        raise ElementRefused(_("There is no such day. Write it as 2020-12-31."), field="ends_on") from error


def _days(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 5):
        raise ElementRefused(
            _("Fresh days are a number from 1 to 366, or empty: then it is always asked."), field="fresh_days"
        )
    return int(text) if text else None


def _flag(text: str) -> bool:
    if text.lower() not in YES | NO | {""}:
        raise ElementRefused(_("“is_sensitive” is yes or no."), field="is_sensitive")
    return text.lower() not in NO


def read(content: bytes) -> sheets.Sheet:
    return sheets.read(content, needs=("code", "label_zh", "label_en", "type", "owner", "purpose"), names=NAMES)


def write(elements: Iterable[DataElement], *, foot: str = "") -> bytes:
    """The dictionary as a sheet that :func:`read` takes back."""
    rows = [
        [
            *(element.code, element.label_zh, element.label_en, element.holds, element.standard_name),
            *(element.owner, element.purpose, element.ends_on),
            "" if element.fresh_days is None else element.fresh_days,
            "yes" if element.is_sensitive else "no",
        ]
        for element in elements
    ]
    return sheets.write([*HEADINGS, "is_sensitive"], rows, foot=foot)


@dataclass(frozen=True)
class Imported:
    """Codes taken, and the refused rows with their reasons; ``refused_file`` gives them back (empty for none)."""

    taken: list[str]
    refused: list[RuleBroken]
    refused_file: bytes
