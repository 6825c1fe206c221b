"""The questions to show now, for a page to render: words in the viewer's language, answers, errors, what is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, datetime
from typing import Any

from tongzhou.kernel.errors import Several
from tongzhou.questionnaires.expressions.values import answer_text, is_empty
from tongzhou.questionnaires.known import Known
from tongzhou.questionnaires.parsing import DECLINED
from tongzhou.questionnaires.state import Compiled, Instance, Item, State
from tongzhou.questionnaires.watching import watched
from tongzhou.questionnaires.xlsform.vocabulary import METADATA

INPUTS = {
    "text": "text",
    "integer": "text",
    "number": "text",
    "date": "date",
    "time": "time",
    "datetime": "datetime-local",
    "point": "text",
    "choices": "checkbox",
    "none": "none",
}
KEYPADS = {"integer": "numeric", "number": "decimal", "point": "decimal"}
NEVER_SHOWN = METADATA | {"calculate", "hidden"}


def errors_by_field(several: Several) -> dict[str, str]:
    """Refusals of a check as :func:`questions` shows them, at their fields."""
    return {str(error.field): str(error) for error in several}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Part:
    """One instance of a repeat."""

    number: int
    field: str
    children: list["Shown"]


@dataclass(frozen=True)
class Shown:
    """`kind` is question, note, group or repeat; `field` is the HTML name; `input` the kind of control.

    What is `known` is shown by its words and its control stays empty, unless somebody answered anew: `is_asked_again`.
    `is_watched`: its answer changes what else is shown.
    """

    kind: str
    key: str
    field: str
    label: str
    hint: str = ""
    guidance: str = ""
    input: str = "none"
    keypad: str = ""
    value: str = ""
    options: list[Option] = made(default_factory=list)
    bounds: list[float] = made(default_factory=list)
    is_required: bool = False
    is_read_only: bool = False
    may_decline: bool = False
    is_declined: bool = False
    known: Known | None = None
    known_words: str = ""
    is_asked_again: bool = False
    is_watched: bool = False
    error: str = ""
    children: list["Shown"] = made(default_factory=list)
    parts: list[Part] = made(default_factory=list)
    can_add: bool = False


def questions(
    compiled: Compiled,
    answers: Mapping[str, Any] | None = None,
    *,
    today: date,
    language: str = "zh",
    known: Mapping[str, Known] | None = None,
    errors: Mapping[str, str] | None = None,
    now: datetime | None = None,
    is_new: bool = False,
) -> list[Shown]:
    """Only what is relevant now. A form that `is_new` or has no `answers` gets its defaults."""
    state = State(compiled, answers or {}, today=today, now=now, language=language, known=known)
    if answers is None or is_new:
        _fill_defaults(state, compiled["items"], state.root)
        state.settle()
    return _Page(state, errors or {}).show(compiled["items"], state.root, "")


def _fill_defaults(state: State, items: list[Item], instance: Instance) -> None:
    for item in items:
        if item["kind"] == "group":
            _fill_defaults(state, item["children"], instance)
        elif item["kind"] == "question" and "default" in item and is_empty(instance.answers.get(item["key"])):
            text = state.default(item, instance)
            instance.answers[item["key"]] = text.split() if item["holds"] == "choices" else text


class _Page:
    def __init__(self, state: State, errors: Mapping[str, str]) -> None:
        self.state = state
        self.errors = errors
        self.watched = watched(state.compiled)

    def show(self, items: list[Item], instance: Instance, prefix: str) -> list[Shown]:
        shown = []
        for item in items:
            if item["key"] in instance.hidden or item["type"] in NEVER_SHOWN:
                continue
            name = f"{prefix}{item['key']}"
            if item["kind"] == "group":
                children = self.show(item["children"], instance, prefix)
                shown += [Shown("group", item["key"], name, self._words(item, "label", instance), children=children)]
            elif item["kind"] == "repeat":
                shown.append(self._repeat(item, instance, name))
            else:
                shown.append(self._question(item, instance, name))
        return shown

    def _words(self, item: Item, column: str, instance: Instance) -> str:
        return self.state.label(item.get(column, {}), instance)

    def _repeat(self, item: Item, instance: Instance, name: str) -> Shown:
        parts = [
            Part(part.number + 1, f"{name}-{part.number}", self.show(item["children"], part, f"{name}-{part.number}-"))
            for part in instance.repeats[item["key"]]
        ]
        return Shown(
            "repeat",
            item["key"],
            name,
            self._words(item, "label", instance),
            parts=parts,
            can_add="repeat_count" not in item,
            error=self.errors.get(name, ""),
        )

    def _question(self, item: Item, instance: Instance, name: str) -> Shown:
        answer = instance.answers.get(item["key"])
        known = self.state.known.get(item.get("element", "")) if not item["repeats"] else None
        is_declined = bool(item.get("may_decline")) and answer == DECLINED
        is_asked_again = known is not None and _is_answered_anew(answer, known)
        if known is not None and not is_asked_again:
            answer = None
        return Shown(
            "note" if item["type"] == "note" else "question",
            item["key"],
            name,
            self._words(item, "label", instance),
            self._words(item, "hint", instance),
            self._words(item, "guidance_hint", instance),
            _input(item),
            _keypad(item),
            "" if is_declined else answer_text(answer),
            self._options(item, instance, answer),
            item.get("range", []),
            self._flag(item, "required", instance),
            self._is_fixed(item, instance),
            bool(item.get("may_decline")),
            is_declined,
            known,
            self._known_words(item, known),
            is_asked_again,
            item["key"] in self.watched,
            self.errors.get(name, ""),
        )

    def _flag(self, item: Item, column: str, instance: Instance) -> bool:
        return column in item and self.state.holds_true(item[column], instance)

    def _is_fixed(self, item: Item, instance: Instance) -> bool:
        return "calculation" in item or self._flag(item, "read_only", instance)

    def _options(self, item: Item, instance: Instance, answer: Any) -> list[Option]:
        if item["type"] == "acknowledge":
            return [Option("OK", self._words(item, "label", instance), answer == "OK")]
        chosen = set(answer) if isinstance(answer, list) else {answer_text(answer)}
        return [
            Option(choice["name"], self.state.words(choice["label"]), choice["name"] in chosen)
            for choice in self.state.choices(item, instance)
        ]

    def _known_words(self, item: Item, known: Known | None) -> str:
        if known is None or known.value is None:
            return ""
        names = known.value if isinstance(known.value, list) else [answer_text(known.value)]
        return "、".join(self.state.choice_label(item.get("list", ""), name) for name in names)


def _is_answered_anew(answer: Any, known: Known) -> bool:
    return not is_empty(answer) and answer_text(answer) != answer_text(known.value)


def _input(item: Item) -> str:
    if item["type"] == "acknowledge":
        return "checkbox"
    if item["holds"] == "choice":
        return "select" if "minimal" in item.get("appearance", []) else "radio"
    if item["type"] == "range":
        return "number"
    return "textarea" if "multiline" in item.get("appearance", []) or "rows" in item else INPUTS[item["holds"]]


def _keypad(item: Item) -> str:
    return "numeric" if "numbers" in item.get("appearance", []) else KEYPADS.get(item["holds"], "")
