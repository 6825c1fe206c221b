"""Writes what is known into an office's own workbook, and says what could not be filled, why, and whom to ask. Pure."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import MergedCell
from openpyxl.styles import Font
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from tongzhou.tables.knowing import Person
from tongzhou.tables.layouts import Layout

MOST = 20_000


@dataclass(frozen=True)
class Filled:
    """``reused``: cells filled; ``lacking``: cells of columns we have whose fact is not known; ``to_ask``: columns."""

    content: bytes
    persons: int
    reused: int
    lacking: int
    to_ask: int


def fill(
    book: Workbook,
    layout: Layout,
    matches: Mapping[str, str],
    people: Sequence[Person],
    labels: Mapping[str, str],
    foot: str,
) -> Filled:
    """One row for each person under the headings; ``matches``: column letter to field. ``foot``: who, when, why."""
    sheet = book[layout.sheet]
    _clear(sheet, layout)
    lacking: Counter[str] = Counter()
    whom: dict[str, Counter[str]] = {}
    reused = 0
    for number, person in enumerate(people, start=1):
        row = layout.first_row + number - 1
        for letter, field in matches.items():
            value = str(number) if field == "serial" else person.values.get(field, "")
            if value:
                _write(sheet, row, letter, value, layout)
                reused += field != "serial"
            else:
                lacking[letter] += 1
                whom.setdefault(letter, Counter())[person.village] += 1
    end = layout.first_row + max(len(people), 1)
    _foot(sheet, layout, end, foot)
    unmatched = [column for column in layout.columns if column.letter not in matches]
    _report(book, layout, matches, lacking, whom, labels, len(people), foot)
    out = io.BytesIO()
    book.save(out)
    return Filled(out.getvalue(), len(people), reused, sum(lacking.values()), len(unmatched))


def _clear(sheet: Worksheet, layout: Layout) -> None:
    """Empty everything under the headings; what stood at the foot is written anew under the rows."""
    for merged in [one for one in sheet.merged_cells.ranges if one.min_row >= layout.first_row]:
        sheet.unmerge_cells(str(merged))
    for row in sheet.iter_rows(min_row=layout.first_row):
        for cell in row:
            cell.value = None
    for number, size in list(sheet.row_dimensions.items()):
        if number >= layout.first_row:
            size.hidden = False


def _write(sheet: Worksheet, row: int, letter: str, value: str, layout: Layout) -> None:
    cell = sheet.cell(row, column_index_from_string(letter))
    model = sheet.cell(layout.first_row, column_index_from_string(letter))
    if isinstance(cell, MergedCell):
        return
    cell.value = value
    cell.data_type = "s"  # text: an answer is never a formula
    if cell is not model and not isinstance(model, MergedCell) and model.has_style:
        for part in ("border", "alignment", "font"):
            setattr(cell, part, copy(getattr(model, part)))


def _foot(sheet: Worksheet, layout: Layout, end: int, foot: str) -> None:
    for number, line in enumerate(layout.foot):
        for column, text in enumerate(line, start=1):
            if text and (column == 1 or line[column - 2] != text):
                sheet.cell(end + number, column).value = text
    mark = sheet.cell(end + len(layout.foot) + 1, 1)
    mark.value, mark.font = foot, Font(color="888888", italic=True, size=9)
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = foot.replace("&", "＆")[:200]


def _report(
    book: Workbook,
    layout: Layout,
    matches: Mapping[str, str],
    lacking: Mapping[str, int],
    whom: Mapping[str, Counter[str]],
    labels: Mapping[str, str],
    total: int,
    foot: str,
) -> None:
    """A sheet that says for every column where it came from, and for what is lacking why and whom to ask."""
    sheet = book.create_sheet(_("What was filled")[:31])
    sheet.append([_("Column"), _("Heading"), _("Filled from"), _("Filled"), _("Lacking"), _("Why, and whom to ask")])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in layout.columns:
        field = matches.get(column.letter, "")
        heading = " / ".join((*column.above, column.heading))
        missing = lacking.get(column.letter, 0)
        why = _why(field, missing, whom.get(column.letter, Counter()), total)
        sheet.append([column.letter, heading, labels.get(field, ""), total - missing if field else 0, missing, why])
    sheet.append([])
    sheet.append([foot])
    for letter, width in zip("ABCDEF", (8, 30, 24, 10, 10, 80), strict=True):
        sheet.column_dimensions[letter].width = width


def _why(field: str, missing: int, villages: Counter[str], total: int) -> str:
    if not field:
        return _(
            "No questionnaire asks for this. To have it, all %(total)d persons would have to be asked; an owner, a"
            " purpose and a last day must be named in the dictionary first."
        ) % {"total": total}
    if not missing:
        return ""
    named = "、".join(f"{village} {count}" for village, count in villages.most_common(8))
    return _("Not answered or never asked: %(count)d persons. Ask at: %(villages)s.") % {
        "count": missing,
        "villages": named,
    }
