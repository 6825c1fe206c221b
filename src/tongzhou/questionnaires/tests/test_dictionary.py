from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.utils import translation

from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, sheets
from tongzhou.kernel.errors import NotAllowed
from tongzhou.questionnaires import dictionary, queries
from tongzhou.questionnaires.actions import add_elements, import_elements
from tongzhou.questionnaires.errors import ElementRefused
from tongzhou.questionnaires.tests.factories import element

pytestmark = pytest.mark.usefixtures("committed")
BY = actor()
HEAD = ["编码", "中文名", "英文名", "类型", "责任单位", "用途", "截止日期", "有效天数"]


@pytest.fixture(autouse=True)
def february(committed: None) -> Iterator[None]:
    with clock.at(datetime(2020, 2, 8, 9, tzinfo=clock.ZONE)), translation.override("en"), database.acting([]):
        yield


def test_element_is_kept_with_its_owner_purpose_and_end() -> None:
    add_elements([element("travel.origin", fresh_days=14)], by=BY)
    kept = queries.elements("疾控").get()
    assert (kept.code, kept.owner, kept.ends_on, kept.fresh_days) == (
        *("travel.origin", "区疾控中心"),
        *(date(2020, 12, 31), 14),
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"owner": ""}, "owner"),
        ({"purpose": ""}, "purpose"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": date(2020, 2, 7)}, "ends_on"),
        ({"ends_on": date(9999, 12, 31)}, "ends_on"),
        ({"label_zh": ""}, "label_zh"),
        ({"holds": "picture"}, "type"),
        ({"purpose": "x" * 301}, "purpose"),
        ({"fresh_days": 0}, "fresh_days"),
    ],
)
def test_element_that_lacks_something_is_refused(changed: dict[str, object], field: str) -> None:
    with pytest.raises(ElementRefused) as refused:
        add_elements([element("good"), element("bad", **changed)], by=BY)
    assert refused.value.field == field
    assert not queries.elements().exists()


def test_second_time_changes_the_words_but_never_the_type() -> None:
    add_elements([element("a")], by=BY)
    add_elements([element("a", owner="镇政府")], by=BY)
    assert queries.elements().get().owner == "镇政府"
    with pytest.raises(ElementRefused, match="another type"):
        add_elements([element("a", holds="date")], by=BY)


def test_only_who_publishes_may_add() -> None:
    with pytest.raises(NotAllowed):
        add_elements([element("a")], by=actor(permissions=[Permission.QUESTIONNAIRE_VIEW]))


def test_sheet_keeps_the_good_rows_and_gives_the_others_back() -> None:
    rows = [
        ["a", "甲", "A", "text", "区疾控中心", "追踪", "2020-12-31", "14"],
        ["b", "乙", "B", "text", "", "追踪", "2020-12-31", ""],
        ["a", "甲", "A", "text", "区疾控中心", "追踪", "2020-12-31", ""],
        ["c", "丙", "C", "date", "区疾控中心", "追踪", "", ""],
        ["d", "丁", "D", "text", "区疾控中心", "追踪", "2020-13-31", ""],
    ]
    result = import_elements(sheets.write(HEAD, rows), by=BY)
    assert (result.taken, [error.row for error in result.refused]) == (["a"], [3, 4, 5, 6])
    back = dictionary.read(result.refused_file)
    assert [row["code"] for row in back.rows] == ["b", "a", "c", "d"]
    assert "owner" in back.rows[0][back.headings[-1]]


def test_end_date_of_the_import_stands_where_a_row_has_none() -> None:
    row = ["c", "丙", "C", "date", "区疾控中心", "追踪", "", ""]
    result = import_elements(sheets.write(HEAD, [row]), by=BY, ends_on=date(2021, 2, 1))
    assert (result.refused_file, queries.elements().get().ends_on) == (b"", date(2021, 2, 1))


def test_written_dictionary_can_be_read_back() -> None:
    add_elements([element("a", fresh_days=3), element("b", "date", is_sensitive=False)], by=BY)
    content = dictionary.write(queries.elements())
    assert import_elements(content, by=BY).taken == ["a", "b"]
    assert queries.elements("b").get().is_sensitive is False


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe", "编码\na".encode()])
def test_file_that_is_no_dictionary_is_refused(content: bytes) -> None:
    with pytest.raises(sheets.SheetRefused):
        import_elements(content, by=BY)
