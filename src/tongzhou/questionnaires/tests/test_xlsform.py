import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.questionnaires.problems import FormRefused
from tongzhou.questionnaires.state import walk_items
from tongzhou.questionnaires.tests.factories import YES_NO, Rows, compiled, problems, workbook
from tongzhou.questionnaires.xlsform import ElementType, compile_form
from tongzhou.questionnaires.xlsform.vocabulary import REFUSED_TYPES, SELECT_ALIASES, TYPE_ALIASES, TYPES

HEAD = ("type", "name", "label", "relevant", "calculation")


def cells(rows: Rows, choices: Rows = (), settings_rows: Rows = ()) -> list[tuple[str, str]]:
    return [(problem.sheet, problem.cell) for problem in problems(rows, choices, settings_rows)]


def test_loop_in_relevants_is_named_at_its_cell() -> None:
    found = problems([HEAD, ("text", "a", "A", "${b} = 'x'"), ("text", "b", "B", "${a} = 'x'")])
    assert [(p.sheet, p.row, p.column) for p in found] == [("survey", 3, "D")]
    assert "a → b → a" in found[0].message


def test_loop_through_a_group_and_through_itself_is_refused() -> None:
    inside = [HEAD, ("begin group", "g", "G", "${a} = 'x'"), ("text", "a", "A"), ("end group",)]
    assert cells(inside) == [("survey", "D2")]
    assert cells([HEAD, ("calculate", "a", "", "", "${a} + 1")]) == [("survey", "E2")]


def test_loop_between_calculation_and_relevant_is_refused() -> None:
    assert cells([HEAD, ("integer", "a", "A", "${c} > 1"), ("calculate", "c", "", "", "${a} + 1")]) == [
        ("survey", "E3")
    ]


def test_every_problem_is_told_at_once() -> None:
    rows = [
        (*HEAD, "defalt"),
        ("txt", "a", "A"),
        ("text", "b b", "B"),
        ("integer", "c", "C", "foo(1)"),
        ("integer", "d", "D", "${nope} = 1"),
        ("text", "d", "D"),
        ("select_one", "e", "E"),
        ("select_one gone", "f", "F"),
        ("image", "g", "G"),
        ("text", "h", ""),
    ]
    assert cells(rows) == [
        ("survey", "F1"),
        ("survey", "A2"),
        ("survey", "B3"),
        ("survey", "D4"),
        ("survey", "D5"),
        ("survey", "B6"),
        ("survey", "A7"),
        ("survey", "A8"),
        ("survey", "A9"),
        ("survey", "C10"),
    ]


@pytest.mark.parametrize(
    "expression",
    [
        "${n} = 'yes'",
        "${n} + 'abc'",
        "selected(${n}, 'y')",
        "${m} > 3",
        "today() > 'soon'",
        "round('x')",
        "1 +",
        "(1",
        "if(1, 2)",
        "pulldata('a', 'b', 'c', 'd')",
        "../nowhere = 1",
        "/data/nowhere = 1",
        "n = 1",
        "position(..)",
        ". = 1",
        "regex(${t}, '(?<=a)b')",
        "regex(${t}, ${t})",
        "count(3)",
        "jr:choice-name(${m}, '${n}')",
        "${n} = ${m}[1]",
        "not(" * 200 + "1" + ")" * 200,
        "${last-saved#n} = 1",
        "1 == 2",
        "sum('a')",
    ],
)
def test_unsound_expression_is_refused_at_its_cell(expression: str) -> None:
    rows = [
        HEAD,
        ("integer", "n", "N"),
        ("select_multiple yn", "m", "M"),
        ("text", "t", "T"),
        ("text", "x", "X", expression),
    ]
    assert cells(rows, YES_NO) == [("survey", "D5")]


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, ("begin group", "g", "G"), ("text", "a", "A")],
        [HEAD, ("text", "a", "A"), ("end repeat",)],
        [
            HEAD,
            ("begin group", "g", "G"),
            ("begin repeat", "r", "R"),
            ("text", "a", "A"),
            ("end group",),
            ("end repeat",),
        ],
    ],
)
def test_bad_nesting_is_refused(rows: Rows) -> None:
    assert all(cell.startswith("A") for sheet, cell in cells(rows))
    assert cells(rows)


@pytest.mark.parametrize("kind", sorted(REFUSED_TYPES - {"begin_loop", "end_loop", "rank"}))
def test_unsupported_type_is_named(kind: str) -> None:
    found = problems([HEAD, (kind, "a", "A")])
    assert [(p.row, p.column, kind in p.message) for p in found] == [(2, "A", True)]


def test_every_alias_leads_to_a_type() -> None:
    assert {*TYPE_ALIASES.values(), *SELECT_ALIASES.values()} <= {*TYPES, *REFUSED_TYPES}


def test_choices_are_checked() -> None:
    choices = [
        ("list name", "name", "label"),
        ("l", "a", "A"),
        ("l", "a", "A"),
        ("l", "b c", "B"),
        ("", "d", "D"),
        ("l", "", "E"),
    ]
    assert cells([HEAD, ("select_multiple l", "q", "Q")], choices) == [
        ("choices", "B3"),
        ("choices", "B4"),
        ("choices", "A5"),
        ("choices", "B6"),
    ]


def test_other_sheets_are_refused_by_name_or_left_alone() -> None:
    survey = [HEAD, ("text", "a", "A")]
    assert problems(survey, documentation=[("anything",), ("at all",)]) == []
    found = problems(survey, external_choices=[("list_name", "name"), ("a", "b")])
    assert [(p.sheet, p.row) for p in found] == [("external_choices", 0)]


def test_media_columns_are_left_out() -> None:
    head = ("type", "name", "label", "media::image::English (en)", "bind::esri:fieldType", "$kuid", "hxl")
    assert cells([head, ("text", "a", "A", "", "x", "y", "z")]) == []
    assert compiled([head, ("text", "a", "A", "a.png")])["warnings"][0]["column"] == "D"


def test_column_of_the_authors_own_is_left_out_and_a_misspelt_one_refused() -> None:
    own = compiled([("type", "name", "label", "Zuständig"), ("text", "a", "A", "the second office")])
    assert [(warning["sheet"], warning["column"]) for warning in own["warnings"]] == [("survey", "D")]
    (found,) = problems([("type", "name", "label", "relevnt"), ("text", "a", "A", "1 = 2")])
    assert found.cell == "D1"
    assert "relevant" in found.message


def test_public_key_is_left_out() -> None:
    form = compiled([HEAD, ("text", "a", "A")], (), [("form_title", "public_key"), ("T", "abc")])
    assert [(warning["sheet"], warning["column"]) for warning in form["warnings"]] == [("settings", "B")]


def test_form_others_wrote_is_read_with_its_aliases() -> None:
    head = (
        "type",
        "name",
        "caption::English",
        "label:Français",
        "relevance",
        "readonly",
        "constraining message",
        "constraint",
        "calculate",
        "bind::required",
    )
    form = compiled(
        [
            head,
            ("start", "start"),
            ("username", "user"),
            ("int", "age", "Age", "Âge", "", "", "No", ". < 120", "", "yes"),
            (
                "select all that apply from yn",
                "s",
                "Which",
                "Quoi",
                "${age} > 3 and ‘x’ != 'y'",
                "",
                "",
                "",
                "",
                "TRUE",
            ),
            ("begin looped group", "kids", "Kids", "Enfants"),
            ("string", "kid", "Name of ${age}", "Nom"),
            ("end looped group",),
            ("calculate", "c", "", "", "", "", "", "", "sum(${age})"),
        ],
        YES_NO,
    )
    items = {item["key"]: item for item in walk_items(form["items"])}
    assert [items[key]["type"] for key in ("age", "s", "kids", "kid")] == [
        "integer",
        "select_multiple",
        "begin_repeat",
        "text",
    ]
    assert form["languages"]["en"] == "English"
    assert items["kid"]["label"]["en"] == ["Name of ", ["ref", "age"]]
    assert json.loads(json.dumps(form)) == form


def test_same_name_in_two_groups_has_two_keys_and_no_reference() -> None:
    rows = [
        HEAD,
        ("begin group", "g", "G"),
        ("text", "a", "A"),
        ("end group",),
        ("begin group", "h", "H"),
        ("text", "a", "A"),
        ("end group",),
    ]
    assert [item["key"] for item in walk_items(compiled(rows)["items"])] == ["g", "g.a", "h", "h.a"]
    assert cells([*rows, ("text", "b", "B", "${a} = 'x'")]) == [("survey", "D8")]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"not a workbook", b"<html>" * 100, workbook([HEAD, ("text", "a", "A")])[:2000]]
)
def test_upload_that_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(FormRefused) as refused:
        compile_form(content)
    assert len(refused.value.problems) == 1


def test_upload_over_five_megabytes_is_refused() -> None:
    with pytest.raises(FormRefused):
        compile_form(b"x" * (5 * 1024 * 1024 + 1))


def test_dictionary_must_hold_every_element() -> None:
    content = workbook(
        [
            ("type", "name", "label", "element"),
            ("text", "a", "A", "person.origin"),
            ("text", "b", "B", ""),
            ("integer", "c", "C", "person.origin"),
        ]
    )
    with pytest.raises(FormRefused) as refused:
        compile_form(content, dictionary={"person.origin": ElementType("person.origin", "text")})
    assert [p.cell for p in refused.value.problems] == ["B3", "D4"]


def test_form_can_be_read_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook([HEAD, ("text", "a", "A")]))
    assert compile_form(path)["order"] == ["a"]


WORDS = st.one_of(
    st.none(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.sampled_from(
        [
            "text",
            "select_one yn",
            "select_one yn or_other",
            "begin group",
            "end group",
            "begin repeat",
            "end repeat",
            "a",
            "b",
            "${a} = 1",
            "${b} + ",
            "selected(${a}, 'y')",
            "calculate",
            "label",
            "name",
            "type",
            "integer",
            "yes",
            ".",
        ]
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=7), max_size=12), st.lists(st.lists(WORDS, max_size=4), max_size=4))
def test_no_workbook_makes_the_reader_crash(rows: Rows, choices: Rows) -> None:
    head = ("type", "name", "label", "relevant", "calculation", "required", "default")
    for problem in problems([head, *rows], [("list_name", "name", "label"), *choices]):
        assert problem.message


@settings(max_examples=200, deadline=None)
@given(st.text("${}ab.()'\"<>=!+-*/ andordivmod0123456789,[]|", max_size=30))
def test_no_expression_makes_the_parser_crash(text: str) -> None:
    for problem in problems([HEAD, ("text", "a", "A", text.replace("\x00", ""))]):
        assert problem.message
