"""Nodes of the survey → items of the compiled definition: words, expressions and rules of each question."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.questionnaires.expressions.parsing import (
    ExpressionRefused,
    Place,
    Target,
    parse,
    split_label,
)
from tongzhou.questionnaires.problems import Report, Where
from tongzhou.questionnaires.xlsform.elements import Recorded
from tongzhou.questionnaires.xlsform.lists import Choice
from tongzhou.questionnaires.xlsform.loops import Need
from tongzhou.questionnaires.xlsform.paths import BY_KEY, named
from tongzhou.questionnaires.xlsform.plain import plain
from tongzhou.questionnaires.xlsform.reading import Cell
from tongzhou.questionnaires.xlsform.structure import NO, YES, Node, is_yes, walk
from tongzhou.questionnaires.xlsform.vocabulary import METADATA, PARAMETERS, TYPES

Item = dict[str, Any]
WORDS = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
OTHER = {"zh": "其他", "en": "Other"}
OTHER_QUESTION = {"zh": "请写明", "en": "Please say which"}
USED_APPEARANCES = {"multiline", "numbers", "minimal"}


class Emitter:
    """Holds what all questions of one form share: names, lists, and what waits for what."""

    def __init__(self, nodes: list[Node], lists: dict[str, list[Choice]], default: str, report: Report) -> None:
        self.top = nodes
        self.nodes = list(walk(nodes))
        self.lists = lists
        self.default = default
        self.report = report
        self.needs: list[Need] = []
        self.records: list[Recorded] = []
        self.names: dict[str, list[Node]] = {}
        for node in self.nodes:
            self.names.setdefault(node.name, []).append(node)

    def emit(self) -> list[Item]:
        return self._items(self.top)

    def _items(self, nodes: list[Node]) -> list[Item]:
        items = []
        for node in nodes:
            items.append(self._item(node))
            if node.has_other:
                items.append(self._other(node, items[-1]))
        return items

    def _item(self, node: Node) -> Item:
        item: Item = {
            "kind": node.kind,
            "type": node.type,
            "name": node.name,
            "key": node.key,
            "repeats": list(node.repeats),
        }
        if node.parent:
            item["parent"] = node.parent.key
            self.needs.append(Need(node.key, node.parent.key, Where("survey", node.row.where.row)))
        for column in WORDS:
            self._words(node, column, item)
        self._rule(node, "relevant", item, waits=True)
        if node.kind == "question":
            self._question(node, item)
            return item
        if node.kind == "repeat":
            self._rule(node, "repeat_count", item, waits=True)
        item["children"] = self._items(node.children)
        if node.kind == "repeat" and not node.children:
            self.report.refuse(node.row.at("type"), _("The repeat “%(name)s” holds no question.") % {"name": node.name})
        return item

    def _question(self, node: Node, item: Item) -> None:
        item["holds"] = node.holds
        if node.list_name:
            item["list"] = node.list_name
        if TYPES[node.type].is_asked and not item.get("label") and not item.get("hint"):
            self.report.refuse(
                node.row.at("label"),
                _("The question “%(name)s” has no words. Fill in its label.") % {"name": node.name},
            )
        self._rule(node, "constraint", item, has_self=True)
        self._flag(node, "required", item)
        self._flag(node, "read_only", item)
        self._rule(node, "calculation", item, waits=True)
        self._filter(node, item)
        self._default(node, item)
        self._parameters(node, item)
        self._appearance(node, item)
        if is_yes(node.row.text("may_decline")):
            item["may_decline"] = True
        if node.type == "calculate" and "calculation" not in item and "default" not in item:
            self.report.refuse(
                node.row.at("calculation"),
                _("The calculation “%(name)s” is empty. Fill in the column “calculation”.") % {"name": node.name},
            )
        self._element(node, item)

    def _element(self, node: Node, item: Item) -> None:
        code = node.row.text("element")
        if not code and (not TYPES[node.type].is_asked or node.type in METADATA):
            return
        item["element"] = code or node.name
        where = node.row.at("element" if code else "name")
        self.records.append(Recorded(item["element"], node.holds, where))

    def _words(self, node: Node, column: str, item: Item) -> None:
        found = node.row.translations.get(column, {})
        words = {}
        for code, cell in found.items():
            try:
                parts = split_label(cell.text, self._resolver())
                words[code or self.default] = [plain(part) if isinstance(part, str) else part for part in parts]
            except ExpressionRefused as error:
                self.report.refuse(cell.where, str(error))
        if words:
            item[column] = words

    def _resolver(self) -> Callable[[str], Target]:
        def resolve(name: str) -> Target:
            found = self.names.get(name, [])
            if name.startswith(BY_KEY):
                found = [node for node in self.nodes if node.key == name.removeprefix(BY_KEY)]
            if name.startswith("last-saved#"):
                raise ExpressionRefused(_("Answers of an earlier form (last-saved) are not supported."))
            if not found:
                raise ExpressionRefused(
                    _("“%(name)s” is not a question of this form. Correct the name or add the question.")
                    % {"name": name[:80]}
                )
            if len(found) > 1:
                raise ExpressionRefused(
                    _("“%(name)s” is the name of %(count)s questions. Give each its own name.")
                    % {"name": name, "count": len(found)}
                )
            target = found[0]
            return Target(target.key, target.repeats, target.holds, target.list_name)

        return resolve

    def _rule(self, node: Node, column: str, item: Item, *, waits: bool = False, has_self: bool = False) -> None:
        cell = node.row.cells.get(column)
        if cell is None:
            return
        own = Target(node.key, node.repeats, node.holds, node.list_name)
        place = Place(self._resolver(), has_self or "once(" in cell.text, None, node.repeats, own)
        self._parse(node, cell, column, item, place, waits)

    def _parse(self, node: Node, cell: Cell, column: str, item: Item, place: Place, waits: bool) -> None:
        try:
            expression = parse(named(cell.expression, node, self.top, in_filter=column == "choice_filter"), place)
        except ExpressionRefused as error:
            self.report.refuse(cell.where, str(error))
            return
        item[column] = expression.tree
        if waits:
            self.needs += [Need(node.key, key, cell.where) for key in expression.references]

    def _flag(self, node: Node, column: str, item: Item) -> None:
        text = node.row.text(column).strip().lower()
        if text in YES:
            item[column] = ["fn", "true"]
        elif text not in NO:
            self._rule(node, column, item)

    def _filter(self, node: Node, item: Item) -> None:
        cell = node.row.cells.get("choice_filter")
        if cell is None:
            return
        if not node.list_name:
            self.report.refuse(cell.where, _("Only a select question can have a choice_filter. Empty the cell."))
            return
        columns = frozenset(column for choice in self.lists.get(node.list_name, []) for column in choice["row"])
        place = Place(self._resolver(), False, columns | {"name", "label"}, node.repeats)
        self._parse(node, cell, "choice_filter", item, place, True)

    def _default(self, node: Node, item: Item) -> None:
        cell = node.row.cells.get("default")
        if cell is None:
            return
        is_call = cell.text.rstrip().endswith(")") and "(" in cell.text and node.holds != "text"
        if "${last-saved#" in cell.text:
            self.report.warn(
                cell.where, _("Answers of an earlier form (last-saved) are not kept: it starts empty here.")
            )
        elif "${" in cell.text or is_call or cell.text in ("today()", "now()"):
            self._rule(node, "default", item)
        else:
            item["default"] = ["s", cell.text]
            self._check_default(node, cell)

    def _check_default(self, node: Node, cell: Cell) -> None:
        if not node.list_name or node.has_other:
            return
        names = {choice["name"] for choice in self.lists.get(node.list_name, [])}
        for name in cell.text.split() if node.holds == "choices" else [cell.text]:
            if names and name not in names:
                self.report.refuse(
                    cell.where,
                    _("The default “%(name)s” is not in the list “%(list)s”.") % {"name": name, "list": node.list_name},
                )

    def _parameters(self, node: Node, item: Item) -> None:
        cell = node.row.cells.get("parameters")
        given = (
            dict(pair.split("=", 1) for pair in cell.text.replace(",", " ").replace(";", " ").split() if "=" in pair)
            if cell
            else {}
        )
        known = PARAMETERS.get(node.type, set())
        for name in given:
            if cell and name not in known:
                self.report.refuse(
                    cell.where,
                    _("The parameter “%(name)s” is not known for %(type)s. Remove it.")
                    % {"name": name, "type": node.type},
                )
        if node.type == "range":
            item["range"] = self._range(node, given)
        elif node.type == "text" and given.get("rows", "").isdigit():
            item["rows"] = int(given["rows"][:3])

    def _range(self, node: Node, given: dict[str, str]) -> list[float]:
        try:
            start, end, step = (
                float(given.get(name, usual)) for name, usual in (("start", "0"), ("end", "10"), ("step", "1"))
            )
        except ValueError:
            start, end, step = 0.0, 0.0, 0.0
        if not (start < end and 0 < step <= end - start):
            self.report.refuse(
                node.row.at("parameters"), _("A range needs numbers: start=0 end=10 step=1, start below end.")
            )
        return [start, end, step]

    def _appearance(self, node: Node, item: Item) -> None:
        words = node.row.text("appearance").split()
        used = [word for word in words if word in USED_APPEARANCES]
        if used:
            item["appearance"] = used
        if len(used) < len(words):
            self.report.warn(node.row.at("appearance"), _("This appearance has no effect here."))

    def _other(self, node: Node, item: Item) -> Item:
        """`or_other`: one more choice, and a text that is asked when it is chosen."""
        choices = self.lists.get(node.list_name, [])
        if not any(choice["name"] == "other" for choice in choices):
            label = {code: OTHER.get(code, OTHER["en"]) for code in {self.default, "zh", "en"}}
            item["or_other"] = {"name": "other", "label": label, "row": {"name": "other"}}
        ref = ["ref", node.key, list(node.repeats)] if node.repeats else ["ref", node.key]
        key = f"{node.key}_other"
        words = {code: [OTHER_QUESTION.get(code, OTHER_QUESTION["en"])] for code in {self.default, "zh", "en"}}
        self.needs.append(Need(key, node.key, node.row.at("type")))
        code = f"{item['element']}_other"
        self.records.append(Recorded(code, "text", node.row.at("type")))
        twin = Node("question", "text", f"{node.name}_other", node.row, node.parent, key=key)
        self.nodes.append(twin)
        above = {"parent": node.parent.key} if node.parent else {}
        return {
            **above,
            "kind": "question",
            "type": "text",
            "holds": "text",
            "name": twin.name,
            "key": key,
            "repeats": list(node.repeats),
            "label": words,
            "element": code,
            "relevant": ["fn", "selected", ref, ["s", "other"]],
        }
