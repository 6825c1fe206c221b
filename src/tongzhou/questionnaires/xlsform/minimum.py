"""A town adds questions; what the district asks stays as the district asks it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.questionnaires.problems import Report, Where
from tongzhou.questionnaires.state import walk_items

Item = dict[str, Any]
KEPT = (
    *("kind", "type", "element", "relevant", "constraint", "required", "may_decline"),
    *("calculation", "choice_filter", "range", "read_only", "repeat_count"),
)


def check_minimum(
    definition: Mapping[str, Any], minimum: Mapping[str, Any], rows: Mapping[str, Where], report: Report
) -> None:
    """Reports each question of ``minimum`` that is missing or changed; words, order and further questions are free."""
    own = {item["key"]: item for item in walk_items(definition["items"])}
    for item in walk_items(minimum["items"]):
        key = item["key"]
        if key not in own:
            report.refuse(
                Where("survey"), _("The district's question “%(name)s” is missing. Put it back.") % {"name": key}
            )
        else:
            _compare(item, own[key], rows.get(key, Where("survey")), report)
    for name, choices in minimum["lists"].items():
        offered = {choice["name"] for choice in definition["lists"].get(name, [])}
        for choice in choices:
            if choice["name"] not in offered:
                report.refuse(
                    Where("choices"),
                    _("The list “%(list)s” lacks the district's choice “%(name)s”. Put it back.")
                    % {"list": name, "name": choice["name"]},
                )


def _compare(kept: Item, own: Item, where: Where, report: Report) -> None:
    changed = [column for column in KEPT if kept.get(column) != own.get(column)]
    if kept.get("list") != own.get("list"):
        changed.append("list_name")
    if _above(own) != _above(kept):
        changed.append("group")
    if changed:
        report.refuse(
            where,
            _("The district asks “%(name)s” differently: %(columns)s. Take these from the district's version.")
            % {"name": kept["key"], "columns": ", ".join(changed)},
        )


def _above(item: Item) -> str:
    return str(item.get("parent", ""))


def lacks(definition: Mapping[str, Any], minimum: Mapping[str, Any]) -> bool:
    """Whether ``definition`` does not hold everything that ``minimum`` asks, as it asks it."""
    report = Report()
    check_minimum(definition, minimum, {}, report)
    return bool(report.problems)
