"""The real district, and what happens to it: preparatory groups, moves, new codes, bad rows."""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest

from tongzhou.kernel import ids
from tongzhou.places import actions, extract, queries
from tongzhou.places.actions import PlaceRefused
from tongzhou.places.models import Place, PlaceKind
from tongzhou.places.tree import Scope, Tree

pytestmark = pytest.mark.usefixtures("committed")
DAY, NEXT = date(2020, 2, 8), date(2020, 3, 1)


@pytest.fixture
def district(committed: None) -> Tree:
    actions.import_divisions(extract.rows(), on=extract.AS_OF)
    return queries.tree(DAY)


def coded(code: str, on: date = DAY) -> UUID:
    place = queries.by_code(code, on)
    assert place is not None
    return place.id


def test_extract_is_the_real_district(district: Tree) -> None:
    kinds = Counter(node.kind for node in district.nodes.values())
    assert kinds == {"district": 1, "town": 12, "committee": 232, "village": 143}
    zone = Counter(node.kind for node in district.children(coded("310114501")))
    assert zone == {"committee": 14, "village": 6}
    names = {code: district.get(coded(code)).name[:2] for code in ("310114102208", "310114111221", "310114001012")}
    assert names == {"310114102208": "永乐", "310114111221": "唐行", "310114001012": "南陈"}


def test_second_import_adds_nothing(district: Tree) -> None:
    again = actions.import_divisions(extract.rows(), on=extract.AS_OF)
    assert (again.taken, again.already, again.refused) == (0, 388, [])


def test_bad_rows_are_told_by_number_and_the_others_taken() -> None:
    rows = [
        {"code": "310114", "name": "嘉定区", "kind": "district", "parent_code": ""},
        {"code": "310114999", "name": "", "kind": "town", "parent_code": "310114"},
        {"code": "310114102", "name": "南翔镇", "kind": "borough", "parent_code": "310114"},
        {"code": "31011x", "name": "镇", "kind": "town", "parent_code": "310114"},
        {"code": "310114777001", "name": "村", "kind": "village", "parent_code": "310114777"},
        {"code": "310114111", "name": "䶮😷", "kind": "town", "parent_code": "310114"},
        {"code": "310114112", "name": "名" * 10_000_000, "kind": "town", "parent_code": "310114"},
    ]
    result = actions.import_divisions(rows, on=DAY)
    assert result.taken == 2
    assert [(refused.row, refused.field) for refused in result.refused] == [
        (3, "name"),
        (4, "kind"),
        (5, "code"),
        (6, "parent_code"),
        (8, "name"),
    ]


def test_scope_holds_its_subtree_and_nothing_else(district: Tree) -> None:
    huating, yongle = coded("310114111"), coded("310114102208")
    scope = district.scope([huating])
    assert {district.get(place).code[:9] for place in scope.places} == {"310114111"}
    assert huating in scope
    assert yongle not in scope


def test_scope_of_nothing_or_of_the_unknown_is_empty(district: Tree) -> None:
    assert district.scope([]) == district.scope([ids.new()]) == Scope()


def test_preparatory_group_has_no_code_until_it_is_given_one(district: Tree) -> None:
    zone = coded("310114501")
    group = actions.add_place(name="梧桐坊筹建组", kind=PlaceKind.PREPARATORY, parent_id=zone, on=DAY)
    assert queries.tree(DAY).get(group.id).code is None
    assert group.id in queries.tree(DAY).scope([zone])
    actions.give_code(place_id=group.id, code="310114109300", on=NEXT)
    assert (queries.by_code("310114109300", DAY), coded("310114109300", NEXT)) == (None, group.id)


def test_move_keeps_id_and_code_and_the_past(district: Tree) -> None:
    village, old, new = coded("310114111221"), coded("310114111"), coded("310114501")
    actions.move_place(place_id=village, parent_id=new, on=NEXT)
    before, after = queries.tree(DAY).get(village), queries.tree(NEXT).get(village)
    assert (before.parent_id, after.parent_id) == (old, new)
    assert before.code == after.code == "310114111221"


def test_move_in_a_circle_is_refused(district: Tree) -> None:
    with pytest.raises(PlaceRefused):
        actions.move_place(place_id=coded("310114111"), parent_id=coded("310114111221"), on=NEXT)


def test_crossing_of_the_district_itself_has_no_town(district: Tree) -> None:
    crossing = actions.add_place(name="道口", kind=PlaceKind.CHECKPOINT, parent_id=coded("310114"), on=DAY)
    assert queries.tree(DAY).town_of(crossing.id) is None
    town = district.town_of(coded("310114102208"))
    assert town is not None
    assert town.code == "310114102"


def test_code_in_use_is_refused_and_nothing_is_left_of_it(district: Tree) -> None:
    count = Place.objects.count()
    with pytest.raises(PlaceRefused) as refused:
        actions.add_place(name="另一个", kind=PlaceKind.TOWN, parent_id=None, on=DAY, code="310114111")
    assert (refused.value.field, Place.objects.count()) == ("code", count)


def test_place_that_manages_others_is_not_closed(district: Tree) -> None:
    with pytest.raises(PlaceRefused):
        actions.close_place(place_id=coded("310114111"), on=NEXT)
    village = coded("310114111221")
    actions.close_place(place_id=village, on=NEXT)
    assert village in queries.tree(DAY).nodes
    assert village not in queries.tree(NEXT).nodes


@pytest.mark.parametrize("text", ["永乐", "yongle", "ylc", "YONG le", "310114102208"])
def test_search_finds_by_characters_pinyin_initials_and_code(district: Tree, text: str) -> None:
    everything = district.scope([coded("310114")])
    assert coded("310114102208") in {
        node.id for node in queries.search(text, within=district, scope=everything, limit=50)
    }


def test_search_stays_within_the_scope(district: Tree) -> None:
    huating = district.scope([coded("310114111")])
    assert queries.search("永乐", within=district, scope=huating) == []
    assert queries.search(" ", within=district, scope=huating) == []
