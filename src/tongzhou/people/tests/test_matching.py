from datetime import datetime
from typing import Any

from tongzhou.access.models import Look
from tongzhou.kernel import clock, database
from tongzhou.people import actions, contacts
from tongzhou.people.matching import Reason, Similar, find_similar
from tongzhou.people.tests.conftest import Desks
from tongzhou.people.tests.factories import added, new_person, with_number

PHONE = "10000009999"


def similar(new: Any, by: Any) -> list[Similar]:
    with database.acting(by.scope.places, is_wide=by.is_wide):
        return find_similar([new], by=by)[0]


def test_same_number_is_found_in_another_village_and_shown_masked(desks: Desks) -> None:
    known = with_number(desks.nanchen.post_id, name="张建国")
    added(known, by=desks.nanchen)
    with database.acting(desks.nanchen.scope.places):
        contacts.made([(known.id, known.place_id)], about="registered", by=desks.nanchen)
    (found,) = similar(with_number(desks.yongle.post_id, name="张健国"), desks.yongle)
    assert (found.person_id, found.village, found.masked) == (known.id, "南陈社区", "张＊＊")
    assert found.reasons == Reason.NUMBER
    assert found.is_certain
    assert found.identity is None
    assert found.asked_by == desks.nanchen.unit_name
    assert isinstance(found.asked_at, datetime)


def test_no_sealed_part_of_another_village_leaves_the_database(desks: Desks) -> None:
    known = new_person(desks.nanchen.post_id, phone=PHONE)
    added(known, by=desks.nanchen)
    for by, is_shown in ((desks.yongle, False), (desks.nanchen, True), (desks.wide, True)):
        (found,) = similar(new_person(desks.yongle.post_id, phone=PHONE, name="李四"), by)
        assert (found.identity is not None) == is_shown
        assert found.reasons == Reason.PHONE
        assert not found.is_certain


def test_empty_scope_sees_masked_names_only(desks: Desks) -> None:
    known = new_person(desks.nanchen.post_id, phone=PHONE)
    added(known, by=desks.nanchen)
    with database.acting([]):
        (found,) = find_similar([new_person(desks.yongle.post_id, phone=PHONE)], by=desks.yongle)[0]
    assert (found.identity, found.masked) == (None, "张＊＊")


def test_name_counts_at_the_same_place_or_with_the_telephone(desks: Desks) -> None:
    known = new_person(desks.nanchen.post_id, name="王芳", phone=PHONE)
    added(known, by=desks.nanchen)
    assert similar(new_person(desks.yongle.post_id, name="王芳"), desks.yongle) == []
    (there,) = similar(new_person(desks.nanchen.post_id, name="王 芳"), desks.yongle)
    assert there.reasons == Reason.NAME
    (both,) = similar(new_person(desks.yongle.post_id, name="王芳", phone="100-0000-9999"), desks.yongle)
    assert both.reasons == Reason.NAME | Reason.PHONE
    assert both.is_certain


def test_at_most_five_are_told_and_the_certain_one_comes_first(desks: Desks) -> None:
    by = desks.yongle
    added(*(new_person(by.post_id, name=f"工友{letter}", phone=PHONE) for letter in "甲乙丙丁戊己庚"), by=by)
    same = new_person(by.post_id, name="工友辛", phone=PHONE)
    added(same, by=by)
    found = similar(new_person(by.post_id, name="工友辛", phone=PHONE), by)
    assert len(found) == 5
    assert found[0].person_id == same.id


def test_each_of_a_list_gets_its_own_answer_in_one_statement(desks: Desks, django_assert_num_queries: Any) -> None:
    by = desks.yongle
    known = [with_number(by.post_id, name=f"成员{letter}", sequence=n) for n, letter in enumerate("甲乙丙")]
    added(*known, by=by)
    asked = [with_number(by.post_id, name="某", sequence=n) for n in (2, 7, 0)]
    with database.acting(by.scope.places), django_assert_num_queries(1):
        found = find_similar(asked, by=by)
    assert [[one.person_id for one in answer] for answer in found] == [[known[2].id], [], [known[0].id]]


def test_every_answer_is_a_look_and_no_answer_is_none(desks: Desks) -> None:
    known = with_number(desks.nanchen.post_id)
    added(known, by=desks.nanchen)
    similar(with_number(desks.yongle.post_id), desks.yongle)
    similar(new_person(desks.yongle.post_id, name="无关"), desks.yongle)
    with database.acting(desks.nanchen.scope.places):
        (look,) = Look.objects.all()
        assert (look.subject_id, look.what, look.account_id) == (known.id, "similar", desks.yongle.account_id)


def test_merged_record_is_told_as_its_survivor(desks: Desks) -> None:
    by = desks.town
    loser, survivor = with_number(by.post_id, name="李大伟"), new_person(by.post_id, name="李伟")
    added(loser, survivor, by=by)
    with database.acting(by.scope.places):
        actions.merge(loser_id=loser.id, survivor_id=survivor.id, reason="同一人", by=by)
    (found,) = similar(with_number(by.post_id, name="李某"), by)
    assert (found.person_id, found.reasons) == (survivor.id, Reason.NUMBER)


def test_wrong_parts_are_not_looked_for(desks: Desks) -> None:
    by = desks.yongle
    known = new_person(by.post_id, name="王芳", phone=PHONE)
    added(known, by=by)
    asked = new_person(by.post_id, name="王芳", phone="电话", id_kind="resident", id_number="1")
    (found,) = similar(asked, by)
    assert found.reasons == Reason.NAME
    with database.acting(by.scope.places):
        assert find_similar([], by=by) == []


def test_last_contact_is_told(desks: Desks) -> None:
    by = desks.yongle
    known = new_person(by.post_id, phone=PHONE)
    added(known, by=by)
    for hour in (9, 8):
        with database.acting(by.scope.places):
            at = datetime(2020, 2, 8, hour, tzinfo=clock.ZONE)
            contacts.made([(known.id, known.place_id)], about="registered", at=at, by=by)
    (found,) = similar(new_person(by.post_id, phone=PHONE, name="李四"), by)
    assert found.asked_at == datetime(2020, 2, 8, 9, tzinfo=clock.ZONE)
    with database.acting(by.scope.places):
        made = contacts.of(known.id)
        assert [one.at.hour for one in made] == [1, 0]
        assert by.unit_name in str(made[0])
