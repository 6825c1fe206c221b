import pytest

from tongzhou.kernel import sheets
from tongzhou.places.tests.factories import ON, district
from tongzhou.units import actions, queries
from tongzhou.units.errors import StaffRefused, UnitRefused

pytestmark = pytest.mark.usefixtures("committed")


def test_every_village_gets_its_committee_once() -> None:
    district()
    kinds = {"village": "committee", "town": "town_office"}
    assert actions.open_for_places(kinds=kinds, on=ON) == 5
    assert actions.open_for_places(kinds=kinds, on=ON) == 0


def test_unit_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnitRefused) as refused:
        actions.add_unit(name="指挥部", kind="castle", place_id=district().district.id, on=ON)
    assert refused.value.field == "kind"


def test_staff_number_of_another_name_is_refused() -> None:
    unit = actions.add_unit(name="人社局", kind="department", place_id=district().district.id, on=ON)
    actions.add_staff(number="7", name="甲", unit_id=unit.id, on=ON)
    with pytest.raises(StaffRefused) as refused:
        actions.add_staff(number="7", name="乙", unit_id=unit.id, on=ON)
    assert refused.value.field == "number"


def test_import_takes_the_good_rows_and_gives_the_bad_back() -> None:
    unit = actions.add_unit(name="人社局", kind="department", place_id=district().district.id, on=ON)
    content = sheets.write(
        ["工号", "姓名", "单位"], [["1", "甲", "人社局"], ["2", "", "人社局"], ["3", "丙", "没有的局"]]
    )
    sheet = sheets.read(
        content, needs=["number", "name", "unit"], names={"工号": "number", "姓名": "name", "单位": "unit"}
    )
    result = actions.import_staff(sheet.rows, on=ON)
    assert (result.taken, [error.row for error in result.refused]) == (1, [3, 4])
    assert [staff.name for staff in queries.staff_of(unit.id)] == ["甲"]
    back = sheets.read(sheets.refused(sheet, result.refused))
    assert [row["number"] for row in back.rows] == ["2", "3"]
    assert all(row[back.headings[-1]] for row in back.rows)


def test_a_file_that_is_no_sheet_is_refused_in_words() -> None:
    for content in (b"PK\x03\x04 not a zip", b"\xff\xfe\x00", b""):
        with pytest.raises(sheets.SheetRefused):
            sheets.read(content)
