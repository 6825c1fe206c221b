"""Words and rows for the pages of this room: what a question is, what changed, formulas as their author wrote them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.questionnaires.comparing import Difference
from tongzhou.questionnaires.models import DataElement
from tongzhou.questionnaires.showing import Shown
from tongzhou.questionnaires.state import Compiled, Item

CHANGES: dict[str, Promise] = {"added": _("new"), "removed": _("gone"), "changed": _("changed")}
FIELDS: dict[str, Promise] = {
    "": _("question"),
    "type": _("type"),
    "label": _("words"),
    "hint": _("help"),
    "relevant": _("asked when"),
    "constraint": _("must hold"),
    "constraint_message": _("said when it does not hold"),
    "required": _("must be answered"),
    "default": _("first answer"),
    "calculation": _("worked out"),
    "choice_filter": _("choices offered"),
    "list": _("list of choices"),
    "element": _("data element"),
    "may_decline": _("may decline"),
    "parent": _("group"),
    "choice": _("choice"),
}


@dataclass(frozen=True)
class Question:
    """One line of a version's page. ``depth`` counts the groups around it; ``is_over``: asked after its end."""

    key: str
    depth: int
    label: str
    type: str
    relevant: str
    is_required: bool
    may_decline: bool
    element: DataElement | None
    is_over: bool


@dataclass(frozen=True)
class Change:
    kind: str
    kind_words: Promise
    key: str
    field_words: Promise | str
    old: str
    new: str


@dataclass(frozen=True)
class Fault:
    """An answer to be mended."""

    field: str
    label: str
    message: str


def words(by_language: Mapping[str, Any], language: str, default: str = "") -> str:
    """Words of a form in the viewer's language, else in its default one; a reference stands as ``${name}``."""
    found = by_language.get(language, by_language.get(default, next(iter(by_language.values()), "")))
    if isinstance(found, list):
        return "".join(part if isinstance(part, str) else formula(part) for part in found)
    return str(found)


def question_rows(
    definition: Compiled, elements: Mapping[str, DataElement], *, language: str, today: date
) -> list[Question]:
    return list(_rows(definition["items"], 0, definition, elements, language, today))


def _rows(
    items: list[Item],
    depth: int,
    definition: Compiled,
    elements: Mapping[str, DataElement],
    language: str,
    today: date,
) -> Iterable[Question]:
    for item in items:
        element = elements.get(item.get("element", ""))
        yield Question(
            item["key"],
            depth,
            words(item.get("label", {}), language, definition["default_language"]) or item["name"],
            item["type"],
            formula(item["relevant"]) if "relevant" in item else "",
            "required" in item,
            bool(item.get("may_decline")),
            element,
            element is not None and element.ends_on < today,
        )
        yield from _rows(item.get("children", []), depth + 1, definition, elements, language, today)


def sections(shown: Iterable[Shown]) -> list[Shown]:
    """The groups and repeats of the form itself, to go to one of them in a long form."""
    return [item for item in shown if item.kind in ("group", "repeat") and item.label]


def faults(shown: Iterable[Shown], errors: Mapping[str, str]) -> list[Fault]:
    """Each refusal with the words of its question, in the order of the form; those without a question come last."""
    asked = {item.field: item.label for item in _flat(shown)}
    order = [*(field for field in asked if field in errors), *(field for field in errors if field not in asked)]
    return [Fault(field, asked.get(field) or field, errors[field]) for field in order]


def _flat(shown: Iterable[Shown]) -> Iterable[Shown]:
    for item in shown:
        yield item
        yield from _flat(item.children)
        for part in item.parts:
            yield from _flat(part.children)


def change_rows(differences: Iterable[Difference], language: str) -> list[Change]:
    return [
        Change(
            found.kind,
            CHANGES[found.kind],
            found.key,
            FIELDS.get(found.field, found.field),
            value_words(found.old, language),
            value_words(found.new, language),
        )
        for found in differences
    ]


def value_words(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return words(value, language)
    if isinstance(value, list):
        return formula(value)
    return str(value)


def formula(tree: Any) -> str:
    """A tree as an expression again: enough to read, not to compile."""
    if not isinstance(tree, list) or not tree:
        return str(tree)
    head, rest = tree[0], tree[1:]
    if head in _LEAVES:
        return _LEAVES[head].format(*rest)
    if head == "fn":
        return f"{rest[0]}({', '.join(formula(part) for part in rest[1:])})"
    if head == "neg":
        return f"-{formula(rest[0])}"
    if len(rest) == 2 and isinstance(rest[1], list):
        return f"{_inner(rest[0])} {head} {_inner(rest[1])}"
    return f"{head}({', '.join(formula(part) for part in rest)})"


def _inner(tree: Any) -> str:
    return f"({formula(tree)})" if isinstance(tree, list) and tree[0] in ("and", "or") else formula(tree)


_LEAVES = {"s": "'{0}'", "n": "{0:g}", "self": ".", "col": "{0}", "ref": "${{{0}}}", "position": "position(..)"}
