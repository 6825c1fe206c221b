"""The brief in Word, from a template that an office may change; and what a Word file says, to compare it.

A template is somebody's file: it is opened with bounds, run in a sandbox, and may use no field that we do not have.
"""

import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import segno
from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tongzhou.briefing.errors import TemplateRefused
from tongzhou.briefing.telling import MARK, Telling

_HERE = Path(__file__).parent / "forms"
MOST_BYTES, MOST_UNPACKED = 5 * 1024 * 1024, 40 * 1024 * 1024
FIELDS = frozenset({*Telling.__dataclass_fields__, "square"})


def shipped(language: str) -> bytes:
    return (_HERE / f"brief-{language}.docx").read_bytes()


def write(template: bytes, telling: Telling) -> bytes:
    """The Word file. Raises TemplateRefused for a template that cannot be filled."""
    form = DocxTemplate(io.BytesIO(template))
    square = io.BytesIO()
    segno.make(f"{telling.address}", error="m", micro=False).save(square, kind="png", scale=6, border=2)
    context = {**telling.as_dict(), "square": InlineImage(form, square, width=Mm(28))}
    try:
        form.render(context, ImmutableSandboxedEnvironment(autoescape=True), autoescape=True)
    except TemplateError as error:
        raise TemplateRefused(_("The template cannot be filled: %(error)s") % {"error": error}, field="file") from error
    out = io.BytesIO()
    form.save(out)
    return out.getvalue()


def check_template(content: bytes, language: str) -> None:
    """Raises TemplateRefused: no Word file, a macro, too large, a field that no brief has, a broken tag."""
    _opened(content)
    form = DocxTemplate(io.BytesIO(content))
    try:
        used = form.get_undeclared_template_variables(ImmutableSandboxedEnvironment())
    except TemplateError as error:
        raise TemplateRefused(
            _("A tag in the template is wrong: %(error)s") % {"error": error}, field="file"
        ) from error
    unknown = sorted(used - FIELDS)
    if unknown:
        raise TemplateRefused(
            _("The template uses fields that no brief has: %(unknown)s. It may use: %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(sorted(FIELDS))},
            field="file",
        )
    if language not in ("zh", "en"):
        raise TemplateRefused(_("Choose the language."), field="language")


def _opened(content: bytes) -> Any:
    """A Word document, opened within bounds. Raises TemplateRefused."""
    if not content or len(content) > MOST_BYTES:
        raise TemplateRefused(_("The file is empty or larger than 5 MB."), field="file")
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED or len(names) > 2000:
                raise TemplateRefused(_("The file is far larger unpacked than a brief can be."), field="file")
            if any("vbaProject" in name for name in names):
                raise TemplateRefused(_("The file holds macros. Save it as .docx, without them."), field="file")
        return Document(io.BytesIO(content))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise TemplateRefused(_("This is no Word file (.docx)."), field="file") from error


def differences(content: bytes, telling: Telling) -> list[str]:
    """What a Word file says otherwise than the brief, in words; none when every figure and the words are the same.

    Raises TemplateRefused for a file that is no Word document.
    """
    document = _opened(content)
    rows = [[cell.text.strip() for cell in row.cells] for table in document.tables for row in table.rows]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    found = [_figure(rows, line.label, line.value) for line in (*telling.imported, *telling.spread, *telling.work)]
    found += [_named(text, telling.day), *(_named(text, part) for part in telling.words.splitlines() if part.strip())]
    return [one for one in found if one]


def _figure(rows: Iterable[Sequence[str]], label: str, value: str) -> str:
    told = [row[1] for row in rows if len(row) > 1 and row[0] == label]
    words = {"label": label, "value": value, "told": ", ".join(told)}
    if not told:
        return _("“%(label)s” is missing; the brief says %(value)s.") % words
    if any(_plain(one) != _plain(value) for one in told):
        return _("“%(label)s”: this file says %(told)s, the brief says %(value)s.") % words
    return ""


def _plain(text: str) -> str:
    return re.sub(r"[\s,，]", "", text).replace(MARK, "†")


def _named(text: str, words: str) -> str:
    if _plain(words) in _plain(text):
        return ""
    return _("These words of the brief are missing or altered: “%(words)s”") % {"words": words[:120]}
