"""Checks answers against a compiled questionnaire: the same rules for page, import and field app. Keeps nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.questionnaires.expressions.values import answer_text, is_empty
from tongzhou.questionnaires.known import Known
from tongzhou.questionnaires.parsing import DECLINED, NotThisType, parse_answer
from tongzhou.questionnaires.showing import questions
from tongzhou.questionnaires.state import MAX_INSTANCES, Compiled, Instance, Item, State, walk_items

__all__ = ["DECLINED", "Checked", "check", "questions"]


@dataclass(frozen=True)
class Checked:
    """`answers` by question, for showing again; `values` and `repeats` by data element, for the ledger.

    An irrelevant answer is in none of them. What was declined or already known is named and is not a value.
    """

    answers: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    repeats: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


def check(
    compiled: Compiled,
    answers: Mapping[str, Any],
    *,
    today: date,
    known: Mapping[str, Known] | None = None,
    now: datetime | None = None,
    language: str = "zh",
) -> Checked:
    """Raises Several with one RuleBroken per field; fields of repeats are named `members-0-age`."""
    run = _Check(compiled, answers, State(compiled, {}, today=today, now=now, language=language, known=known))
    run.state = State(
        compiled, run.parse(compiled["items"], answers, ""), today=today, now=now, language=language, known=known
    )
    run.judge(compiled["items"], run.state.root, "")
    if run.errors:
        raise Several(list(run.errors.values()))
    return run.checked()


class _Check:
    def __init__(self, compiled: Compiled, answers: Mapping[str, Any], state: State) -> None:
        self.compiled = compiled
        self.given = answers
        self.state = state
        self.errors: dict[str, RuleBroken] = {}
        self.unreadable: dict[str, str] = {}
        self.declined: set[str] = set()
        self.known: set[str] = set()

    def refuse(self, name: str, code: str, message: str) -> None:
        self.errors.setdefault(name, RuleBroken(message, code=f"questionnaires.{code}", field=name))

    def parse(self, items: list[Item], answers: Mapping[str, Any], prefix: str) -> dict[str, Any]:
        """Answers in the form in which they are kept; an unreadable one is judged later, if it is relevant."""
        parsed: dict[str, Any] = {}
        own = {item["key"]: item for item in own_items(items)}
        for key, given in answers.items():
            item = own.get(key) if isinstance(key, str) else None
            if item is None or item["kind"] == "group":
                self.refuse(f"{prefix}{str(key)[:80]}", "unknown", _("This question is not on the form."))
            elif item["kind"] == "repeat":
                parsed[key] = self._parse_repeat(item, given, f"{prefix}{key}")
            else:
                parsed[key] = self._parse_one(item, given, f"{prefix}{key}")
        return parsed

    def _parse_repeat(self, item: Item, given: Any, name: str) -> list[dict[str, Any]]:
        if given in (None, ""):
            return []
        if not isinstance(given, list) or not all(isinstance(part, Mapping) for part in given):
            self.refuse(name, "type", _("The answer has a form that cannot be read. Answer the question again."))
            return []
        if len(given) > MAX_INSTANCES:
            self.refuse(name, "size", _("No more than %(most)s can be entered at once.") % {"most": MAX_INSTANCES})
            return []
        return [self.parse(item["children"], part, f"{name}-{place}-") for place, part in enumerate(given)]

    def _parse_one(self, item: Item, given: Any, name: str) -> Any:
        if item.get("may_decline") and given in (DECLINED, [DECLINED]):
            return DECLINED
        try:
            return parse_answer(item["holds"], given) if item["holds"] != "none" else None
        except NotThisType as error:
            self.unreadable[name] = str(error)
            return None

    def judge(self, items: list[Item], instance: Instance, prefix: str) -> None:
        for item in items:
            if item["key"] in instance.hidden:
                continue
            if item["kind"] == "group":
                self.judge(item["children"], instance, prefix)
            elif item["kind"] == "repeat":
                for part in instance.repeats[item["key"]]:
                    self.judge(item["children"], part, f"{prefix}{item['key']}-{part.number}-")
            else:
                self._judge_one(item, instance, f"{prefix}{item['key']}")

    def _judge_one(self, item: Item, instance: Instance, name: str) -> None:
        answer = instance.answers.get(item["key"])
        if name in self.unreadable:
            self.refuse(name, "type", self.unreadable[name])
        elif item.get("may_decline") and answer == DECLINED:
            self.declined.add(item["element"])
        elif is_empty(answer):
            self._judge_missing(item, instance, name)
        elif not self._is_offered(item, instance, answer):
            self.refuse(name, "choice", _("This choice is not offered. Choose from the list."))
        else:
            self._judge_constraint(item, instance, name, answer)

    def _judge_missing(self, item: Item, instance: Instance, name: str) -> None:
        element = item.get("element", "")
        if not item["repeats"] and element in self.state.known:
            self.known.add(element)
        elif "required" in item and self.state.holds_true(item["required"], instance):
            words = self.state.label(item.get("required_message", {}), instance)
            self.refuse(name, "required", words or _("This question must be answered."))

    def _is_offered(self, item: Item, instance: Instance, answer: Any) -> bool:
        if item["type"] == "acknowledge":
            return bool(answer == "OK")
        if "list" not in item:
            return True
        offered = {choice["name"] for choice in self.state.choices(item, instance)}
        return set(answer if isinstance(answer, list) else [answer]) <= offered

    def _judge_constraint(self, item: Item, instance: Instance, name: str, answer: Any) -> None:
        if "range" in item:
            start, end, _step = item["range"]
            if not start <= float(answer) <= end:
                self.refuse(
                    name, "constraint", _("Choose a number from %(start)g to %(end)g.") % {"start": start, "end": end}
                )
        if "constraint" not in item:
            return
        own = answer_text(answer)
        if not self.state.holds_true(item["constraint"], instance, own):
            words = self.state.label(item.get("constraint_message", {}), instance)
            self.refuse(name, "constraint", words or _("The answer is outside what is allowed here. Check it."))

    def checked(self) -> Checked:
        root = self.state.root
        for item in walk_items(self.compiled["items"]):
            element = item.get("element", "")
            if element in self.state.known and not item["repeats"] and is_empty(self.given.get(item["key"])):
                self.known.add(element)
        values = {element: value for element, value in self._values(root).items() if element not in self.known}
        repeats = {key: [self._part(part) for part in parts] for key, parts in root.repeats.items()}
        return Checked(_answers(root), values, repeats, frozenset(self.declined), frozenset(self.known))

    def _values(self, instance: Instance) -> dict[str, Any]:
        values = {}
        for key, answer in instance.answers.items():
            item = self.state.items[key]
            is_declined = item.get("may_decline") and answer == DECLINED
            if "element" in item and not is_empty(answer) and not is_declined:
                values[item["element"]] = answer
        return values

    def _part(self, instance: Instance) -> dict[str, Any]:
        inner = {key: [self._part(part) for part in parts] for key, parts in instance.repeats.items()}
        return {**self._values(instance), **inner}


def own_items(items: list[Item]) -> list[Item]:
    """Questions and repeats of one filling: through groups, not into repeats."""
    found = []
    for item in items:
        found += [item, *own_items(item["children"])] if item["kind"] == "group" else [item]
    return found


def _answers(instance: Instance) -> dict[str, Any]:
    answers = {key: answer for key, answer in instance.answers.items() if not is_empty(answer)}
    return {**answers, **{key: [_answers(part) for part in parts] for key, parts in instance.repeats.items() if parts}}
