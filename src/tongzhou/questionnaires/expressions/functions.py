"""The documented list of functions: how many arguments each takes and what it gives. docs/xlsform.md equals it."""

from dataclasses import dataclass

MANY = 99


@dataclass(frozen=True)
class Function:
    """`takes` names the kinds of the first arguments: any, number, text, choices, nodes; the last kind repeats."""

    name: str
    least: int
    most: int
    gives: str
    takes: tuple[str, ...] = ("any",)
    words: str = ""


FUNCTIONS = {
    function.name: function
    for function in (
        Function("true", 0, 0, "boolean", words="true"),
        Function("false", 0, 0, "boolean", words="false"),
        Function("not", 1, 1, "boolean", words="the opposite"),
        Function("boolean", 1, 1, "boolean", words="is it filled, is it not zero"),
        Function("boolean-from-string", 1, 1, "boolean", words="true for `true` and `1` only"),
        Function("if", 3, 3, "any", words="if(condition, then, else)"),
        Function("coalesce", 1, MANY, "any", words="the first that is not empty"),
        Function("once", 1, 1, "any", words="the answer already there, else the value"),
        Function("selected", 2, 2, "boolean", ("choices", "any"), "is this choice among the answers"),
        Function("count-selected", 1, 1, "number", ("choices",), "how many are chosen"),
        Function("selected-at", 2, 2, "text", ("choices", "number"), "the n-th chosen, from 0"),
        Function("jr:choice-name", 2, 2, "text", words="words of a choice: jr:choice-name(${q}, '${q}')"),
        Function("string", 1, 1, "text", words="as text"),
        Function("string-length", 0, 1, "number", words="number of characters"),
        Function("contains", 2, 2, "boolean", words="does the text hold the other"),
        Function("starts-with", 2, 2, "boolean", words="does it begin with"),
        Function("ends-with", 2, 2, "boolean", words="does it end with"),
        Function("substring-before", 2, 2, "text", words="what stands before"),
        Function("substring-after", 2, 2, "text", words="what stands after"),
        Function("substr", 2, 3, "text", ("any", "number"), "substr(text, from, to), counted from 0"),
        Function("substring", 2, 3, "text", ("any", "number"), "substring(text, from, how many), counted from 1"),
        Function("normalize-space", 1, 1, "text", words="spaces cleaned"),
        Function("translate", 3, 3, "text", words="characters replaced one by one"),
        Function("concat", 1, MANY, "text", words="texts put together"),
        Function("join", 2, MANY, "text", words="join(between, texts or a question of a repeat)"),
        Function("regex", 2, 2, "boolean", words="the whole text matches the pattern; see the patterns below"),
        Function("number", 1, 1, "number", words="as a number"),
        Function("int", 1, 1, "number", ("number",), "cut to a whole number"),
        Function("round", 1, 2, "number", ("number",), "rounded, halves upward; round(number, places)"),
        Function("floor", 1, 1, "number", ("number",), "next whole number below"),
        Function("ceiling", 1, 1, "number", ("number",), "next whole number above"),
        Function("abs", 1, 1, "number", ("number",), "without its sign"),
        Function("pow", 2, 2, "number", ("number",), "pow(number, exponent)"),
        Function("sqrt", 1, 1, "number", ("number",), "square root"),
        Function("sum", 1, 1, "number", ("nodes",), "over all instances of a repeat"),
        Function("count", 1, 1, "number", ("nodes",), "how many instances"),
        Function("count-non-empty", 1, 1, "number", ("nodes",), "how many instances are answered"),
        Function("min", 1, MANY, "number", ("number",), "smallest; of a repeat or of the arguments"),
        Function("max", 1, MANY, "number", ("number",), "largest"),
        Function("position", 1, 1, "number", words="position(..): number of this instance, from 1"),
        Function("index", 0, 0, "number", words="the same as position(..)"),
        Function("indexed-repeat", 3, 3, "text", words="indexed-repeat(${question}, ${repeat}, n)"),
        Function("today", 0, 0, "date", words="the day of the check"),
        Function("now", 0, 0, "date", words="its time"),
        Function("date", 1, 1, "date", words="a day, from text or from days since 1970-01-01"),
        Function("date-time", 1, 1, "date", words="the same with its time"),
        Function("decimal-date-time", 1, 1, "number", words="days since 1970-01-01"),
        Function("decimal-time", 1, 1, "number", words="part of the day, 0.5 is noon"),
        Function("format-date", 2, 2, "text", words="%Y %y %m %n %d %e %b %a"),
        Function("format-date-time", 2, 2, "text", words="the same and %H %h %M %S %3"),
    )
}

REFUSED_FUNCTIONS = {
    "pulldata": "external files",
    "instance": "external files",
    "current": "paths",
    "random": "chance",
    "randomize": "chance",
    "uuid": "chance",
    "digest": "encryption",
    "property": "devices",
    "area": "shapes",
    "distance": "shapes",
    "enclosed-area": "shapes",
    "geofence": "shapes",
    "last": "paths",
    "weighted-checklist": "checklists",
    "checklist": "checklists",
    "jr:itext": "other tools",
    "extract-signed": "encryption",
    "base64-decode": "encryption",
    "version": "other tools",
    "id": "paths",
    "name": "paths",
    "local-name": "paths",
    "thousands-sep": "other tools",
    "intersects": "shapes",
    "exp": "science",
    "exp10": "science",
    "log": "science",
    "log10": "science",
    "sin": "science",
    "cos": "science",
    "tan": "science",
    "asin": "science",
    "acos": "science",
    "atan": "science",
    "atan2": "science",
    "pi": "science",
}
