from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from tongzhou.kernel.errors import Several
from tongzhou.questionnaires.checking import Checked, check
from tongzhou.questionnaires.comparing import compare
from tongzhou.questionnaires.known import Known
from tongzhou.questionnaires.parsing import NotThisType, parse_answer
from tongzhou.questionnaires.posting import from_post
from tongzhou.questionnaires.showing import questions
from tongzhou.questionnaires.tests.factories import YES_NO, compiled

TODAY = date(2020, 2, 8)
HEAD = (
    "type",
    "name",
    "label::中文 (zh)",
    "label::English (en)",
    "relevant",
    "constraint",
    "constraint_message",
    "required",
    "element",
    "may_decline",
    "choice_filter",
)


def form() -> dict[str, Any]:
    choices = [
        (*YES_NO[0], "of"),
        *[(*row, "") for row in YES_NO[1:]],
        ("city", "ah", "安徽", "Anhui", ""),
        ("city", "jx", "江西", "Jiangxi", ""),
        ("town", "hf", "合肥", "Hefei", "ah"),
        ("town", "nc", "南昌", "Nanchang", "jx"),
    ]
    return compiled(
        [
            HEAD,
            ("select_one yn", "back", "从外地回来吗", "Are you back?", "", "", "", "yes", "arrivals.is_back"),
            ("text", "origin", "从哪里", "From where?", "${back} = 'y'", "", "", "yes", "arrivals.origin", "yes"),
            (
                "decimal",
                "heat",
                "体温",
                "Temperature",
                "",
                ". >= 34 and . <= 43",
                "请再量一次",
                "",
                "health.temperature",
            ),
            ("date", "day", "哪天到", "When", "", ". <= today()", "", "", "arrivals.day"),
            ("select_one city", "province", "省", "Province"),
            ("select_one town", "city", "市", "City", "", "", "", "", "", "", "of = ${province}"),
            ("select_multiple yn or_other", "many", "多选", "Many"),
            ("begin repeat", "members", "同行人", "Members"),
            ("text", "who", "姓名", "Name", "", "", "", "yes", "members.name"),
            ("integer", "age", "年龄", "Age", "", "", "", "", "members.age"),
            ("note", "hello", "${who}，您好", "Hello ${who}"),
            ("end repeat",),
        ],
        choices,
    )


def errors(answers: dict[str, Any], **others: Any) -> dict[str, str]:
    try:
        check(form(), answers, today=TODAY, **others)
    except Several as several:
        return {str(error.field): str(error.code).removeprefix("questionnaires.") for error in several.errors}
    return {}


def checked(answers: dict[str, Any], **others: Any) -> Checked:
    return check(form(), answers, today=TODAY, **others)


def test_values_are_named_by_element() -> None:
    found = checked({"back": "y", "origin": "安徽 䶮😀", "heat": "36.6", "members": [{"who": "甲", "age": "3"}]})
    assert found.values == {"arrivals.is_back": "y", "arrivals.origin": "安徽 䶮😀", "health.temperature": 36.6}
    assert found.repeats == {"members": [{"members.name": "甲", "members.age": 3}]}


def test_irrelevant_answers_are_dropped() -> None:
    found = checked({"back": "n", "origin": "安徽"})
    assert (found.values, "origin" in found.answers) == ({"arrivals.is_back": "n"}, False)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"back": "required"}),
        ({"back": "y"}, {"origin": "required"}),
        ({"back": "maybe"}, {"back": "choice"}),
        ({"back": ["y"]}, {"back": "type"}),
        ({"back": "n", "heat": "366"}, {"heat": "constraint"}),
        ({"back": "n", "heat": "63.6"}, {"heat": "constraint"}),
        ({"back": "n", "heat": "hot"}, {"heat": "type"}),
        ({"back": "n", "heat": "NaN"}, {"heat": "type"}),
        ({"back": "n", "day": "2020-02-09"}, {"day": "constraint"}),
        ({"back": "n", "day": "2020-02-30"}, {"day": "type"}),
        ({"back": "y", "origin": "x" * 10_000_000}, {"origin": "type"}),
        ({"back": "y", "origin": "a\x00b"}, {"origin": "type"}),
        ({"back": "y", "origin": "\ud800"}, {"origin": "type"}),
        ({"back": "n", "province": "ah", "city": "nc"}, {"city": "choice"}),
        ({"back": "n", "many": ["y", "other"]}, {}),
        ({"back": "n", "many": ["z"]}, {"many": "choice"}),
        ({"back": "n", "nothing": 1}, {"nothing": "unknown"}),
        (
            {"back": "n", "members": [{"who": "甲"}, {"age": "x"}]},
            {"members-1-who": "required", "members-1-age": "type"},
        ),
        ({"back": "n", "members": [{"who": "甲"}] * 201}, {"members": "size"}),
        ({"back": "n", "members": "x"}, {"members": "type"}),
    ],
)
def test_each_error_is_at_its_field(answers: dict[str, Any], expected: dict[str, str]) -> None:
    assert errors(answers) == expected


def test_constraint_says_its_own_message() -> None:
    with pytest.raises(Several) as raised:
        checked({"back": "n", "heat": "366"})
    assert [str(error) for error in raised.value.errors] == ["请再量一次"]


def test_declined_satisfies_required_where_the_form_says_so() -> None:
    assert checked({"back": "y", "origin": "declined"}).declined == {"arrivals.origin"}
    assert errors({"back": "declined"}) == {"back": "choice"}


def test_known_fact_is_not_asked_again_and_not_recorded_again() -> None:
    known = {
        "arrivals.origin": Known("arrivals.origin", "安徽", "永乐村", TODAY),
        "arrivals.is_back": Known("arrivals.is_back", "y", "永乐村", TODAY),
    }
    found = checked({}, known=known)
    assert (found.values, found.known) == ({}, {"arrivals.origin", "arrivals.is_back"})
    shown = {item.key: item for item in questions(form(), None, today=TODAY, known=known)}
    assert (shown["back"].known_words, shown["origin"].known_words) == ("是", "安徽")


def test_known_fact_out_of_scope_satisfies_without_its_value() -> None:
    known = {"arrivals.is_back": Known("arrivals.is_back", None, "永乐村", TODAY)}
    shown = {item.key: item for item in questions(form(), None, today=TODAY, known=known)}
    assert (checked({}, known=known).values, shown["back"].known_words) == ({}, "")


def test_answer_replaces_what_was_known() -> None:
    known = {"arrivals.is_back": Known("arrivals.is_back", "y", "永乐村", TODAY)}
    assert checked({"back": "n"}, known=known).values == {"arrivals.is_back": "n"}


def test_questions_follow_the_answers_and_the_language() -> None:
    shown = questions(form(), {"back": "y", "province": "ah", "members": [{"who": "甲"}]}, today=TODAY, language="en")
    by_key = {item.key: item for item in shown}
    assert by_key["origin"].label == "From where?"
    assert [option.value for option in by_key["city"].options] == ["hf"]
    assert [child.label for child in by_key["members"].parts[0].children] == ["Name", "Age", "Hello 甲"]
    assert by_key["heat"].keypad == "decimal"
    assert "origin" not in {item.key for item in questions(form(), {}, today=TODAY)}


def test_posted_fields_become_nested_answers() -> None:
    post = QueryDict(
        "back=y&origin-declined=1&many=y&many=n&members-count=2&members-0-who=A&members-1-who=B"
        "&_remove=members-0&_add=members&csrfmiddlewaretoken=x"
    )
    assert from_post(form(), post) == {
        "back": "y",
        "origin": "declined",
        "many": ["y", "n"],
        "members": [{"who": "B"}, {}],
    }


def test_comparison_names_what_changed() -> None:
    old = compiled([("type", "name", "label"), ("text", "a", "A"), ("text", "b", "B")])
    new = compiled([("type", "name", "label"), ("integer", "a", "A"), ("text", "c", "C")])
    assert [(found.kind, found.key, found.field) for found in compare(old, new)] == [
        ("removed", "b", ""),
        ("changed", "a", "type"),
        ("added", "c", ""),
    ]


def test_question_that_a_default_makes_relevant_is_shown_at_once() -> None:
    rows = [
        ("type", "name", "label", "default", "relevant"),
        ("select_one yn", "measured", "Measured", "y", ""),
        ("decimal", "heat", "Heat", "", "${measured} = 'y'"),
    ]
    assert [item.key for item in questions(compiled(rows, YES_NO), None, today=TODAY)] == ["measured", "heat"]


def test_known_question_keeps_an_empty_control_until_it_is_answered_anew() -> None:
    known = {"arrivals.is_back": Known("arrivals.is_back", "y", "永乐村", TODAY)}
    shown = [questions(form(), {"back": given}, today=TODAY, known=known)[0] for given in ("", "y", "n")]
    assert [(item.value, item.is_asked_again) for item in shown] == [("", False), ("", False), ("n", True)]


@pytest.mark.parametrize("given", ["0", 0])
def test_zero_is_an_answer_and_is_not_replaced_by_what_was_known(given: Any) -> None:
    rows = [("type", "name", "label", "element"), ("integer", "nights", "Nights", "stay.nights")]
    known = {"stay.nights": Known("stay.nights", 3, "永乐村", TODAY)}
    found = check(compiled(rows), {"nights": given}, today=TODAY, known=known)
    assert (found.values, found.known) == ({"stay.nights": 0}, frozenset())


@pytest.mark.parametrize(
    ("holds", "given"),
    [("date", "2020-W07-6"), ("datetime", "2020-W07-6T10:00"), ("datetime", "2020-02-08"), ("datetime", "20200208T10")],
)
def test_days_and_times_are_written_in_one_way(holds: str, given: str) -> None:
    with pytest.raises(NotThisType):
        parse_answer(holds, given)
