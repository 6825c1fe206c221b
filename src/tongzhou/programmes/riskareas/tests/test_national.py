"""How people name places, and which division that is."""

import pytest

from tongzhou.programmes.riskareas import national


@pytest.mark.parametrize(
    ("text", "province", "codes"),
    [
        ("阜阳", "34", {"3412"}),
        ("阜阳市临泉县", "34", {"341221"}),
        ("临泉", "34", {"341221"}),
        ("安徽阜阳", "34", {"3412"}),
        ("武汉", "42", {"4201"}),
        ("武汉江汉区", "42", {"420103"}),
        ("老家", "36", {"36"}),
        ("", "42", {"42"}),
        ("江苏南京、安徽合肥", "", {"3201", "3401"}),
        ("温州", "", {"3303"}),
        ("吉林", "22", {"2202"}),
        ("不记得了", "", set()),
        ("鼓楼", "", set()),  # four cities have one
        ("南京鼓楼", "", {"320106"}),
    ],
)
def test_resolve(text: str, province: str, codes: set[str]) -> None:
    assert national.resolve(text, province) == codes


def test_search_goes_from_the_wide_to_the_narrow_and_names_in_full() -> None:
    assert national.search("温州")[0] == ("3303", "浙江省温州市")
    assert ("330304", "浙江省温州市瓯海区") in national.search("瓯海")
    assert national.search("4201")[0] == ("4201", "湖北省武汉市")
    assert national.search(" ") == []


def test_a_stay_is_found_at_every_level_and_tells_nothing_of_itself() -> None:
    found = national.tokens(["341221"])
    assert found == {national.token(code) for code in ("34", "3412", "341221")}
    assert {len(one) for one in found} == {8}
