"""Offices' own forms are understood: nearly every column that can be filled, and none wrongly."""

import pytest

from tongzhou.kernel.packed import SheetRefused
from tongzhou.tables import layouts, matching
from tongzhou.tables.layouts import Column
from tongzhou.tables.tests.bad_workbooks import BAD
from tongzhou.tables.tests.layouts_of_offices import OFFICES, Office


def understood(content: bytes) -> dict[str, str]:
    known = matching.fields()
    layout = layouts.read(layouts.opened(content), lambda text: matching.is_known(text, known))
    return {one.column.letter: one.field for one in matching.match(layout.columns, known)}


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.__name__)
def test_no_column_is_matched_wrongly(office: Office) -> None:
    content, expected = office()
    found = understood(content)
    wrong = {letter: field for letter, field in found.items() if field and field != expected.get(letter)}
    assert wrong == {}


def test_nine_in_ten_of_the_columns_that_can_be_filled_are_matched() -> None:
    wanted = matched = 0
    lacking = []
    for office in OFFICES:
        content, expected = office()
        found = understood(content)
        for letter, field in expected.items():
            if field:
                wanted += 1
                matched += found.get(letter) == field
                lacking += [(office.__name__, letter, field)] if found.get(letter) != field else []
    print(f"{len(OFFICES)} layouts: {matched} of {wanted} columns that can be filled were matched")
    assert len(OFFICES) >= 12
    assert matched >= 0.9 * wanted, lacking


def test_what_a_person_confirmed_is_remembered_and_wins() -> None:
    column = Column("A", "隔离点")
    (unknown,) = matching.match([column], matching.fields())
    assert unknown.field == ""
    (known,) = matching.match([column], matching.fields(), {"隔离点": "address"})
    assert (known.field, known.how) == ("address", "remembered")


def test_what_sounds_alike_is_offered_and_not_taken() -> None:
    (one,) = matching.match([Column("A", "联系电画")], matching.fields())
    assert (one.field, "phone" in one.offered) == ("", True)


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_a_workbook_that_cannot_be_a_form_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(SheetRefused) as told:
        understood(content)
    assert str(told.value)
