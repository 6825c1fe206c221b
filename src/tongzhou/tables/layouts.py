"""Where the headings stand in somebody's workbook, and where its rows begin. Nothing in it is run.

Headings may stand under a title, in two or three rows, under merged cells; columns and rows may be hidden.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from tongzhou.kernel import packed
from tongzhou.kernel.packed import MOST_ROWS, SheetRefused

MOST_COLUMNS = 200
_SEARCHED = 15


@dataclass(frozen=True)
class Column:
    """``heading``: its own words; ``above``: those of the cells over it, the title of a group first."""

    letter: str
    heading: str
    above: tuple[str, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class Layout:
    """``first_row``: of the body (from 1). ``foot``: what stands under the empty rows, line by line."""

    sheet: str
    columns: tuple[Column, ...]
    head_row: int
    first_row: int
    foot: tuple[tuple[str, ...], ...]
    formulas: frozenset[str] = frozenset()  # cells that hold one


def opened(content: bytes, *, values: bool = False) -> Workbook:
    """The workbook, opened within bounds; of a formula its last value when ``values``, else its text. Nothing is run.

    Raises SheetRefused as kernel.packed does.
    """
    packed.inspect(content)
    try:
        return load_workbook(io.BytesIO(content), rich_text=False, keep_links=False, data_only=values)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError, TypeError) as error:
        raise packed.unreadable() from error


def read(book: Workbook, is_known: Callable[[str], bool]) -> Layout:
    """The layout of the sheet whose headings are known best; ``is_known`` tells a heading that means something to us.

    Raises SheetRefused when no row of any sheet looks like headings.
    """
    found = [(layout, known) for sheet in book.worksheets for layout, known in [_of(sheet, is_known)] if layout]
    if not found:
        raise SheetRefused(
            _("No row with headings was found in the first %(rows)d rows.") % {"rows": _SEARCHED}, field="file"
        )
    layout, _known = max(found, key=lambda one: one[1])
    assert layout is not None
    return layout


def _of(sheet: Worksheet, is_known: Callable[[str], bool]) -> tuple[Layout | None, int]:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        words = {"rows": MOST_ROWS, "columns": MOST_COLUMNS, "name": sheet.title}
        raise SheetRefused(
            _("“%(name)s” is too large: at most %(rows)d rows and %(columns)d columns.") % words, field="file"
        )
    grid = _grid(sheet)
    rows = range(1, min(_SEARCHED, sheet.max_row) + 1)
    known = {row: sum(is_known(text) for text in grid.get(row, [])) for row in rows}
    named = {row: len({text for text in grid.get(row, []) if text}) for row in rows}
    candidates = [row for row in rows if named[row] >= 2]
    if not candidates:
        return None, 0
    row = max(candidates, key=lambda row: (known[row], named[row], -row))
    if known[row] == 0:
        row = candidates[0]
    first, last = _extent(sheet, row, grid)
    columns = tuple(
        one for one in (_column(sheet, grid, number, first, last) for number in _numbers(sheet)) if one.heading
    )
    return Layout(sheet.title, columns, last, last + 1, _foot(grid, last, sheet.max_row), _formulas(sheet)), known[row]


def _numbers(sheet: Worksheet) -> range:
    return range(1, sheet.max_column + 1)


def _grid(sheet: Worksheet) -> dict[int, list[str]]:
    """Texts by row; a merged cell's text stands in each of its cells, unless it is a title over the whole sheet."""
    grid = {row: [text(cell) for cell in cells] for row, cells in enumerate(sheet.iter_rows(values_only=True), start=1)}
    for merged in sheet.merged_cells.ranges:
        title = grid[merged.min_row][merged.min_col - 1]
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, merged.max_col + 1):
                if row in grid:
                    grid[row][column - 1] = title
    return grid


def text(value: Any) -> str:
    """A cell as text; a formula is nothing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = "" if value is None else " ".join(str(value).split())
    return "" if plain.startswith("=") else plain


def _extent(sheet: Worksheet, row: int, grid: dict[int, list[str]]) -> tuple[int, int]:
    """The rows that the headings take: with the groups above and the parts below, as the merged cells say."""
    first, last = row, row
    for merged in sheet.merged_cells.ranges:
        is_title = merged.max_col - merged.min_col + 1 >= sheet.max_column > 1
        if merged.min_row <= row <= merged.max_row and merged.max_row > merged.min_row and not is_title:
            first, last = min(first, merged.min_row), max(last, merged.max_row)
        if merged.min_row == merged.max_row and merged.max_col > merged.min_col and not is_title:
            if merged.min_row == row and any(grid.get(row + 1, [])[merged.min_col - 1 : merged.max_col]):
                last = max(last, row + 1)
            if merged.min_row == row - 1:
                first = min(first, row - 1)
    return first, last


def _column(sheet: Worksheet, grid: dict[int, list[str]], number: int, first: int, last: int) -> Column:
    texts = [grid[row][number - 1] for row in range(first, last + 1) if row in grid]
    said = [text for place, text in enumerate(texts) if text and text not in texts[:place]]
    letter = get_column_letter(number)
    hidden = letter in sheet.column_dimensions and bool(sheet.column_dimensions[letter].hidden)
    return Column(letter, said[-1] if said else "", tuple(said[:-1]), hidden)


def _foot(grid: dict[int, list[str]], last: int, end: int) -> tuple[tuple[str, ...], ...]:
    """Under an empty body there may stand who fills it in, notes and the like."""
    lines = [tuple(grid.get(row, [])) for row in range(last + 1, end + 1)]
    filled = [line for line in lines if any(line)]
    return tuple(filled[-20:])


def _formulas(sheet: Worksheet) -> frozenset[str]:
    return frozenset(
        f"{get_column_letter(column)}{row}"
        for row, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
        for column, value in enumerate(cells, start=1)
        if isinstance(value, str) and value.startswith("=")
    )


@dataclass(frozen=True)
class Line:
    """One row under the headings: text by column letter. A cell merged over several rows stands in each of them.

    ``unreckoned``: letters of formulas whose value is not stored in the file.
    """

    number: int
    cells: Mapping[str, str]
    is_hidden: bool = False
    unreckoned: tuple[str, ...] = ()


def body(book: Workbook, layout: Layout) -> list[Line]:
    """The rows that hold anything, of a workbook opened with its values."""
    sheet = book[layout.sheet]
    spread = _spread(sheet, layout)
    lines = []
    for number, row in enumerate(sheet.iter_rows(min_row=layout.first_row, values_only=True), start=layout.first_row):
        own = {get_column_letter(column): text(value) for column, value in enumerate(row, start=1)}
        if not any(own.values()):
            continue
        missing = tuple(letter for letter, said in own.items() if not said and f"{letter}{number}" in layout.formulas)
        hidden = number in sheet.row_dimensions and bool(sheet.row_dimensions[number].hidden)
        lines.append(Line(number, {**own, **spread.get(number, {})}, hidden, missing))
    return lines


def _spread(sheet: Worksheet, layout: Layout) -> dict[int, dict[str, str]]:
    """What cells merged over several rows say, by row and letter."""
    found: dict[int, dict[str, str]] = {}
    for merged in sheet.merged_cells.ranges:
        if merged.min_row < layout.first_row or merged.max_row == merged.min_row:
            continue
        said = text(sheet.cell(merged.min_row, merged.min_col).value)
        for number in range(merged.min_row, merged.max_row + 1):
            found.setdefault(number, {})[get_column_letter(merged.min_col)] = said
    return found
