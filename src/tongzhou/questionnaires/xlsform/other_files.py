"""Forms that come as an older workbook (.xls) or as text (.csv) → .xlsx, so that everything after reads one format."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import xlrd
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tongzhou.questionnaires.problems import FormRefused, Problem

MAX_BYTES = 5 * 1024 * 1024
MOST_CELL = 32_767
XLSX, XLS = b"PK", b"\xd0\xcf\x11\xe0"
SHEETS = {"survey", "choices", "settings", "external_choices", "entities", "osm"}
Grid = list[list[Any]]


def as_xlsx(content: bytes) -> bytes:
    """The same form as an .xlsx workbook; one that is it already comes back as it is. Raises FormRefused."""
    if len(content) > MAX_BYTES:
        raise too_large()
    if content.startswith(XLSX):
        return content
    grids = dict(_old_workbook(content) if content.startswith(XLS) else _text(content))
    if not grids:
        raise not_a_workbook()
    book = Workbook(write_only=True)
    for title, grid in grids.items():
        sheet = book.create_sheet(title)
        for line in grid:
            sheet.append([_cell(value) for value in line])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _old_workbook(content: bytes) -> Iterator[tuple[str, Grid]]:
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO())
        sheets = [sheet for sheet in book.sheets() if sheet.name.strip().lower() in SHEETS]
    except Exception as error:  # xlrd raises nearly any error on a damaged file; all mean the same here
        raise not_a_workbook() from error
    for sheet in sheets:
        yield sheet.name, [[_old_cell(cell, book) for cell in sheet.row(row)] for row in range(sheet.nrows)]


def _old_cell(cell: Any, book: Any) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_ERROR) else cell.value


def _text(content: bytes) -> Iterator[tuple[str, Grid]]:
    """The standard's .csv: a sheet's name alone in the first column, its rows below from the second column on."""
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise not_a_workbook() from error
    title, grid = "", Grid()
    for first, *rest in filter(None, lines):
        if first.strip():
            yield from [(title, grid)] if title in SHEETS else []
            title, grid = first.strip().lower(), Grid()
        if any(rest):
            grid.append(rest)
    yield from [(title, grid)] if title in SHEETS else []


def _cell(value: Any) -> Any:
    """What a cell of .xlsx cannot hold is taken away; a text that begins with = stays a text."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if len(text) > MOST_CELL:
        raise FormRefused([Problem("", 0, "", _("A cell holds more than 32,767 characters. Shorten it."))])
    return f" {text}" if text.startswith("=") else text or None


def too_large() -> FormRefused:
    message = _("The file is larger than 5 MB. Remove pictures and empty formatted rows and upload it again.")
    return FormRefused([Problem("", 0, "", message)])


def not_a_workbook() -> FormRefused:
    message = _(
        "The file cannot be read as a workbook (.xlsx, .xls or .csv). It may be cut off or of another kind: "
        "open it, save it as .xlsx and upload it again."
    )
    return FormRefused([Problem("", 0, "", message)])
