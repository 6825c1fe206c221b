"""Text of an expression → JSON tree, with type and reference checks. The only parser of expressions in the house."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer
from lark import Tree as ParseTree
from lark.exceptions import LarkError, UnexpectedInput, VisitError

from tongzhou.questionnaires.expressions.functions import FUNCTIONS, REFUSED_FUNCTIONS
from tongzhou.questionnaires.expressions.interpreter import Tree
from tongzhou.questionnaires.expressions.patterns import PatternRefused, compile_pattern
from tongzhou.questionnaires.expressions.values import NUMBER, days_of

MAX_LENGTH = 4_000
MAX_DEPTH = 60
STRINGS = re.compile(r"\"[^\"]*\"|'[^']*'")
REFERENCE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
NUMERIC, UNCOMPARABLE = {"integer", "number"}, {"choices", "point"}


class ExpressionRefused(ValueError):
    """The message is translated and says what to do; the caller knows the cell."""


@dataclass(frozen=True)
class Target:
    """What `${name}` stands for: its key, the repeats around it, what it holds, its list of choices."""

    key: str
    repeats: tuple[str, ...] = ()
    holds: str = "text"
    list_name: str = ""


@dataclass(frozen=True)
class Place:
    """Where an expression stands and what it may use there."""

    resolve: Callable[[str], Target]
    has_self: bool = False
    columns: frozenset[str] | None = None
    repeats: tuple[str, ...] = ()
    own: Target | None = None


@dataclass(frozen=True)
class Expression:
    tree: Tree
    references: tuple[str, ...]


@cache
def _parser() -> Lark:
    grammar = files(__package__).joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=False)


def parse(text: str, place: Place) -> Expression:
    """Raises ExpressionRefused for syntax, unknown functions and references, and clashes of type."""
    if len(text) > MAX_LENGTH:
        raise ExpressionRefused(
            _("The expression is longer than %(most)s characters. Split it over calculations.") % {"most": MAX_LENGTH}
        )
    _refuse_paths(text)
    builder = _Builder(place)
    try:
        parsed = _parser().parse(text)
        _refuse_deep(parsed)
        tree = builder.transform(parsed)
    except UnexpectedInput as error:
        column = error.column if isinstance(error.column, int) and error.column > 0 else len(text)
        raise ExpressionRefused(
            _(
                "The expression cannot be read near character %(place)s: “%(near)s”. Check brackets, "
                "quotes and operators."
            )
            % {"place": column, "near": text[max(0, column - 8) : column + 8]}
        ) from error
    except VisitError as error:
        if isinstance(error.orig_exc, ExpressionRefused):
            raise error.orig_exc from error
        raise
    except LarkError as error:
        raise ExpressionRefused(_("The expression cannot be read. Check brackets, quotes and operators.")) from error
    return Expression(tree, tuple(dict.fromkeys(builder.references)))


def _refuse_deep(parsed: Any) -> None:
    waiting = [(parsed, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise ExpressionRefused(_("The expression is nested too deeply. Split it over calculations."))
        if isinstance(node, ParseTree):
            waiting += [(child, depth + 1) for child in node.children]


def _refuse_paths(text: str) -> None:
    bare = REFERENCE.sub("x", STRINGS.sub("''", text))
    for sign in ("/", "[", "::", "@", "|"):
        if sign in bare:
            raise ExpressionRefused(
                _("“%(sign)s” belongs to a path and is not supported. Name the question as ${name} instead.")
                % {"sign": sign}
            )


class _Builder(Transformer[Token, Any]):
    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.references: list[str] = []
        self.holds: dict[str, Target] = {}

    def string(self, items: list[Token]) -> Tree:
        return ["s", str(items[0])[1:-1]]

    def number(self, items: list[Token]) -> Tree:
        return ["n", float(items[0])]

    def reference(self, items: list[Token]) -> Tree:
        match = REFERENCE.fullmatch(str(items[0]))
        return self._refer(match[1] if match else "")

    def _refer(self, name: str) -> Tree:
        target = self.place.resolve(name)
        self.references.append(target.key)
        self.holds[target.key] = target
        if target.holds == "repeat":
            return ["instances", target.key, list(target.repeats)]
        return ["ref", target.key, list(target.repeats)] if target.repeats else ["ref", target.key]

    def self(self, items: list[Token]) -> Tree:
        if not self.place.has_self:
            raise ExpressionRefused(_("“.” stands for the answer itself and can only be used in a constraint."))
        return ["self"]

    def parent(self, items: list[Token]) -> Tree:
        return ["parent"]

    def column(self, items: list[Token]) -> Tree:
        name = str(items[0])
        if self.place.columns is None:
            raise ExpressionRefused(
                _("“%(name)s” is not a value. Write ${%(name)s} for a question and '%(name)s' for a text.")
                % {"name": name}
            )
        if name not in self.place.columns:
            raise ExpressionRefused(
                _(
                    "The choices have no column “%(name)s”. Add it to the sheet “choices”, or write "
                    "${%(name)s} for a question."
                )
                % {"name": name}
            )
        return ["col", name]

    def signed(self, items: list[Any]) -> Tree:
        self._expect_number(items[1])
        return ["neg", items[1]] if items[0] == "-" else ["fn", "number", items[1]]

    def op_or(self, items: list[Any]) -> Tree:
        return ["or", items[0], items[1]]

    def op_and(self, items: list[Any]) -> Tree:
        return ["and", items[0], items[1]]

    def binary(self, items: list[Any]) -> Tree:
        left, operator, right = items[0], str(items[1]), items[2]
        if "parent" in (left[0], right[0]):
            raise ExpressionRefused(_("“..” can only be used as position(..)."))
        if operator in ("=", "!="):
            self._expect_comparable(left, right)
        elif operator in ("<", "<=", ">", ">="):
            for side in (left, right):
                self._expect_number(side)
        else:
            self._expect_number(left)
            self._expect_number(right)
        return [operator, left, right]

    def call(self, items: list[Any]) -> Tree:
        name, arguments = str(items[0]), [item for item in items[1:] if item is not None]
        function = FUNCTIONS.get(name)
        if function is None:
            self._refuse_function(name)
        assert function is not None
        if not function.least <= len(arguments) <= function.most:
            raise ExpressionRefused(
                _("%(name)s() takes %(least)s to %(most)s values, not %(given)s.")
                % {"name": name, "least": function.least, "most": function.most, "given": len(arguments)}
            )
        if name in ("position", "index"):
            return self._position(arguments)
        if any(argument[0] == "parent" for argument in arguments):
            raise ExpressionRefused(_("“..” can only be used as position(..)."))
        for place, argument in enumerate(arguments):
            self._expect(function.takes[min(place, len(function.takes) - 1)], argument, name)
        return self._special(name, arguments) or ["fn", name, *arguments]

    def _refuse_function(self, name: str) -> None:
        why = REFUSED_FUNCTIONS.get(name)
        message = _("The function %(name)s() is not known. Check its spelling; docs/xlsform.md lists the functions.")
        if why:
            message = _("The function %(name)s() is not supported (%(why)s). Ask in another way.")
        raise ExpressionRefused(message % {"name": name, "why": why})

    def _position(self, arguments: list[Tree]) -> Tree:
        if arguments and arguments[0][0] != "parent":
            raise ExpressionRefused(_("Write position(..) with two points."))
        if not self.place.repeats:
            raise ExpressionRefused(_("position(..) can only be used inside a repeat."))
        return ["position"]

    def _special(self, name: str, arguments: list[Tree]) -> Tree | None:
        if name == "regex":
            return self._regex(arguments)
        if name == "jr:choice-name":
            return self._choice_name(arguments)
        if name == "indexed-repeat":
            if arguments[0][0] != "ref" or arguments[1][0] != "instances":
                raise ExpressionRefused(_("Write indexed-repeat(${question}, ${repeat}, number)."))
            return ["nth", arguments[0], arguments[2]]
        return None

    def _regex(self, arguments: list[Tree]) -> Tree:
        if arguments[1][0] != "s":
            raise ExpressionRefused(_("The pattern of regex() must be written in quotes."))
        try:
            return ["regex", arguments[0], compile_pattern(arguments[1][1])]
        except PatternRefused as error:
            raise ExpressionRefused(
                _("The pattern of regex() has a part that is not supported: “%(part)s”.") % {"part": str(error)}
            ) from error

    def _choice_name(self, arguments: list[Tree]) -> Tree:
        source = arguments[1]
        if source[0] == "s":
            match = REFERENCE.fullmatch(source[1].strip())
            source = self._refer(match[1]) if match else source
        target = self.holds.get(source[1]) if source[0] == "ref" else None
        if target is None or not target.list_name:
            raise ExpressionRefused(_("The second value of jr:choice-name() must name a select question: '${name}'."))
        return ["choice-name", arguments[0], target.list_name]

    def _held(self, tree: Tree) -> str:
        if tree[0] == "ref":
            return self.holds[tree[1]].holds
        if tree[0] == "self" and self.place.own:
            return self.place.own.holds
        return FUNCTIONS[tree[1]].gives if tree[0] == "fn" else ""

    def _expect(self, kind: str, tree: Tree, name: str) -> None:
        if kind == "number":
            self._expect_number(tree)
        elif kind == "choices" and (tree[0] == "n" or self._held(tree) in NUMERIC | {"date", "time", "datetime"}):
            raise ExpressionRefused(_("%(name)s() needs a select question first.") % {"name": name})
        elif kind == "nodes" and tree[0] not in ("instances", "ref"):
            raise ExpressionRefused(_("%(name)s() needs a question of a repeat: ${name}.") % {"name": name})

    def _expect_number(self, tree: Tree) -> None:
        if tree[0] == "s" and tree[1].strip() and not _is_numeric(tree[1]):
            raise ExpressionRefused(
                _("“%(text)s” is a text, but a number or a day is needed here.") % {"text": tree[1]}
            )
        if self._held(tree) in UNCOMPARABLE:
            raise ExpressionRefused(
                _(
                    "A question with several choices or a point on the map is not a number. Use "
                    "selected() or count-selected()."
                )
            )

    def _expect_comparable(self, left: Tree, right: Tree) -> None:
        for side, other in ((left, right), (right, left)):
            is_clash = other[0] == "s" and other[1] and not _is_numeric(other[1])
            if is_clash and self._held(side) in NUMERIC | {"date", "datetime"}:
                raise ExpressionRefused(
                    _("“%(text)s” is compared with a number or a day and can never be equal to it.")
                    % {"text": other[1]}
                )


def _is_numeric(text: str) -> bool:
    return bool(NUMBER.fullmatch(text.strip())) or days_of(text.strip()) == days_of(text.strip())


def split_label(text: str, resolve: Callable[[str], Target]) -> list[Any]:
    """`Dear ${name}` → [`Dear `, ["ref", `name`]]; the parts are put together when the page is shown."""
    parts: list[Any] = []
    end = 0
    for match in REFERENCE.finditer(text):
        target = resolve(match[1])
        parts += [text[end : match.start()]] if text[end : match.start()] else []
        parts.append(["ref", target.key, list(target.repeats)] if target.repeats else ["ref", target.key])
        end = match.end()
    return [*parts, text[end:]] if text[end:] or not parts else parts


def referenced(parts: Mapping[str, list[Any]]) -> set[str]:
    return {part[1] for words in parts.values() for part in words if isinstance(part, list)}
