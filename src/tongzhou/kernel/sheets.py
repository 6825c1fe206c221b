"""Spreadsheets in and out: rows with their numbers, and refused rows given back with a reason each.

Never guess: a heading that is missing is told, a cell is text, and nothing that was refused is lost.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from xlsxwriter import Workbook

from tongzhou.kernel import packed
from tongzhou.kernel.errors import RuleBroken
from tongzhou.kernel.packed import SheetRefused

Row = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a file: its headings and its rows by heading. Row 1 is the headings, so rows begin at 2."""

    headings: list[str]
    rows: list[Row]


def read(content: bytes, *, needs: Sequence[str] = (), names: Mapping[str, str] | None = None) -> Sheet:
    """A sheet from XLSX or UTF-8 CSV. ``names`` maps other headings (姓名) to ours (name).

    Raises SheetRefused for a file that is neither, is empty, or lacks a heading of ``needs``.
    """
    lines = _xlsx(content) if content[:2] == b"PK" else _csv(content)
    while lines and not any(lines[-1]):
        lines.pop()
    if not lines:
        raise SheetRefused(_("The sheet is empty. Its first row must hold the headings."))
    headings = [(names or {}).get(cell, cell) for cell in lines[0]]
    if missing := [name for name in needs if name not in headings]:
        raise SheetRefused(_("These headings are missing: %(names)s.") % {"names": ", ".join(missing)})
    filled = [line + [""] * (len(headings) - len(line)) for line in lines[1:]]
    return Sheet(headings, [dict(zip(headings, line, strict=False)) for line in filled])


def _xlsx(content: bytes) -> list[list[str]]:
    packed.inspect(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise packed.unreadable() from error
    return [[_cell(value) for value in line] for line in book.worksheets[0].iter_rows(values_only=True)]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    head = text.partition("\n")[0]
    mark = max(",\t;", key=head.count)
    try:
        return [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error as error:
        raise packed.unreadable() from error


def _decoded(content: bytes) -> str:
    """UTF-8, else GB 18030, which office programs write in China; nothing that holds a zero byte is text."""
    for spelling in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(spelling)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetRefused(_("This file is neither .xlsx nor text in UTF-8 or GBK. Save it as one of them."))


def as_workbook(content: bytes) -> bytes:
    """CSV as XLSX, every cell as text; anything else as it came, to be judged by whoever opens it.

    Raises SheetRefused for CSV that is no text or has too many lines.
    """
    if content[:2] == b"PK" or content[:4] == packed.OLD_OFFICE or not content.strip():
        return content
    if content.count(b"\n") > packed.MOST_ROWS + 1:
        raise SheetRefused(
            _("The sheet has more than %(rows)d rows. Hand it in in parts.") % {"rows": packed.MOST_ROWS}, field="file"
        )
    lines = _csv(content)
    return write(lines[0], lines[1:]) if lines else content


def write(headings: Sequence[str], rows: Iterable[Sequence[object]], *, foot: str = "") -> bytes:
    """An XLSX with a fixed first row; ``foot`` (who, when, why) stands under the rows."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, headings, book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    listed = list(rows)
    for number, row in enumerate(listed, start=1):
        sheet.write_row(number, 0, [value if isinstance(value, int | float) else str(value) for value in row])
    if foot:
        sheet.write(len(listed) + 2, 0, foot, book.add_format({"italic": True}))
    sheet.autofit()
    book.close()
    return out.getvalue()


def refused(sheet: Sheet, errors: Iterable[RuleBroken]) -> bytes:
    """The refused rows as they came, with the reason beside each, ready to be mended and sent again."""
    rows = [
        [*(sheet.rows[error.row - 2].get(heading, "") for heading in sheet.headings), str(error)]
        for error in errors
        if error.row
    ]
    return write([*sheet.headings, _("What to mend")], rows)


def given_back(sheet: Sheet, errors: Iterable[RuleBroken], names: Mapping[str, str]) -> bytes:
    """The refused rows under the headings that offices write, which ``names`` turned into ours."""
    written = {ours: theirs for theirs, ours in reversed(list(names.items()))}
    headings = [written.get(heading, heading) for heading in sheet.headings]
    rows = [{written.get(heading, heading): cell for heading, cell in row.items()} for row in sheet.rows]
    return refused(Sheet(headings, rows), errors)
