"""The conformance file, run by the Python interpreter."""

import json
import math
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import pytest

from tongzhou.questionnaires import expressions
from tongzhou.questionnaires.expressions.interpreter import Context, evaluate
from tongzhou.questionnaires.expressions.parsing import Place, Target, parse
from tongzhou.questionnaires.state import State, View

FILE = json.loads(files(expressions).joinpath("conformance.json").read_text("utf-8"))


def target(name: str) -> Target:
    repeats = ("m",) if name.startswith("m_") else ()
    return Target(name, repeats, FILE["questions"][name], "things" if name == "one" else "")


def state() -> State:
    inside = [
        {"kind": "question", "type": "text", "key": key, "repeats": ["m"], "holds": "text"} for key in ("m_age", "m_nm")
    ]
    items: list[dict[str, Any]] = [
        {"kind": "question", "type": "text", "key": key, "repeats": [], "holds": "text"}
        for key in FILE["questions"]
        if not key.startswith("m")
    ]
    items.append({"kind": "repeat", "type": "begin_repeat", "key": "m", "repeats": [], "children": inside})
    lists = {
        name: [{"name": key, "label": {"zh": words}} for key, words in choices.items()]
        for name, choices in FILE["lists"].items()
    }
    form = {"items": items, "order": [], "lists": lists, "default_language": "zh"}
    return State(
        form, FILE["answers"], today=date.fromisoformat(FILE["today"]), now=datetime.fromisoformat(FILE["now"])
    )


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["expression"])
def test_conformance_case(case: dict[str, Any]) -> None:
    filled = state()
    instance = filled.root
    for repeat, number in case.get("at", []):
        instance = instance.repeats[repeat][number]
    place = Place(target, has_self=True, repeats=("m",) if "at" in case else ())
    tree = parse(case["expression"], place).tree
    assert json.loads(json.dumps(tree)) == tree == case["tree"]
    context = Context(View(filled, instance), FILE["today"], FILE["now"], FILE["language"], FILE["own"])
    value, expected = evaluate(tree, context), case["expected"]
    if isinstance(value, list):
        value = value[0]
    if isinstance(value, float) and isinstance(expected, str):
        assert ("NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity") == expected
    else:
        assert (value, isinstance(value, bool)) == (expected, isinstance(expected, bool))
