"""Files that must not be opened, or that are no table, by what is wrong with them."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook


def _packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def _wide() -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append([f"列{number}" for number in range(300)])
    book.save(out)
    return out.getvalue()


def _blank() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def _dense() -> bytes:
    cells = b"<c r='A1'/>" * 1_100_000
    return _packed(**{"xl__worksheets__sheet1.xml": b"<sheetData><row >" + cells})


BAD = {
    "empty": b"",
    "old xls": b"\xd0\xcf\x11\xe0" + b"0" * 100,
    "zip": _packed(a=b"x"),
    "macro": _packed(xl__vbaProject__bin=b"x"),
    "bomb": _packed(bomb=b"0" * 160_000_000),
    "300 columns": _wide(),
    "200,000 rows": _packed(**{"xl__worksheets__sheet1.xml": b"<row r='1'/><row r='2'></row>" * 200_000}),
    "a million empty cells": _dense(),
    "blank": _blank(),
}
