"""Works out a tree. Pure: the day, the time and every answer are passed in; a tree can never read a file or a clock."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import ge, gt, le, lt
from typing import Any, Protocol

from tongzhou.questionnaires.expressions import builtins
from tongzhou.questionnaires.expressions.patterns import matches
from tongzhou.questionnaires.expressions.values import Value, to_boolean, to_number, to_text

Tree = list[Any]
MAX_PATTERN_TEXT = 2_000
RELATIONS: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


class Answers(Protocol):
    """What an expression may see of the answers, from where it stands."""

    def value(self, key: str) -> str: ...
    def values(self, key: str, repeats: list[str]) -> list[str]: ...
    def instances(self, repeat: str, repeats: list[str]) -> list[str]: ...
    def position(self) -> int: ...
    def choice_label(self, list_name: str, name: str) -> str: ...


@dataclass(frozen=True)
class Context:
    answers: Answers
    today: str
    now: str
    language: str = "zh"
    own: str = ""
    row: dict[str, str] = field(default_factory=dict)


def evaluate(tree: Tree, context: Context) -> Value:
    return _NODES.get(tree[0], _binary)(tree, context)


def is_true(tree: Tree, context: Context) -> bool:
    return to_boolean(evaluate(tree, context))


def text_of(tree: Tree, context: Context) -> str:
    return to_text(evaluate(tree, context))


def _reference(tree: Tree, context: Context) -> Value:
    if len(tree) > 2 and tree[2]:
        return context.answers.values(tree[1], tree[2])
    return context.answers.value(tree[1])


def _nth(tree: Tree, context: Context) -> Value:
    nodes = _nodes(evaluate(tree[1], context))
    place = to_number(evaluate(tree[2], context))
    is_there = not math.isnan(place) and 1 <= place <= len(nodes)
    return nodes[int(place) - 1] if is_there else ""


def _binary(tree: Tree, context: Context) -> Value:
    operator = tree[0]
    left = evaluate(tree[1], context)
    if operator in ("and", "or"):
        is_left = to_boolean(left)
        return is_left if is_left == (operator == "or") else to_boolean(evaluate(tree[2], context))
    right = evaluate(tree[2], context)
    if operator in ("=", "!="):
        return _equal(left, right, operator == "!=")
    if operator in RELATIONS:
        return _related(left, right, RELATIONS[operator])
    return arithmetic(operator, to_number(left), to_number(right))


def _equal(left: Value, right: Value, is_negated: bool) -> bool:
    """XPath 1.0, 3.4: nodes compare if any of them does; a boolean beats a number, which beats text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return (to_boolean(left) == to_boolean(right)) != is_negated
    pairs = ((a, b) for a in _nodes(left) for b in _nodes(right))
    if isinstance(left, float) or isinstance(right, float):
        return any((to_number(a) == to_number(b)) != is_negated for a, b in pairs)
    return any((a == b) != is_negated for a, b in pairs)


def _related(left: Value, right: Value, relation: Callable[[float, float], bool]) -> bool:
    return any(relation(to_number(a), to_number(b)) for a in _nodes(left) for b in _nodes(right))


def _nodes(value: Value) -> list[Any]:
    return value if isinstance(value, list) else [value]


def arithmetic(operator: str, left: float, right: float) -> float:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "div":
        return _divide(left, right)
    return math.nan if right == 0 or math.isinf(left) or math.isnan(left) else math.fmod(left, right)


def _divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _call(tree: Tree, context: Context) -> Value:
    name, arguments = tree[1], tree[2:]
    if name in LAZY:
        return LAZY[name](arguments, context)
    return builtins.BUILTINS[name]([evaluate(argument, context) for argument in arguments], context)


def _if(arguments: list[Tree], context: Context) -> Value:
    return evaluate(arguments[1] if is_true(arguments[0], context) else arguments[2], context)


def _coalesce(arguments: list[Tree], context: Context) -> Value:
    for argument in arguments:
        value = evaluate(argument, context)
        if to_text(value) not in ("", "NaN"):
            return value
    return ""


def _once(arguments: list[Tree], context: Context) -> Value:
    return context.own if context.own else evaluate(arguments[0], context)


def _regex(tree: Tree, context: Context) -> bool:
    text = text_of(tree[1], context)
    return len(text) <= MAX_PATTERN_TEXT and matches(tree[2], text)


LAZY = {"if": _if, "coalesce": _coalesce, "once": _once}
_NODES: dict[str, Callable[[Tree, Context], Value]] = {
    "s": lambda tree, context: str(tree[1]),
    "n": lambda tree, context: float(tree[1]),
    "self": lambda tree, context: context.own,
    "col": lambda tree, context: context.row.get(tree[1], ""),
    "position": lambda tree, context: float(context.answers.position()),
    "neg": lambda tree, context: -to_number(evaluate(tree[1], context)),
    "ref": _reference,
    "instances": lambda tree, context: context.answers.instances(tree[1], tree[2]),
    "nth": _nth,
    "fn": _call,
    "regex": _regex,
    "choice-name": lambda tree, context: context.answers.choice_label(tree[2], text_of(tree[1], context)),
}
