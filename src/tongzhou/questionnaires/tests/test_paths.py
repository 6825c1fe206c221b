"""Paths as tools and older forms write them: they mean the question that they lead to, or are refused."""

import pytest
from django.utils import translation

from tongzhou.questionnaires.problems import FormRefused
from tongzhou.questionnaires.state import walk_items
from tongzhou.questionnaires.tests.factories import YES_NO, compiled

HEAD = ("type", "name", "label", "relevant", "calculation", "choice_filter")


def trees(relevant: str, calculation: str = "1") -> tuple[object, object]:
    form = compiled(
        [
            HEAD,
            ("begin group", "home", "Home"),
            ("integer", "age", "Age"),
            ("begin repeat", "child", "Child"),
            ("integer", "age", "Age"),
            ("text", "name", "Name", relevant),
            ("end repeat",),
            ("calculate", "c", "", "", calculation),
            ("end group",),
        ]
    )
    items = {item["key"]: item for item in walk_items(form["items"])}
    return items["name"].get("relevant"), items["c"].get("calculation")


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("../age", ["ref", "child.age", ["child"]]),
        ("../../age", ["ref", "home.age"]),
        ("/data/home/age", ["ref", "home.age"]),
        ("/x/home/child/age", ["ref", "child.age", ["child"]]),
        ("current()/../age", ["ref", "child.age", ["child"]]),
    ],
)
def test_path_means_the_question_it_leads_to(path: str, reference: list[object]) -> None:
    found, _calculation = trees(f"{path} > 3 and '../age' = '../age'")
    assert isinstance(found, list)
    assert found[1] == [">", reference, ["n", 3.0]]


def test_path_to_a_repeat_counts_it() -> None:
    _relevant, found = trees("", "count(../child)")
    assert found == ["fn", "count", ["instances", "child", []]]


@pytest.mark.parametrize(
    "path", ["../nothing", "../../../../age", "/data/age", "../age[1]", "/data", "instance('x')/a"]
)
def test_path_that_leads_nowhere_is_refused(path: str) -> None:
    with translation.override("en"), pytest.raises(FormRefused) as raised:
        trees(f"{path} > 3")
    assert [(problem.sheet, problem.cell) for problem in raised.value.problems] == [("survey", "D6")]


def test_group_names_its_own_question_from_within() -> None:
    form = compiled(
        [HEAD, ("integer", "a", "A"), ("begin group", "g", "G", "../a > 1"), ("text", "b", "B"), ("end group",)]
    )
    assert form["items"][1]["relevant"] == [">", ["ref", "a"], ["n", 1.0]]


def test_choice_of_one_may_hold_a_space() -> None:
    one = compiled([HEAD, ("select_one places", "a", "A")], [YES_NO[0], ("places", "camp pitch", "营地", "Camp pitch")])
    assert one["lists"]["places"][0]["name"] == "camp pitch"
    with pytest.raises(FormRefused):
        compiled([HEAD, ("select_multiple places", "a", "A")], [YES_NO[0], ("places", "camp pitch", "营地", "Camp")])


def test_answer_of_an_earlier_form_starts_empty_with_a_warning() -> None:
    form = compiled([(*HEAD, "default"), ("text", "a", "A", "", "", "", "${last-saved#a}")])
    assert ("default" in form["items"][0], [warning["column"] for warning in form["warnings"]]) == (False, ["G"])
