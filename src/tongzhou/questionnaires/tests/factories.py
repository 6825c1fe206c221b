"""Workbooks made in the test: a form is a list of rows per sheet."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl

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
