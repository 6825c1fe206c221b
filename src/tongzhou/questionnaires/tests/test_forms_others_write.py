"""Forms in the manner of public tutorials and of other tools' exports: each compiles and does what its author meant."""

from datetime import date
from typing import Any

import pytest

from tongzhou.kernel.errors import Several
from tongzhou.questionnaires.checking import Checked, check
from tongzhou.questionnaires.showing import Shown, questions
from tongzhou.questionnaires.tests.factories import YES_NO, compiled
from tongzhou.questionnaires.xlsform import Compiled

TODAY = date(2020, 2, 8)


def filled(form: Compiled, **answers: Any) -> Checked:
    return check(form, answers, today=TODAY, language="en")


def refused(form: Compiled, **answers: Any) -> list[str]:
    with pytest.raises(Several) as raised:
        filled(form, **answers)
    return sorted(str(error.field) for error in raised.value.errors)


def asked(form: Compiled, **answers: Any) -> list[str]:
    def flat(items: list[Shown]) -> list[str]:
        return [key for item in items for key in (flat(item.children) if item.kind == "group" else [item.key])]

    return flat(questions(form, answers, today=TODAY, language="en"))


def test_household_survey_with_a_counted_repeat() -> None:
    form = compiled(
        [
            ("type", "name", "label", "hint", "relevant", "constraint", "repeat_count", "calculation", "appearance"),
            ("start", "start"),
            ("end", "end"),
            ("today", "today"),
            ("deviceid", "deviceid"),
            (),
            ("begin group", "hh", "Household", "", "", "", "", "", "field-list"),
            ("text", "head", "Name of the head of household"),
            ("integer", "size", "How many people live here?", "", "", ". > 0 and . <= 30"),
            ("end group",),
            ("begin repeat", "person", "Person", "", "", "", "${size}"),
            ("calculate", "nth", "", "", "", "", "", "position(..)"),
            ("text", "name", "Name of person ${nth}"),
            ("integer", "age", "How old is ${name}?", "in years", "", ". >= 0 and . < 130"),
            ("select_one yn", "school", "Does ${name} go to school?", "", "${age} >= 6 and ${age} <= 18"),
            ("end repeat",),
            ("calculate", "oldest", "", "", "", "", "", "max(${age})"),
            ("calculate", "children", "", "", "", "", "", "sum(${age})"),
            ("calculate", "first", "", "", "", "", "", "indexed-repeat(${name}, ${person}, 1)"),
            ("note", "thanks", "Thank you ${head}: ${first} is the first of ${size}, the oldest is ${oldest}."),
        ],
        YES_NO,
        [("form_title", "form_id", "style"), ("Household survey", "household", "pages")],
    )
    people = [{"name": "A", "age": "40"}, {"name": "B", "age": "7", "school": "y"}]
    found = filled(form, head="A", size="2", person=people)
    assert [part.get("school") for part in found.repeats["person"]] == [None, "y"]
    shown = questions(form, {"head": "A", "size": "2", "person": people}, today=TODAY)[-1]
    assert shown.label == "Thank you A: A is the first of 2, the oldest is 40."
    assert refused(form, head="A", size="31") == ["size"]


CASCADE = [
    ("list_name", "name", "label", "state", "county"),
    ("states", "tx", "Texas"),
    ("states", "wa", "Washington"),
    ("counties", "king", "King", "wa"),
    ("counties", "cameron", "Cameron", "tx"),
    ("cities", "seattle", "Seattle", "wa", "king"),
    ("cities", "redmond", "Redmond", "wa", "king"),
    ("cities", "brownsville", "Brownsville", "tx", "cameron"),
]


def test_cascading_selects() -> None:
    form = compiled(
        [
            ("type", "name", "label", "choice_filter", "appearance"),
            ("select_one states", "state", "State", "", "minimal"),
            ("select_one counties", "county", "County", "state=${state}", "quick"),
            ("select_one cities", "city", "City", "state=${state} and county=${county}"),
        ],
        CASCADE,
    )
    shown = questions(form, {"state": "wa", "county": "king"}, today=TODAY)
    assert [[option.value for option in item.options] for item in shown] == [
        *(["tx", "wa"], ["king"]),
        ["seattle", "redmond"],
    ]
    assert refused(form, state="tx", county="king") == ["county"]


def test_groups_within_groups_with_relevants() -> None:
    form = compiled(
        [
            ("type", "name", "label", "relevant", "required", "calculation", "read_only", "default"),
            ("date", "dob", "Date of birth", "", "true()"),
            ("calculate", "age", "", "", "", "int((today() - ${dob}) div 365.25)"),
            ("calculate", "born", "", "", "", "format-date(${dob}, '%Y-%m')"),
            ("begin group", "adult", "Adults", "${age} >= 18"),
            ("select_one yn", "works", "Works?", "", "yes"),
            ("begin group", "job", "Job", "${works} = 'y'"),
            ("text", "firm", "Which firm?", "", "${age} < 65"),
            ("end group",),
            ("end group",),
            ("text", "summary", "Summary", "", "", "concat(${born}, ' ', coalesce(${firm}, 'none'))", "yes"),
            ("integer", "visits", "Visits", "", "", "", "", "1"),
        ],
        YES_NO,
    )
    assert asked(form, dob="2010-05-01") == ["dob", "summary", "visits"]
    assert asked(form, dob="1980-05-01", works="y") == ["dob", "works", "firm", "summary", "visits"]
    assert refused(form, dob="1980-05-01", works="y") == ["firm"]
    assert filled(form, dob="1950-05-01", works="y").answers["summary"] == "1950-05 none"


def test_none_of_these_excludes_the_others() -> None:
    form = compiled(
        [
            ("type", "name", "label", "constraint", "constraint message", "relevant"),
            (
                *("select_multiple symptoms or_other", "symptoms", "Symptoms"),
                *("not(selected(., 'none') and count-selected(.) > 1)", "None means none"),
            ),
            (
                "integer",
                "days",
                "For how many days?",
                "",
                "",
                "not(selected(${symptoms}, 'none')) and ${symptoms} != ''",
            ),
            ("note", "n", "You chose ${symptoms}", "", "", "count-selected(${symptoms}) >= 2"),
        ],
        [
            ("list name", "name", "label"),
            ("symptoms", "none", "None"),
            ("symptoms", "1", "Fever"),
            ("symptoms", "2", "Cough"),
        ],
    )
    assert refused(form, symptoms=["none", "1"]) == ["symptoms"]
    assert asked(form, symptoms=["none"]) == ["symptoms"]
    assert asked(form, symptoms=["1", "2"]) == ["symptoms", "days", "n"]
    assert asked(form, symptoms=["other"]) == ["symptoms", "symptoms_other", "days"]


def test_translations_with_a_default_language() -> None:
    form = compiled(
        [
            (
                *("type", "name", "label::English (en)", "label::Français (fr)", "hint::English (en)"),
                *("guidance_hint::English (en)", "constraint", "constraint_message::English (en)"),
                *("constraint_message::Français (fr)", "media::image::English (en)"),
            ),
            ("text", "name", "Your name", "Votre nom", "As on the card", "Ask to see it"),
            ("integer", "age", "${name}, your age", "${name}, votre âge", "", "", ". < 130", "Too old", "Trop âgé"),
        ],
        (),
        [("form_title", "form_id", "default_language"), ("Langues", "langues", "Français (fr)")],
    )
    words = {
        language: [item.label for item in questions(form, {"name": "Ana"}, today=TODAY, language=language)]
        for language in ("en", "fr", "zh")
    }
    assert words["en"] == ["Your name", "Ana, your age"]
    assert words["zh"] == words["fr"] == ["Votre nom", "Ana, votre âge"]


def test_measures_points_and_patterns() -> None:
    form = compiled(
        [
            ("type", "name", "label", "constraint", "calculation", "parameters", "required", "required_message"),
            ("decimal", "weight", "Weight (kg)", ". > 0.5 and . < 300"),
            ("decimal", "height", "Height (cm)"),
            ("calculate", "bmi", "", "", "round(${weight} div pow(${height} div 100, 2), 1)"),
            ("note", "show", "**BMI**: ${bmi}<br>thank you"),
            ("range", "pain", "Pain", "", "", "start=0 end=10 step=1"),
            ("geopoint", "where", "Where"),
            ("barcode", "sample", "Sample"),
            ("text", "phone", "Phone", "regex(., '^[0-9]{7,11}$')"),
            ("time", "at", "At"),
            ("dateTime", "when", "When", ". <= now()"),
            ("acknowledge", "consent", "I agree", "", "", "", "yes", "Consent is needed"),
        ]
    )
    good = {"weight": "70", "height": "175", "pain": "3", "where": "31.38 121.26", "phone": "55555555", "consent": "OK"}
    assert filled(form, **good).answers["bmi"] == "22.9"
    assert refused(form, **{**good, "phone": "12", "pain": "11", "consent": "", "where": "91 0"}) == [
        *("consent", "pain"),
        *("phone", "where"),
    ]


def test_export_of_another_tool_with_its_own_columns() -> None:
    form = compiled(
        [
            (
                "type",
                "name",
                "label",
                "required",
                "$kuid",
                "$autoname",
                "appearance",
                "parameters",
                "hxl",
                "bind::esri:fieldType",
            ),
            ("begin_group", "group_ab12", "Section", "", "x1", "", "w4", "", "", ""),
            ("select_one yn", "_1_Do_you_agree", "1. Do you agree?", "false", "x2", "_1", "w1 horizontal-compact"),
            ("select_multiple yn", "Which", "Which", "TRUE", "x3", "Which", "", "randomize=true"),
            ("end_group", "", "", "", "x4"),
            ("username", "username"),
            ("hidden", "project", "", "", "x5"),
        ],
        YES_NO,
        [
            ("form_title", "id_string", "style", "version", "instance_name"),
            ("Export", "aB3", "theme-grid", "1 (2020)", "x"),
        ],
    )
    assert filled(form, Which=["y"]).values == {"Which": ["y"]}
    assert [warning["column"] for warning in form["warnings"]]
