from datetime import date, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people import idcheck
from tongzhou.people.tests.numbers import resident

born = st.dates(date(1900, 1, 1), date(2020, 1, 1))


@given(born, st.integers(0, 999))
def test_resident_number_is_accepted_in_any_spelling(day: date, sequence: int) -> None:
    number = resident(day, sequence)
    wide = "".join(chr(ord(character) + 0xFEE0) for character in number)
    for spelling in (number, number.lower(), wide, f" {number[:6]} {number[6:]} "):
        assert idcheck.number("resident", spelling) == number
    assert idcheck.born_on(number) == day


@given(born, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_refused(day: date, place: int, step: int) -> None:
    number = resident(day)
    wrong = str((int(number[place]) + step) % 10)
    with pytest.raises(idcheck.IdRefused):
        idcheck.number("resident", number[:place] + wrong + number[place + 1 :])


def test_published_example_of_the_standard_is_accepted() -> None:
    assert idcheck.number("resident", "11010519491231002x") == "11010519491231002X"


@pytest.mark.parametrize(
    "number",
    ["", "123", "1" * 19, "99999919800230001X", "99999918490101001X", "９" * 10_000_000, "1101051949123100２é"],
)
def test_what_is_no_resident_number_is_refused(number: str) -> None:
    with pytest.raises(idcheck.IdRefused) as refused:
        idcheck.number("resident", number)
    assert refused.value.field == "id_number"
    assert refused.value.message


def test_birth_in_the_future_is_refused() -> None:
    with pytest.raises(idcheck.IdRefused, match="出生|birth"):
        idcheck.number("resident", resident(clock.today() + timedelta(days=1)))


@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [
        ("passport", "e12345678", "E12345678"),
        ("passport", "Ｇ1234 5678", "G12345678"),
        ("hk_macau", "h12345678", "H12345678"),
        ("taiwan", "01234567", "01234567"),
        ("foreign_permanent", "fra310000000001", "FRA310000000001"),
        ("other", "军字第0001号", "军字第0001号"),
        ("none", "", ""),
    ],
)
def test_other_papers_are_possible(kind: str, number: str, kept: str) -> None:
    assert idcheck.number(kind, number) == kept


@pytest.mark.parametrize(
    ("kind", "number", "field"),
    [
        ("passport", "E-1", "id_number"),
        ("hk_macau", "12345678", "id_number"),
        ("taiwan", "1234567", "id_number"),
        ("foreign_permanent", "FRA31", "id_number"),
        ("none", "1", "id_kind"),
        ("library card", "1", "id_kind"),
        ("passport", "", "id_number"),
    ],
)
def test_wrong_paper_names_its_field(kind: str, number: str, field: str) -> None:
    with pytest.raises(idcheck.IdRefused) as refused:
        idcheck.number(kind, number)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("+86 100 0000 0001", "10000000001"),
        ("0086-10000000001", "10000000001"),
        ("１００-００００-０００１", "10000000001"),
        ("021-59520000", "02159520000"),
        ("+86 21 59520000", "2159520000"),
        ("59520000转801", "59520000x801"),
        ("+852 2345 6789", "+85223456789"),
        ("0033 1 23 45 67 89", "+33123456789"),
        ("110", "110"),
    ],
)
def test_phone_has_one_spelling(typed: str, kept: str) -> None:
    assert idcheck.phone(typed) == kept
    assert idcheck.phone(kept) == kept


@pytest.mark.parametrize("typed", ["1000000000", "100000000012", "电话", "12", "1" * 10_000_000, "1e10", "+"])
def test_wrong_phone_is_refused(typed: str) -> None:
    with pytest.raises(idcheck.PhoneRefused):
        idcheck.phone(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张 三", "张三"),
        ("　䶮 龘　", "䶮龘"),
        ("𫖯𬤊", "𫖯𬤊"),
        (chr(0x31350), chr(0x31350)),
        ("买买提 • 艾力", "买买提·艾力"),
        ("Ｊohn   O'Neil", "John O'Neil"),
        ("王〇", "王〇"),
        ("José Müller-Łuk", "José Müller-Łuk"),
        ("不详", "不详"),
    ],
)
def test_name_has_one_spelling(typed: str, kept: str) -> None:
    assert idcheck.name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["张三😷", "张\0三", "张\u200d三", "❤️", "张\ue863", "李\ud800", "<b>", " ", "张" * 101]
)
def test_what_is_no_name_is_refused_in_words(typed: str) -> None:
    with pytest.raises(idcheck.NameRefused) as refused:
        idcheck.name(typed)
    assert refused.value.field == "name"
    assert str(refused.value).isprintable()


def test_huge_texts_are_refused_without_work() -> None:
    huge = "张" * 10_000_000
    begun = perf_counter()
    for check in (idcheck.name, idcheck.address, idcheck.phone):
        with pytest.raises(RuleBroken):
            check(huge)
    assert perf_counter() - begun < 0.1


@given(st.text(max_size=120))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for check in (idcheck.name, idcheck.phone, idcheck.address):
        try:
            once = check(text)
        except RuleBroken:
            continue
        assert check(once) == once
