"""The written list equals the tables."""

import re
from pathlib import Path

from tongzhou.questionnaires.expressions.builtins import BUILTINS
from tongzhou.questionnaires.expressions.functions import FUNCTIONS, REFUSED_FUNCTIONS
from tongzhou.questionnaires.expressions.interpreter import LAZY
from tongzhou.questionnaires.xlsform.vocabulary import COLUMNS, REFUSED_TYPES, TYPES

PAGE = (Path(__file__).parents[4] / "docs" / "xlsform.md").read_text("utf-8")
COMPILED_AWAY = {"regex", "jr:choice-name", "position", "index", "indexed-repeat"}


def rows(title: str) -> dict[str, list[str]]:
    section = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    lines = re.findall(r"^\| `([^`]+)` \| (.*) \|$", section, re.MULTILINE)
    return {name: rest.split(" | ") for name, rest in lines}


def refused(title: str) -> set[str]:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"Refused {title}: "))
    return set(re.findall(r"`([^`]+)`", line))


def test_types_are_written_down() -> None:
    assert {name: cells[0] for name, cells in rows("Types").items()} == {k.name: k.words for k in TYPES.values()}
    assert refused("types") == REFUSED_TYPES


def test_columns_are_written_down() -> None:
    for sheet, columns in COLUMNS.items():
        assert {name: cells[0] for name, cells in rows(f"Columns of {sheet}").items()} == {
            column.name: column.use for column in columns.values()
        }


def test_functions_are_written_down_and_work() -> None:
    assert {name: cells[1] for name, cells in rows("Functions").items()} == {
        function.name: function.gives for function in FUNCTIONS.values()
    }
    assert refused("functions") == set(REFUSED_FUNCTIONS)
    assert set(FUNCTIONS) == {*BUILTINS, *LAZY, *COMPILED_AWAY}
