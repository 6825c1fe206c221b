"""pyxform reads the same file: what it refuses is refused here too, at the row that it names."""

import io
import logging
import re

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from tongzhou.questionnaires.problems import Report, Where
from tongzhou.questionnaires.xlsform.reading import Sheet

ROW = re.compile(r"\[row\s*:\s*(\d+)\]")
TITLE = re.compile(r"\s*(form_title|title|set form title)\s*::", re.IGNORECASE)
NAMED = re.compile(r"['\"‘“]([\w.\-]+)['\"’”]")


def ask_pyxform(content: bytes, survey: Sheet, report: Report) -> None:
    """Adds the one problem that pyxform stops at."""
    try:
        convert(_with_one_title(content), validate=False, file_type=".xlsx")
    except PyXFormError as error:
        _tell(str(error), survey, report)
    except Exception as error:  # a file that its own reading passes can still make pyxform raise anything
        logging.getLogger(__name__).warning("pyxform raised %s", type(error).__name__)
        _tell(str(error) or type(error).__name__, survey, report)


def _with_one_title(content: bytes) -> bytes:
    """A title in several languages is ours alone: pyxform gets the first of them."""
    book = load_workbook(io.BytesIO(content))
    sheet = next((sheet for sheet in book.worksheets if sheet.title.strip().lower() == "settings"), None)
    titles = [cell for cell in sheet[1] if TITLE.match(str(cell.value or ""))] if sheet is not None else []
    if not titles:
        return content
    for number, cell in enumerate(titles):
        cell.value = f"comment_{number}" if number else "form_title"
    rewritten = io.BytesIO()
    book.save(rewritten)
    return rewritten.getvalue()


def _tell(words: str, survey: Sheet, report: Report) -> None:
    message = _("The XLSForm standard refuses this: %(words)s") % {"words": ROW.sub("", words).strip()[:500]}
    report.refuse(_where(words, survey), message)


def _where(words: str, survey: Sheet) -> Where:
    match = ROW.search(words)
    if match:
        return Where("survey", int(match[1]), "A")
    names = set(NAMED.findall(words))
    row = next((row for row in survey.rows if row.text("name") in names and row.text("name")), None)
    return row.at("name") if row else Where("survey")
