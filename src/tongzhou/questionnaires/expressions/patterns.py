"""Regular expressions that cannot run away: parsed here into a small program that every interpreter steps through.

The time is bounded by length of text times length of program, whatever the pattern; a pattern never reaches `re`.
"""

from dataclasses import dataclass
from typing import Any

Instruction = list[Any]  # ["set", negated, [[low, high], …]] ["split", a, b] ["jump", a] ["begin"] ["end"] ["match"]
MAX_PROGRAM = 2_000
MAX_REPEAT = 500
CLASSES = {
    "d": [[48, 57]],
    "w": [[48, 57], [65, 90], [95, 95], [97, 122]],
    "s": [[9, 13], [32, 32]],
}
ESCAPES = {"n": 10, "t": 9, "r": 13, "f": 12, "v": 11}
LAST = 0x10FFFF


class PatternRefused(ValueError):
    """The pattern uses something that is not supported; the argument says what, in the pattern's own characters."""


@dataclass
class _Source:
    text: str
    place: int = 0

    def peek(self) -> str:
        return self.text[self.place : self.place + 1]

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise PatternRefused(self.text)
        self.place += 1
        return char

    def skip(self, words: str) -> bool:
        if self.text.startswith(words, self.place):
            self.place += len(words)
            return True
        return False


def compile_pattern(text: str) -> list[Instruction]:
    """Supported: characters, `.`, classes, `\\d \\w \\s`, `^ $`, groups, `|`, `* + ? {n} {n,} {n,m}`."""
    source = _Source(text)
    program = _alternatives(source, 0)
    if source.peek():
        raise PatternRefused(source.peek())
    return [*program, ["match"]]


def _alternatives(source: _Source, depth: int) -> list[Instruction]:
    if depth > 20:
        raise PatternRefused("(" * depth)
    program = _sequence(source, depth)
    while source.skip("|"):
        other = _sequence(source, depth)
        program = [["split", 1, len(program) + 2], *program, ["jump", len(other) + 1], *other]
    return program


def _sequence(source: _Source, depth: int) -> list[Instruction]:
    program: list[Instruction] = []
    while source.peek() and source.peek() not in "|)":
        program += _quantified(_atom(source, depth), source)
        if len(program) > MAX_PROGRAM:
            raise PatternRefused(source.text)
    return program


def _quantified(atom: list[Instruction], source: _Source) -> list[Instruction]:
    bounds = _bounds(source)
    if bounds is None:
        return atom
    source.skip("?")  # a lazy quantifier matches the same whole texts
    if source.peek() in ("*", "+", "?") and source.peek():
        raise PatternRefused(source.peek())
    least, most = bounds
    if len(atom) * max(least, most or 1) > MAX_PROGRAM:
        raise PatternRefused(source.text)
    program = atom * least
    if most is None:
        return [*program, ["split", 1, len(atom) + 2], *atom, ["jump", -(len(atom) + 1)]]
    for remaining in range(most - least, 0, -1):
        program = [*program, ["split", 1, remaining * (len(atom) + 1)], *atom]
    return program


def _bounds(source: _Source) -> tuple[int, int | None] | None:
    for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
        if source.skip(sign):
            return bounds
    if not source.skip("{"):
        return None
    end = source.text.find("}", source.place)
    inside = source.text[source.place : end] if end >= 0 else ""
    low, comma, high = inside.partition(",")
    if not low.isascii() or not low.isdigit() or (high and not (high.isascii() and high.isdigit())):
        raise PatternRefused("{" + inside)
    source.place = end + 1
    least = int(low[:6])
    most = (int(high[:6]) if high else None) if comma else least
    if least > MAX_REPEAT or (most is not None and (most > MAX_REPEAT or most < least)):
        raise PatternRefused("{" + inside + "}")
    return least, most


def _atom(source: _Source, depth: int) -> list[Instruction]:
    char = source.take()
    if char == "(":
        if source.peek() == "?" and not source.skip("?:"):
            raise PatternRefused("(?")
        inner = _alternatives(source, depth + 1)
        if not source.skip(")"):
            raise PatternRefused("(")
        return inner
    if char == "[":
        return [_set(source)]
    if char in "*+?{)":
        raise PatternRefused(char)
    if char in "^$":
        return [["begin"] if char == "^" else ["end"]]
    if char == ".":
        return [["set", True, [[10, 10]]]]
    if char == "\\":
        return [["set", *_escape(source)]]
    return [["set", False, [[ord(char), ord(char)]]]]


def _escape(source: _Source) -> tuple[bool, list[list[int]]]:
    char = source.take()
    if char.lower() in CLASSES:
        return char.isupper(), CLASSES[char.lower()]
    if char in ESCAPES:
        return False, [[ESCAPES[char]] * 2]
    if char == "u":
        digits = "".join(source.take() for _ in range(4))
        try:
            return False, [[int(digits, 16)] * 2]
        except ValueError as error:
            raise PatternRefused("\\u" + digits) from error
    if char.isalnum():
        raise PatternRefused("\\" + char)
    return False, [[ord(char)] * 2]


def _set(source: _Source) -> Instruction:
    is_negated = source.skip("^")
    ranges: list[list[int]] = []
    is_first = True
    while is_first or source.peek() != "]":
        low = _member(source)
        is_first = False
        if len(low) == 1 and source.peek() == "-" and source.text[source.place + 1 : source.place + 2] not in ("]", ""):
            source.take()
            high = _member(source)
            if len(high) != 1 or high[0][1] < low[0][0]:
                raise PatternRefused("[" + chr(low[0][0]) + "-")
            low = [[low[0][0], high[0][1]]]
        ranges += low
    source.take()
    return ["set", is_negated, ranges]


def _member(source: _Source) -> list[list[int]]:
    char = source.take()
    if char != "\\":
        return [[ord(char)] * 2]
    is_negated, ranges = _escape(source)
    return _inverse(ranges) if is_negated else ranges


def _inverse(ranges: list[list[int]]) -> list[list[int]]:
    inverse, start = [], 0
    for low, high in sorted(ranges):
        if start < low:
            inverse.append([start, low - 1])
        start = high + 1
    return [*inverse, [start, LAST]]


def matches(program: list[Instruction], text: str) -> bool:
    """Does the whole text match? Steps through all possibilities at once."""
    states = _closure(program, [0], 0, len(text))
    for place, char in enumerate(text, start=1):
        code = ord(char)
        moved = [state + 1 for state in states if program[state][0] == "set" and _holds(program[state], code)]
        states = _closure(program, moved, place, len(text))
        if not states:
            return False
    return any(program[state][0] == "match" for state in states)


def _holds(instruction: Instruction, code: int) -> bool:
    _name, is_negated, ranges = instruction
    return any(low <= code <= high for low, high in ranges) is not bool(is_negated)


def _closure(program: list[Instruction], start: list[int], place: int, length: int) -> list[int]:
    seen: dict[int, None] = {}
    waiting = list(start)
    while waiting:
        state = waiting.pop()
        if state in seen:
            continue
        seen[state] = None
        name = program[state][0]
        if name == "split":
            waiting += [state + program[state][1], state + program[state][2]]
        elif name == "jump":
            waiting.append(state + program[state][1])
        elif (name == "begin" and place == 0) or (name == "end" and place == length):
            waiting.append(state + 1)
    return [state for state in seen if program[state][0] in ("set", "match")]
