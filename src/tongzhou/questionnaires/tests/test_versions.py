from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation

from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.questionnaires import queries
from tongzhou.questionnaires.actions import add_elements
from tongzhou.questionnaires.errors import NoQuestionnaire, VersionRefused
from tongzhou.questionnaires.problems import FormRefused
from tongzhou.questionnaires.publishing import Published, publish
from tongzhou.questionnaires.tests.factories import YES_NO, Land, Rows, element, land, workbook

pytestmark = pytest.mark.usefixtures("committed")
HEAD = ("type", "name", "label", "element", "relevant", "required")
BACK = ("select_one yn", "back", "从外地回来吗", "arrivals.back", "", "yes")
ORIGIN = ("text", "origin", "从哪里", "travel.origin", "${back} = 'y'")
DOG = ("text", "dog", "养狗吗", "town.dog")
FEB_8, FEB_9, FEB_10 = date(2020, 2, 8), date(2020, 2, 9), date(2020, 2, 10)


@pytest.fixture
def place(committed: None) -> Iterator[Land]:
    with (
        clock.at(datetime(2020, 2, 8, 9, tzinfo=clock.ZONE)),
        translation.override("en"),
        database.acting([], is_wide=True),
    ):
        made = land()
        by = actor(made.district, is_wide=True)
        codes = ["arrivals.back", "travel.origin", "town.dog"]
        add_elements([element(code) for code in codes], by=by)
        add_elements([element("old", ends_on=FEB_8)], by=by)
        yield made


def form(*rows: tuple[str, ...]) -> bytes:
    return workbook([HEAD, *rows], YES_NO, [("form_title", "form_id"), ("登记", "desk")])


def district(place: Land, *rows: tuple[str, ...], from_on: date = FEB_8, **more: Any) -> Published:
    return publish(code="desk", source=form(*rows), from_on=from_on, by=actor(place.district, is_wide=True), **more)


def town(place: Land, *rows: tuple[str, ...], from_on: date = FEB_8) -> Published:
    return publish(code="desk", source=form(*rows), from_on=from_on, by=actor(place.town), place_id=place.town)


def problems(place: Land, *rows: tuple[str, ...]) -> list[str]:
    with pytest.raises(FormRefused) as refused:
        district(place, *rows)
    return [problem.cell for problem in refused.value.problems]


def number(place_id: Any, on: date = FEB_8) -> int:
    return queries.current("desk", place_id, on).number


def test_version_is_asked_from_its_day_on(place: Land) -> None:
    with pytest.raises(NoQuestionnaire):
        number(None)
    first = district(place, BACK)
    assert [number(None), number(place.village), number(place.village, FEB_10)] == [1, 1, 1]
    with pytest.raises(NoQuestionnaire):
        number(None, date(2020, 2, 7))
    assert queries.current("desk", None, FEB_8).elements == ("arrivals.back",)
    assert queries.source(first.version.id) == form(BACK)


def test_follower_ends_the_version_before_it(place: Land) -> None:
    district(place, BACK)
    district(place, BACK, ORIGIN, from_on=FEB_10)
    assert [number(None, day) for day in (FEB_8, FEB_9, FEB_10)] == [1, 1, 2]
    assert [version.until_on for version in queries.versions("desk")] == [None, FEB_10]


def test_same_day_replaces_and_the_first_can_still_be_read(place: Land) -> None:
    first = district(place, BACK)
    district(place, BACK, ORIGIN)
    assert (number(None), queries.form(first.version.id).number) == (2, 1)


def test_overlapping_days_are_refused(place: Land) -> None:
    district(place, BACK, from_on=FEB_8, until_on=FEB_10)
    for days in ({"from_on": FEB_9}, {"from_on": FEB_9, "until_on": FEB_10}):
        with pytest.raises(VersionRefused) as refused:
            district(place, BACK, **days)
        assert refused.value.field == "from_on"
    assert district(place, BACK, from_on=FEB_10).version.number == 2


def test_version_begins_neither_in_the_past_nor_after_its_end(place: Land) -> None:
    district(place, BACK)
    with pytest.raises(VersionRefused, match="past"):
        district(place, BACK, from_on=date(2020, 2, 7))
    with pytest.raises(VersionRefused, match="end"):
        district(place, BACK, from_on=FEB_10, until_on=FEB_10)


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (("text", "x", "X", "nobody.owns"), "D2"),
        (("text", "unnamed", "X"), "B2"),
        (("date", "x", "X", "travel.origin"), "D2"),
    ],
)
def test_question_without_its_element_is_refused_at_its_cell(place: Land, row: tuple[str, ...], cell: str) -> None:
    assert problems(place, row) == [cell]


def test_ended_element_is_refused(place: Land) -> None:
    row = ("text", "x", "X", "old")
    assert district(place, row).version.number == 1
    with pytest.raises(FormRefused) as refused:
        district(place, row, from_on=FEB_9)
    assert [problem.cell for problem in refused.value.problems] == ["D2"]


def test_form_of_another_code_is_refused(place: Land) -> None:
    with pytest.raises(FormRefused, match="form_id"):
        publish(code="gate", source=form(BACK), from_on=FEB_8, by=actor(place.district, is_wide=True))


def test_town_adds_over_the_districts_minimum(place: Land) -> None:
    district(place, BACK)
    town(place, BACK, DOG)
    assert [number(place.village), number(place.town), number(place.other_town), number(None)] == [2, 2, 1, 1]


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ((DOG,), [""]),
        (((*BACK[:5], "no"), DOG), ["B2"]),
        ((DOG, (*BACK[:4], "${dog} = 'x'", "yes")), ["B3"]),
        ((("begin group", "g", "G", "", "${dog} = 'x'"), BACK, ("end group",), DOG), ["B3"]),
    ],
)
def test_town_cannot_weaken_the_minimum(place: Land, rows: Rows, cells: list[str]) -> None:
    district(place, BACK)
    with pytest.raises(FormRefused) as refused:
        town(place, *rows)
    assert [problem.cell for problem in refused.value.problems] == cells


def test_town_cannot_drop_a_choice(place: Land) -> None:
    district(place, BACK)
    short = workbook([HEAD, BACK], YES_NO[:2], [("form_id",), ("desk",)])
    with pytest.raises(FormRefused) as refused:
        publish(code="desk", source=short, from_on=FEB_8, by=actor(place.town), place_id=place.town)
    assert [problem.sheet for problem in refused.value.problems] == ["choices"]


def test_districts_new_question_ends_the_towns_version_that_lacks_it(place: Land) -> None:
    district(place, BACK)
    town(place, BACK, DOG)
    assert district(place, BACK, from_on=FEB_9).ended == []
    ended = district(place, BACK, ORIGIN, from_on=FEB_10).ended
    assert [version.number for version in ended] == [2]
    assert [number(place.village, day) for day in (FEB_8, FEB_9, FEB_10)] == [2, 2, 4]


def test_only_the_district_publishes_for_the_district_and_a_town_for_itself(place: Land) -> None:
    with pytest.raises(NotAllowed):
        publish(code="desk", source=form(BACK), from_on=FEB_8, by=actor(place.town))
    district(place, BACK)
    for stranger in (actor(place.other_town), actor(place.town, permissions=[Permission.QUESTIONNAIRE_VIEW])):
        with pytest.raises(NotAllowed):
            publish(code="desk", source=form(BACK), from_on=FEB_8, by=stranger, place_id=place.town)
    with pytest.raises(VersionRefused, match="towns"):
        publish(code="desk", source=form(BACK), from_on=FEB_8, by=actor(place.village), place_id=place.village)


def test_remembered_form_costs_one_statement(place: Land, django_assert_num_queries: Any) -> None:
    district(place, BACK)
    number(place.village)
    with django_assert_num_queries(1, using=database.WIDE):
        number(place.village)
