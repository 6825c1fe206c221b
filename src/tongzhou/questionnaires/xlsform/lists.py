"""The choices sheet → lists of choices with their words and extra columns."""

from typing import Any

from django.utils.translation import gettext as _

from tongzhou.questionnaires.problems import Report
from tongzhou.questionnaires.xlsform.plain import plain
from tongzhou.questionnaires.xlsform.reading import Row, Sheet
from tongzhou.questionnaires.xlsform.structure import is_yes

Choice = dict[str, Any]


def read_lists(
    sheet: Sheet, settings: Row | None, default: str, report: Report, multiple: set[str]
) -> dict[str, list[Choice]]:
    """``multiple``: lists of which several may be chosen; there a space divides the answers, so no name holds one.

    {list: [{"name", "label": {language: words}, "row": {column: text}}]} in the order of the sheet.
    """
    lists: dict[str, list[Choice]] = {}
    seen: dict[tuple[str, str], int] = {}
    may_repeat = settings is not None and is_yes(settings.text("allow_choice_duplicates"))
    for row in sheet.rows:
        if not row.cells and not row.translations:
            continue
        list_name, name = row.text("list_name"), row.text("name")
        if not _is_whole(row, list_name, name, report, list_name in multiple):
            continue
        if (list_name, name) in seen and not may_repeat:
            report.refuse(
                row.at("name"),
                _("The list “%(list)s” already has “%(name)s” in row %(row)s.")
                % {"list": list_name, "name": name, "row": seen[list_name, name]},
            )
        seen[list_name, name] = row.where.row
        words = {code or default: plain(cell.text) for code, cell in row.translations.get("label", {}).items()}
        extra = {column: cell.text for column, cell in row.cells.items() if column not in ("list_name",)}
        lists.setdefault(list_name, []).append({"name": name, "label": words or {default: name}, "row": extra})
    return lists


def _is_whole(row: Row, list_name: str, name: str, report: Report, is_multiple: bool) -> bool:
    if not list_name:
        report.refuse(row.at("list_name"), _("The choice belongs to no list. Fill in “list_name”."))
    elif not name:
        report.refuse(row.at("name"), _("The choice has no name. Fill in the value that is stored."))
    elif is_multiple and any(char.isspace() for char in name):
        report.refuse(
            row.at("name"),
            _("“%(name)s” holds a space. Use _ instead: a choice's name has no spaces.") % {"name": name},
        )
    elif len(name) > 100:
        report.refuse(row.at("name"), _("The choice's name is longer than 100 characters."))
    else:
        return True
    return False
