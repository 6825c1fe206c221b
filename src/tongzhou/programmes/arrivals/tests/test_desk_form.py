from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import Several
from tongzhou.programmes import arrivals
from tongzhou.questionnaires import queries
from tongzhou.questionnaires.actions import import_elements
from tongzhou.questionnaires.checking import Checked, check
from tongzhou.questionnaires.publishing import publish
from tongzhou.questionnaires.showing import Shown, questions
from tongzhou.questionnaires.state import walk_items
from tongzhou.questionnaires.tests.factories import land
from tongzhou.questionnaires.xlsform import Compiled, compile_form

FORMS = Path(arrivals.__file__).parent / "forms"
DAY = date(2020, 2, 8)
WELL = {
    "origin_province": "34",
    "wuhan": "no",
    "transport": "train",
    "returned_on": "2020-02-08",
    "contact": "no",
    "symptoms": ["none"],
    "measured": "yes",
    "temperature": "36.6",
}


@pytest.fixture(scope="module")
def desk() -> Compiled:
    return compile_form(FORMS / "desk.xlsx")


def checked(desk: Compiled, **answers: Any) -> Checked:
    return check(desk, {**WELL, **answers}, today=DAY)


def flat(shown: list[Shown]) -> list[str]:
    return [key for item in shown for key in (flat(item.children) if item.kind == "group" else [item.key])]


def refused(desk: Compiled, **answers: Any) -> dict[str, str]:
    with pytest.raises(Several) as raised:
        checked(desk, **answers)
    return {str(error.field): str(error) for error in raised.value.errors}


def test_questions_stand_in_the_order_of_the_page(desk: Compiled) -> None:
    asked = flat(questions(desk, WELL, today=DAY))
    order = ["origin_province", "wuhan", "transport", "returned_on", "contact", "symptoms", "temperature", "advice"]
    assert [key for key in asked if key in order] == order


def test_new_form_asks_for_the_temperature_at_once(desk: Compiled) -> None:
    asked = flat(questions(desk, None, today=DAY))
    assert "temperature" in asked
    assert not {"origin_city", "wuhan_left_on", "hot", "unmeasured_done", "declined_done"} & set(asked)


def test_eight_answers_are_enough_for_one_person(desk: Compiled) -> None:
    values = checked(desk).values
    assert (values["travel.origin_province"], values["health.temperature"], len(values)) == ("34", 36.6, 8)


@pytest.mark.parametrize("typed", ["366", "63.6", "3.66", "33.9", "43.1"])
def test_typing_error_in_a_temperature_is_named(desk: Compiled, typed: str) -> None:
    assert "366" in refused(desk, temperature=typed)["temperature"]


def test_fever_asks_for_a_second_reading(desk: Compiled) -> None:
    shown = {heat: flat(questions(desk, {**WELL, "temperature": heat}, today=DAY)) for heat in ("37.2", "37.3")}
    assert [("hot" in keys, "temperature_again" in keys) for keys in shown.values()] == [(False, False), (True, True)]


def test_wuhan_asks_when_they_left(desk: Compiled) -> None:
    assert "wuhan_left_on" in flat(questions(desk, {**WELL, "wuhan": "yes"}, today=DAY))
    assert set(refused(desk, wuhan="yes", wuhan_left_on="2020-02-09")) == {"wuhan_left_on"}


def test_who_refuses_everything_is_recorded_with_what_was_done(desk: Compiled) -> None:
    silent = dict.fromkeys(["origin_province", "wuhan", "transport", "returned_on", "contact", "symptoms"], "declined")
    found = checked(desk, **silent, measured="refused", unmeasured_done=["persuaded"], declined_done=["village"])
    assert len(found.declined) == 6
    assert found.values["arrivals.declined_done"] == ["village"]
    assert "health.temperature" not in found.values


def test_impossible_days_and_contradictions_are_refused(desk: Compiled) -> None:
    answers = {"returned_on": "2020-02-09", "symptoms": ["none", "cough"]}
    assert set(refused(desk, **answers)) == {"returned_on", "symptoms"}


def test_every_word_is_there_in_both_languages(desk: Compiled) -> None:
    for item in walk_items(desk["items"]):
        for column in ("label", "hint", "constraint_message"):
            assert set(item.get(column, {"zh": 1, "en": 1})) == {"zh", "en"}, item["key"]
    assert all(set(choice["label"]) == {"zh", "en"} for choices in desk["lists"].values() for choice in choices)


@pytest.fixture
def february(committed: None) -> Iterator[None]:
    with clock.at(datetime(2020, 2, 8, 9, tzinfo=clock.ZONE)), database.acting([], is_wide=True):
        yield


def test_form_is_published_with_its_dictionary(february: None) -> None:
    district = land().district
    by = actor(district, is_wide=True)
    imported = import_elements((FORMS / "elements.xlsx").read_bytes(), by=by, ends_on=date(2020, 12, 31))
    assert imported.refused == []
    publish(code="desk", source=(FORMS / "desk.xlsx").read_bytes(), from_on=DAY, by=by)
    form = queries.current("desk", None, DAY)
    assert set(form.elements) == set(imported.taken)
    always = {element.code for element in queries.elements() if element.fresh_days is None}
    assert {"health.temperature", "health.symptoms", "health.contact"} <= always
