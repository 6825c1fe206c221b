"""Workbooks made in the test: a form is a list of rows per sheet."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import openpyxl

from tongzhou.places.actions import add_place
from tongzhou.questionnaires.dictionary import NewElement
from tongzhou.questionnaires.problems import FormRefused, Problem
from tongzhou.questionnaires.xlsform import Compiled, compile_form

Rows = Sequence[Sequence[Any]]
YES_NO: Rows = (
    ("list_name", "name", "label::中文 (zh)", "label::English (en)"),
    ("yn", "y", "是", "Yes"),
    ("yn", "n", "否", "No"),
)


def workbook(survey: Rows, choices: Rows = (), settings: Rows = (), **others: Rows) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {"survey": survey, "choices": choices, "settings": settings, **others}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def compiled(survey: Rows, choices: Rows = (), settings: Rows = ()) -> Compiled:
    return compile_form(workbook(survey, choices, settings))


def problems(survey: Rows, choices: Rows = (), settings: Rows = (), **others: Rows) -> list[Problem]:
    try:
        compile_form(workbook(survey, choices, settings, **others))
    except FormRefused as refused:
        return refused.problems
    return []


@dataclass(frozen=True)
class Land:
    """A district with two towns, one of them with two villages."""

    district: UUID
    town: UUID
    other_town: UUID
    village: UUID
    next_village: UUID


def land() -> Land:
    on = date(2020, 1, 1)
    district = add_place(name="某区", kind="district", parent_id=None, on=on).id
    town = add_place(name="华亭镇", kind="town", parent_id=district, on=on).id
    other_town = add_place(name="外冈镇", kind="town", parent_id=district, on=on).id
    village = add_place(name="永乐村", kind="village", parent_id=town, on=on).id
    next_village = add_place(name="塔桥村", kind="village", parent_id=town, on=on).id
    return Land(district, town, other_town, village, next_village)


def element(code: str, holds: str = "text", **changed: Any) -> NewElement:
    usual: dict[str, Any] = {
        "label_zh": "某项",
        "label_en": "Something",
        "owner": "区疾控中心",
        "purpose": "流行病学追踪",
        "ends_on": date(2020, 12, 31),
    }
    return NewElement(code=code, holds=holds, **{**usual, **changed})
