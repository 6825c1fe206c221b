"""Opens an uploaded workbook and keeps every cell's place. Nothing here judges what a form means."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from tongzhou.questionnaires.problems import FormRefused, Problem, Report, Where
from tongzhou.questionnaires.xlsform.other_files import MAX_BYTES, not_a_workbook, too_large
from tongzhou.questionnaires.xlsform.vocabulary import (
    COLUMNS,
    HEADER_ALIASES,
    LANGUAGE_CODES,
    REFUSED_SHEETS,
    Column,
)

MAX_UNPACKED = 60 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 200
#: So much alike are a column and what somebody meant by it.
_LIKE = 0.75
QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})
LANGUAGE = re.compile(r"^(.*?)\s*[(（]\s*([\w-]+)\s*[)）]$")


@dataclass(frozen=True)
class Cell:
    text: str
    where: Where

    @property
    def expression(self) -> str:
        """Typographic quotes come from word processors and mean the plain ones."""
        return self.text.translate(QUOTES)


@dataclass
class Row:
    where: Where
    letters: dict[str, str]
    cells: dict[str, Cell] = field(default_factory=dict)
    translations: dict[str, dict[str, Cell]] = field(default_factory=dict)

    def text(self, column: str) -> str:
        return self.cells[column].text if column in self.cells else ""

    def at(self, column: str) -> Where:
        """The place of that column in this row, whether or not the cell is filled."""
        return Where(self.where.sheet, self.where.row, self.letters.get(column, "A"))


@dataclass
class Sheet:
    name: str
    rows: list[Row] = field(default_factory=list)
    languages: dict[str, str] = field(default_factory=dict)
    is_present: bool = False


@dataclass(frozen=True)
class Header:
    column: Column
    language: str
    letter: str


def read_workbook(content: bytes, report: Report) -> dict[str, Sheet]:
    """The three sheets of a form. Raises FormRefused when the file cannot be opened as a workbook at all."""
    sheets = {name: Sheet(name) for name in COLUMNS}
    for title, grid in _grids(content):
        name = title.strip().lower()
        if name in REFUSED_SHEETS and len(grid) > 1:
            message = _(
                "The sheet “%(sheet)s” (%(what)s) is not supported. Remove it and put the choices in the "
                "sheet “choices”."
            ) % {"sheet": title, "what": REFUSED_SHEETS[name]}
            report.refuse(Where(title), message)
        elif name in sheets and not sheets[name].is_present:
            sheets[name] = _read_sheet(name, grid, report)
    if not sheets["survey"].rows:
        message = _("There are no questions. A form needs a sheet “survey” with at least one row.")
        report.refuse(Where("survey"), message)
    return sheets


def _grids(content: bytes) -> list[tuple[str, list[list[str]]]]:
    _refuse_unreadable(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [(sheet.title, _grid(sheet)) for sheet in book.worksheets if _is_ours(sheet.title)]
    except FormRefused:
        raise
    except Exception as error:  # openpyxl raises nearly any error on a damaged file; all mean the same here
        raise not_a_workbook() from error


def _refuse_unreadable(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise too_large()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise not_a_workbook() from error
    if unpacked > MAX_UNPACKED:
        message = _("The file unpacks to more than 60 MB and is not opened. Save a smaller workbook.")
        raise FormRefused([Problem("", 0, "", message)])


def _is_ours(title: str) -> bool:
    return title.strip().lower() in (*COLUMNS, *REFUSED_SHEETS)


def _grid(sheet: Any) -> list[list[str]]:
    """Rows up to the last filled one: exports of other tools carry thousands of empty formatted rows below."""
    grid: list[list[str]] = []
    filled = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        line = [cell_text(value) for value in values]
        if not any(line):
            continue
        filled += 1
        if filled > MAX_ROWS:
            message = _("The sheet has more than %(rows)s rows. Split the form.") % {"rows": MAX_ROWS}
            raise FormRefused([Problem(sheet.title, number, "A", message)])
        if any(line[MAX_COLUMNS:]):
            message = _("The sheet has more than %(columns)s columns. Remove those that are not needed.")
            where = get_column_letter(MAX_COLUMNS + 1)
            raise FormRefused([Problem(sheet.title, number, where, message % {"columns": MAX_COLUMNS})])
        grid += [[] for _row in range(number - 1 - len(grid))]
        grid.append(line[:MAX_COLUMNS])
    return grid


def cell_text(value: object) -> str:
    """A cell as its author sees it: 5.0 is `5`, a ticked cell is `true`, a date is ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("\u00a0", " ").strip()


def _read_sheet(name: str, grid: list[list[str]], report: Report) -> Sheet:
    sheet = Sheet(name, is_present=True)
    top = next((index for index, line in enumerate(grid) if any(line)), None)
    if top is None:
        return sheet
    headers = _headers(name, top + 1, grid[top], report)
    letters: dict[str, str] = {}
    for header in headers.values():
        letters.setdefault(header.column.name, header.letter)
        if header.language:
            sheet.languages.setdefault(language_code(header.language), language_name(header.language))
    for number, line in enumerate(grid[top + 1 :], start=top + 2):
        if any(line):
            sheet.rows.append(_row(Where(name, number), line, headers, letters, report))
    return sheet


def _headers(sheet: str, row: int, line: list[str], report: Report) -> dict[int, Header]:
    headers: dict[int, Header] = {}
    seen: set[tuple[str, str]] = set()
    for index, text in enumerate(line):
        if not text:
            continue
        where = Where(sheet, row, get_column_letter(index + 1))
        header = _header(sheet, text, where, report)
        if header is None:
            continue
        if header.column.use == "used" and (header.column.name, header.language) in seen:
            report.refuse(where, _("The column “%(column)s” is there twice. Keep one of them.") % {"column": text})
        seen.add((header.column.name, header.language))
        headers[index] = header
    return headers


def _header(sheet: str, text: str, where: Where, report: Report) -> Header | None:
    known = COLUMNS[sheet]
    base, language = _split_header(sheet, text)
    if base.startswith("$") or base.startswith("bind::esri:"):
        return None
    column = known.get(base)
    if column is None and sheet == "choices" and not language:
        column = Column(text.strip())
    if column is None and sheet == "settings" and base.split("_")[0] == "sms":
        return None
    if column is None:
        _unknown(sheet, text, base, where, report)
        return None
    if language and not column.is_translatable and column.use == "used":
        message = _("The column “%(column)s” cannot be translated. Remove “::%(language)s”.")
        report.refuse(where, message % {"column": column.name, "language": language})
    return Header(column, language, where.column)


def _unknown(sheet: str, text: str, base: str, where: Where, report: Report) -> None:
    """The standard leaves unknown columns alone: notes of the author. One that looks misspelt must not be lost so."""
    meant = get_close_matches(base, [*COLUMNS[sheet], *HEADER_ALIASES[sheet]], n=1, cutoff=_LIKE)
    if meant:
        message = _("The column “%(column)s” is not known. Do you mean “%(meant)s”? Correct it, or remove it.")
        report.refuse(where, message % {"column": text, "meant": meant[0]})
    else:
        message = _("The column “%(column)s” is not known and left out. docs/xlsform.md lists the columns.")
        report.warn(where, message % {"column": text})


def _split_header(sheet: str, text: str) -> tuple[str, str]:
    """`label::中文 (zh)` → (`label`, `中文 (zh)`); old forms write one colon."""
    aliases, columns = HEADER_ALIASES[sheet], COLUMNS[sheet]
    for form in (_canonical(text), _canonical(text).lower()):
        if form in aliases or form in columns:
            return aliases.get(form, form), ""
    head, _sep, tail = text.partition("::")
    if not _sep:
        head, _sep, tail = text.partition(":")
    name, tail = _canonical(head).lower(), tail.strip()
    if name == "media" and tail:
        kind, _sep, language = tail.partition("::") if "::" in tail else tail.partition(":")
        return _canonical(kind).lower(), language.strip()
    if name in ("bind", "body", "control", "instance"):
        inner = f"{name}::{tail.split('::')[0].lower()}"
        found = aliases.get(inner)
        return (found, tail.partition("::")[2].strip()) if found else (inner if "esri" in inner else name, "")
    return aliases.get(name, name), tail


def _canonical(text: str) -> str:
    return re.sub(r"\s+", "_", text.strip()) if text.strip().lower() != "constraint message" else "constraint_message"


def _row(where: Where, line: list[str], headers: dict[int, Header], letters: dict[str, str], report: Report) -> Row:
    row = Row(where, letters)
    for index, text, header in _filled(line, headers):
        cell = Cell(text, Where(where.sheet, where.row, get_column_letter(index + 1)))
        column = header.column
        if column.use == "left out":
            message = _("“%(column)s” is left out here (%(why)s).")
            report.warn(cell.where, message % {"column": column.name, "why": column.words})
        elif column.use == "refused":
            message = _("The column “%(column)s” is not supported (%(why)s). Empty it or remove it.")
            report.refuse(cell.where, message % {"column": column.name, "why": column.words})
        elif column.is_translatable:
            row.translations.setdefault(column.name, {})[language_code(header.language)] = cell
        elif column.use == "used":
            row.cells[column.name] = cell
    return row


def _filled(line: list[str], headers: dict[int, Header]) -> Iterator[tuple[int, str, Header]]:
    for index, text in enumerate(line):
        if text and index in headers:
            yield index, text, headers[index]


def language_code(words: str) -> str:
    """`English (en)` → `en`; a name without a code is looked up, else it is its own code. Empty stays empty."""
    match = LANGUAGE.match(words.strip())
    code = match.group(2) if match else LANGUAGE_CODES.get(words.strip().lower(), words.strip())
    return {"zh_CN": "zh", "zh-CN": "zh", "zh-Hans": "zh", "zh_Hans": "zh", "zh-hans": "zh"}.get(code, code)


def language_name(words: str) -> str:
    match = LANGUAGE.match(words.strip())
    return (match.group(1) if match else words).strip() or language_code(words)
