"""A workbook as it comes from somewhere, looked into before anything reads it. Nothing in it is ever run.

Refused in words: what is no workbook, macros, entities, what unpacks to far more than a table, too many rows or cells.
"""

import io
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from tongzhou.kernel.errors import RuleBroken

MOST_BYTES, MOST_UNPACKED = 10 * 1024 * 1024, 150 * 1024 * 1024
#: So many cells take some 400 MB to open.
MOST_ROWS, MOST_CELLS = 20_000, 1_000_000
#: How an .xls, or a locked workbook, begins.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class SheetRefused(RuleBroken):
    code = "sheet_refused"


def inspect(content: bytes) -> None:
    """Raises SheetRefused for what must not be opened."""
    if not content:
        raise SheetRefused(_("Choose a file first."), field="file")
    if len(content) > MOST_BYTES:
        raise SheetRefused(_("The file is larger than 10 MB. Hand it in in parts."), field="file")
    if content[:4] == OLD_OFFICE:
        raise SheetRefused(
            _("This is an old .xls, or a locked file. Save it as .xlsx without a password."), field="file"
        )
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            _parts(packed)
    except (BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise unreadable() from error


def unreadable() -> SheetRefused:
    return SheetRefused(_("This file cannot be read as a spreadsheet. Save it again as .xlsx."), field="file")


def _parts(packed: ZipFile) -> None:
    parts = packed.infolist()
    if any("vbaProject" in part.filename for part in parts):
        raise SheetRefused(_("The workbook holds macros. Save it as .xlsx, without them."), field="file")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SheetRefused(
            _("Unpacked, the workbook is far too large: at most %(rows)d rows.") % {"rows": MOST_ROWS}, field="file"
        )
    for part in parts:
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            _sheet(packed, part)


def _sheet(packed: ZipFile, part: ZipInfo) -> None:
    """Rows and cells are counted before anything is read: a sheet of 200,000 is told at once."""
    rows, cells, rest = 0, 0, b""
    with packed.open(part) as stream:
        while piece := stream.read(1 << 20):
            if b"<!ENTITY" in piece:
                raise SheetRefused(_("The workbook holds what no spreadsheet needs."), field="file")
            piece = rest + piece
            rows, cells, rest = rows + piece.count(b"<row "), cells + piece.count(b"<c "), piece[-2:]
            if rows > MOST_ROWS:
                raise SheetRefused(
                    _("The sheet has more than %(rows)d rows. Hand it in in parts.") % {"rows": MOST_ROWS}, field="file"
                )
            if cells > MOST_CELLS:
                raise SheetRefused(
                    _("The sheet has more than %(cells)d cells. Delete what is empty beside and below the table.")
                    % {"cells": MOST_CELLS},
                    field="file",
                )
