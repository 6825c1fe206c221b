"""Spreadsheet → compiled definition: a frozen, JSON-able dict that page, server and phone run. No database here."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tongzhou.questionnaires.problems import Report
from tongzhou.questionnaires.xlsform.elements import ElementType, check_elements
from tongzhou.questionnaires.xlsform.lists import read_lists
from tongzhou.questionnaires.xlsform.loops import order_of
from tongzhou.questionnaires.xlsform.minimum import check_minimum
from tongzhou.questionnaires.xlsform.other_files import as_xlsx
from tongzhou.questionnaires.xlsform.questions import Emitter
from tongzhou.questionnaires.xlsform.reading import Row, Sheet, language_code, language_name, read_workbook
from tongzhou.questionnaires.xlsform.second_opinion import ask_pyxform
from tongzhou.questionnaires.xlsform.structure import multiple_lists, read_structure

FORMAT = 1
Compiled = dict[str, Any]


def compile_form(
    source: bytes | Path | str,
    *,
    dictionary: Mapping[str, ElementType] | None = None,
    on: date | None = None,
    minimum: Mapping[str, Any] | None = None,
) -> Compiled:
    """Raises FormRefused with every problem found.

    With a `dictionary`, data elements that it lacks, or whose end is over by the day `on`, are problems too; with a
    `minimum` (another compiled definition), so is each of its questions that is missing here or asked differently.
    """
    content = as_xlsx(source if isinstance(source, bytes) else Path(source).read_bytes())
    report = Report()
    sheets = read_workbook(content, report)
    compiled = compile_sheets(sheets, report, dictionary, on, minimum)
    report.stop_if_refused()
    ask_pyxform(content, sheets["survey"], report)
    report.stop_if_refused()
    return {**compiled, "warnings": [warning.as_dict() for warning in report.warnings]}


def compile_sheets(
    sheets: Mapping[str, Sheet],
    report: Report,
    dictionary: Mapping[str, ElementType] | None,
    on: date | None = None,
    minimum: Mapping[str, Any] | None = None,
) -> Compiled:
    settings = sheets["settings"].rows[0] if sheets["settings"].rows else None
    languages, default = _languages(sheets, settings)
    lists = read_lists(sheets["choices"], settings, default, report, multiple_lists(sheets["survey"]))
    nodes = read_structure(sheets["survey"], set(lists), report)
    emitter = Emitter(nodes, lists, default, report)
    items = emitter.emit()
    order = order_of([node.key for node in emitter.nodes], emitter.needs, report)
    check_elements(emitter.records, dictionary, report, on)
    compiled = {
        "format": FORMAT,
        "form_id": settings.text("form_id") if settings else "",
        "title": _titles(settings, default),
        "version": settings.text("version") if settings else "",
        "languages": languages,
        "default_language": default,
        "items": items,
        "lists": lists,
        "order": order,
    }
    if minimum is not None:
        rows = {node.key: node.row.at("name") for node in emitter.nodes}
        check_minimum(compiled, minimum, rows, report)
    return compiled


def _languages(sheets: Mapping[str, Sheet], settings: Row | None) -> tuple[dict[str, str], str]:
    wanted = settings.text("default_language") if settings else ""
    languages = {**sheets["survey"].languages, **sheets["choices"].languages}
    has_bare = any("" in words for row in sheets["survey"].rows for words in row.translations.values())
    default = language_code(wanted) if wanted else ("default" if has_bare or not languages else next(iter(languages)))
    if has_bare or not languages:
        languages.setdefault(default, language_name(wanted) if wanted else default)
    if default not in languages:
        default = next(iter(languages))
    return languages, default


def _titles(settings: Row | None, default: str) -> dict[str, str]:
    found = settings.translations.get("form_title", {}) if settings else {}
    return {code or default: cell.text for code, cell in found.items()}
