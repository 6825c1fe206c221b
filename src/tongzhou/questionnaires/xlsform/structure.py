"""Rows of the survey → a tree of groups, repeats and questions, with types, names and nesting judged."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tongzhou.questionnaires.problems import Report
from tongzhou.questionnaires.xlsform.reading import Row, Sheet
from tongzhou.questionnaires.xlsform.vocabulary import (
    REFUSED_TYPES,
    SELECT_ALIASES,
    STRUCTURE,
    TYPE_ALIASES,
    TYPES,
)

NAME = re.compile(r"[^\W\d][\w.\-]*")
YES, NO = {"yes", "true", "true()", "1"}, {"no", "false", "false()", "0", ""}
MAX_NESTING = 10


@dataclass
class Node:
    kind: str  # question, group or repeat
    type: str
    name: str
    row: Row
    parent: "Node | None" = None
    list_name: str = ""
    has_other: bool = False
    key: str = ""
    is_twin: bool = False
    children: list["Node"] = field(default_factory=list)

    @property
    def holds(self) -> str:
        return TYPES[self.type].holds if self.kind == "question" else self.kind

    @property
    def repeats(self) -> tuple[str, ...]:
        """Keys of the repeats around this node, outermost first; a repeat does not count itself."""
        above = self.parent.repeats if self.parent else ()
        return (*above, self.parent.key) if self.parent and self.parent.kind == "repeat" else above


def walk(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from walk(node.children)


def is_yes(text: str) -> bool:
    return text.strip().lower() in YES


def read_structure(sheet: Sheet, lists: set[str], report: Report) -> list[Node]:
    root = Node("group", "begin_group", "", sheet.rows[0]) if sheet.rows else None
    if root is None:
        return []
    open_nodes = [root]
    for row in sheet.rows:
        if not row.cells and not row.translations:
            continue
        if not is_yes(row.text("disabled")):
            _take(row, open_nodes, lists, report)
    for node in open_nodes[1:]:
        report.refuse(
            node.row.at("type"),
            _("The %(kind)s “%(name)s” is never closed. Add a row “end %(kind)s”.")
            % {"kind": node.kind, "name": node.name},
        )
    for node in root.children:
        node.parent = None
    _give_keys(root.children)
    return root.children


def _take(row: Row, open_nodes: list[Node], lists: set[str], report: Report) -> None:
    kind, argument, has_other = split_type(row.text("type"))
    if kind in ("end_group", "end_repeat"):
        _close(row, kind.removeprefix("end_"), open_nodes, report)
        return
    if not _is_known(row, kind, report):
        return
    name = row.text("name")
    node_kind = kind.removeprefix("begin_") if kind in STRUCTURE else "question"
    node = Node(node_kind, kind, name, row, open_nodes[-1], argument, has_other)
    if _has_name(node, open_nodes[-1], report) and TYPES[kind].takes_list:
        _check_list(node, lists, report)
    if not (node.is_twin and node_kind == "question"):
        open_nodes[-1].children.append(node)
    if node_kind != "question":
        if len(open_nodes) > MAX_NESTING:
            report.refuse(
                row.at("type"),
                _("Groups are nested more than %(most)s deep. Flatten the form.") % {"most": MAX_NESTING},
            )
        open_nodes.append(node)


def split_type(text: str) -> tuple[str, str, bool]:
    """`select one yes_no or_other` → (`select_one`, `yes_no`, True)."""
    words = " ".join(text.split())
    has_other = bool(re.search(r" (or_other|or other|or specify other)$", words))
    words = re.sub(r" (or_other|or other|or specify other)$", "", words)
    for alias in sorted(SELECT_ALIASES, key=len, reverse=True):
        if words.lower() == alias or words.lower().startswith(alias + " "):
            return SELECT_ALIASES[alias], words[len(alias) :].strip(), has_other
    for refused in ("begin loop over", "begin_loop over", "begin loop", "begin_loop", "cascading_select"):
        if words.lower().startswith(refused + " "):
            return refused.removesuffix(" over").replace(" ", "_"), words[len(refused) :].strip(), False
    found = next((name for name in (words, words.lower()) if name in TYPES or name in REFUSED_TYPES), "")
    return found or TYPE_ALIASES.get(words.lower(), words), "", has_other


def multiple_lists(survey: Sheet) -> set[str]:
    """Lists from which several may be chosen."""
    types = [split_type(row.text("type")) for row in survey.rows]
    return {list_name for kind, list_name, _has_other in types if kind == "select_multiple"}


def _is_known(row: Row, kind: str, report: Report) -> bool:
    where = row.at("type")
    if kind in TYPES:
        return True
    if not kind:
        report.refuse(where, _("The row has no type. Fill in the column “type” or empty the row."))
    elif kind in REFUSED_TYPES:
        report.refuse(
            where,
            _("The type “%(type)s” is not supported. Ask for it in words, as text or as a choice, or remove the row.")
            % {"type": kind},
        )
    else:
        report.refuse(
            where,
            _("The type “%(type)s” is not known. Check its spelling; docs/xlsform.md lists the types.")
            % {"type": row.text("type")[:80]},
        )
    return False


def _close(row: Row, kind: str, open_nodes: list[Node], report: Report) -> None:
    if len(open_nodes) == 1:
        report.refuse(row.at("type"), _("“end %(kind)s” closes nothing. Remove the row.") % {"kind": kind})
        return
    if open_nodes[-1].kind != kind:
        report.refuse(
            row.at("type"),
            _("“end %(kind)s” closes the %(open)s “%(name)s”. Close the inner one first.")
            % {"kind": kind, "open": open_nodes[-1].kind, "name": open_nodes[-1].name},
        )
    open_nodes.pop()


def _has_name(node: Node, parent: Node, report: Report) -> bool:
    where = node.row.at("name")
    if not node.name:
        if node.type == "note" or node.kind == "group":
            node.name = f"_{node.type.removeprefix('begin_')}_{node.row.where.row}"
            return True
        report.refuse(where, _("The question has no name. Fill in the column “name”."))
        return False
    if not NAME.fullmatch(node.name) or len(node.name) > 64:
        report.refuse(
            where,
            _(
                "“%(name)s” cannot be a name: begin with a letter or _, then letters, digits, _ - . "
                "without spaces, at most 64."
            )
            % {"name": node.name[:64]},
        )
        return False
    twin = next((other for other in parent.children if other.name.lower() == node.name.lower()), None)
    if twin:
        report.refuse(
            where,
            _("The name “%(name)s” is already used in row %(row)s. Give one of them another name.")
            % {"name": node.name, "row": twin.row.where.row},
        )
        node.is_twin = True
    return True


def _check_list(node: Node, lists: set[str], report: Report) -> None:
    if not node.list_name:
        report.refuse(
            node.row.at("type"),
            _("The question names no list. Write its list after the type: “%(type)s list_name”.") % {"type": node.type},
        )
    elif node.list_name.startswith("${"):
        report.refuse(
            node.row.at("type"), _("Choices taken from a repeat are not supported. Use a list of the sheet “choices”.")
        )
    elif node.list_name not in lists:
        report.refuse(
            node.row.at("type"),
            _("The sheet “choices” has no list “%(list)s”. Add it or correct the name.") % {"list": node.list_name},
        )


def _give_keys(children: list[Node]) -> None:
    """A key is the name; where groups use a name twice, the group's name stands before it."""
    nodes = list(walk(children))
    names: dict[str, int] = {}
    for node in nodes:
        names[node.name] = names.get(node.name, 0) + 1
    taken: set[str] = set()
    for node in nodes:
        node.key = node.name if names[node.name] == 1 or not node.parent else f"{node.parent.key}.{node.name}"
        if node.key in taken:
            node.key = f"{node.key}.{node.row.where.row}"
        taken.add(node.key)
