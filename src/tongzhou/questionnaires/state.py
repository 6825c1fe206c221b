"""A form being filled: what is relevant, what is worked out, what is offered. Pure; knows no page and no database."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tongzhou.questionnaires.expressions.interpreter import Context, Tree, evaluate, is_true, text_of
from tongzhou.questionnaires.expressions.values import answer_text, is_empty, to_number, to_text

MAX_INSTANCES = 200
Item = dict[str, Any]
Compiled = Mapping[str, Any]


@dataclass
class Instance:
    """One filling of the form, or of a repeat in it."""

    answers: dict[str, Any] = field(default_factory=dict)
    repeats: dict[str, list["Instance"]] = field(default_factory=dict)
    parent: "Instance | None" = None
    repeat: str = ""
    number: int = 0
    hidden: set[str] = field(default_factory=set)

    @property
    def path(self) -> list["Instance"]:
        return [*(self.parent.path if self.parent else []), self]


@dataclass(frozen=True)
class View:
    """What an expression sees from one instance."""

    state: "State"
    instance: Instance

    def value(self, key: str) -> str:
        return answer_text(self.instance.path[0].answers.get(key))

    def _nearest(self, repeats: list[str]) -> list[Instance]:
        """Instances of the innermost of `repeats`, as near as where the expression stands allows."""
        path = self.instance.path
        shared = 0
        while shared < len(repeats) and shared + 1 < len(path) and path[shared + 1].repeat == repeats[shared]:
            shared += 1
        found = [path[shared]]
        for repeat in repeats[shared:]:
            found = [inner for outer in found for inner in outer.repeats.get(repeat, [])]
        return found

    def values(self, key: str, repeats: list[str]) -> list[str]:
        return [answer_text(instance.answers.get(key)) for instance in self._nearest(repeats)]

    def instances(self, repeat: str, repeats: list[str]) -> list[str]:
        parts = [part for outer in self._nearest(repeats) for part in outer.repeats.get(repeat, [])]
        return [str(place) for place in range(1, len(parts) + 1)]

    def position(self) -> int:
        return self.instance.number + 1

    def choice_label(self, list_name: str, name: str) -> str:
        return self.state.choice_label(list_name, name)


class State:
    """Built from parsed answers; `settle()` works the form out in its compiled order."""

    def __init__(
        self,
        compiled: Compiled,
        answers: Mapping[str, Any],
        *,
        today: date,
        now: datetime | None = None,
        language: str = "zh",
        known: Mapping[str, Any] | None = None,
    ) -> None:
        self.compiled = compiled
        self.today = today.isoformat()
        self.now = now.isoformat(timespec="milliseconds") if now else f"{self.today}T00:00:00.000+08:00"
        self.language = language
        self.known = known or {}
        self.items = {item["key"]: item for item in walk_items(compiled["items"])}
        self.root = self._instance(compiled["items"], answers, None, "", 0)
        self.settle()

    def _instance(
        self, items: list[Item], answers: Mapping[str, Any], parent: Instance | None, repeat: str, number: int
    ) -> Instance:
        instance = Instance(parent=parent, repeat=repeat, number=number)
        for item in own_items(items):
            given = answers.get(item["key"])
            if item["kind"] == "repeat":
                parts = [part for part in given if isinstance(part, Mapping)] if isinstance(given, list) else []
                instance.repeats[item["key"]] = [
                    self._instance(item["children"], part, instance, item["key"], place)
                    for place, part in enumerate(parts[:MAX_INSTANCES])
                ]
            elif item["kind"] == "question":
                instance.answers[item["key"]] = given
        return instance

    def context(self, instance: Instance, own: str = "", row: Mapping[str, str] | None = None) -> Context:
        return Context(View(self, instance), self.today, self.now, self.language, own, dict(row or {}))

    def settle(self) -> None:
        for key in self.compiled["order"]:
            item = self.items[key]
            for instance in self.instances(item["repeats"]):
                self._settle_one(item, instance)

    def instances(self, repeats: list[str]) -> list[Instance]:
        found = [self.root]
        for repeat in repeats:
            found = [inner for outer in found for inner in outer.repeats.get(repeat, [])]
        return found

    def _settle_one(self, item: Item, instance: Instance) -> None:
        key = item["key"]
        instance.hidden.discard(key)
        if not self._is_relevant(item, instance):
            instance.hidden.add(key)
            if item["kind"] == "repeat":
                instance.repeats[key] = []
            else:
                instance.answers.pop(key, None)
        elif item["kind"] == "repeat" and "repeat_count" in item:
            self._set_count(item, instance)
        elif item["kind"] == "question":
            self._work_out(item, instance)

    def _is_relevant(self, item: Item, instance: Instance) -> bool:
        above = item.get("parent")
        if above and any(above in part.hidden for part in instance.path):
            return False
        return "relevant" not in item or is_true(item["relevant"], self.context(instance))

    def _set_count(self, item: Item, instance: Instance) -> None:
        wanted = to_number(evaluate(item["repeat_count"], self.context(instance)))
        count = 0 if math.isnan(wanted) else int(min(max(wanted, 0), MAX_INSTANCES))
        parts = instance.repeats[item["key"]][:count]
        while len(parts) < count:
            parts.append(self._instance(item["children"], {}, instance, item["key"], len(parts)))
        instance.repeats[item["key"]] = parts

    def _work_out(self, item: Item, instance: Instance) -> None:
        key, kind = item["key"], item["type"]
        if kind in ("start", "end"):
            instance.answers[key] = self.now
        elif kind == "today":
            instance.answers[key] = self.today
        elif "calculation" in item:
            own = answer_text(instance.answers.get(key))
            worked_out = text_of(item["calculation"], self.context(instance, own))
            instance.answers[key] = "" if worked_out == "NaN" else worked_out
        elif kind in ("calculate", "hidden") and "default" in item:
            instance.answers[key] = self.default(item, instance)
        elif is_empty(instance.answers.get(key)) and not item["repeats"] and self.known_value(item) is not None:
            instance.answers[key] = self.known_value(item)

    def known_value(self, item: Item) -> Any:
        known = self.known.get(item.get("element", ""))
        return known.value if known is not None else None

    def default(self, item: Item, instance: Instance) -> str:
        return to_text(evaluate(item["default"], self.context(instance))) if "default" in item else ""

    def choices(self, item: Item, instance: Instance) -> list[dict[str, Any]]:
        """The choices offered here, after the choice filter."""
        choices = list(self.compiled["lists"].get(item.get("list", ""), []))
        if "choice_filter" in item:
            choices = [choice for choice in choices if is_true(item["choice_filter"], self._row(choice, instance))]
        return [*choices, item["or_other"]] if "or_other" in item else choices

    def _row(self, choice: Mapping[str, Any], instance: Instance) -> Context:
        return self.context(instance, "", {**choice["row"], "label": self.words(choice["label"])})

    def choice_label(self, list_name: str, name: str) -> str:
        for choice in self.compiled["lists"].get(list_name, []):
            if choice["name"] == name:
                return str(self.words(choice["label"]))
        return name

    def words(self, by_language: Mapping[str, Any]) -> Any:
        """The viewer's language, else the form's default, else whichever there is."""
        for language in (self.language, self.compiled["default_language"]):
            if language in by_language:
                return by_language[language]
        return next(iter(by_language.values()), "")

    def label(self, parts_by_language: Mapping[str, list[Any]], instance: Instance) -> str:
        parts = self.words(parts_by_language) or []
        return "".join(part if isinstance(part, str) else self._shown(part, instance) for part in parts)

    def _shown(self, part: Tree, instance: Instance) -> str:
        text = text_of(part, self.context(instance))
        list_name = self.items[part[1]].get("list", "")
        return self.choice_label(list_name, text) if list_name else text

    def holds_true(self, tree: Tree, instance: Instance, own: str = "") -> bool:
        return is_true(tree, self.context(instance, own))


def walk_items(items: list[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from walk_items(item.get("children", []))


def own_items(items: list[Item]) -> Iterator[Item]:
    """The items of one instance: into groups, not into repeats."""
    for item in items:
        yield item
        if item["kind"] == "group":
            yield from own_items(item["children"])
