from typing import Any

import pytest

from tongzhou.access import looks
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids, sealing
from tongzhou.kernel.errors import NotAllowed, Several
from tongzhou.ledger import queries as ledger
from tongzhou.ledger.reading import secret_of
from tongzhou.people import actions, households, queries
from tongzhou.people.errors import MergeRefused, NotMerged, PersonNotThere, ReasonNeeded
from tongzhou.people.identities import Identity
from tongzhou.people.models import Household, Person, Token
from tongzhou.people.tests.conftest import Desks
from tongzhou.people.tests.factories import added, new_person, with_number

WHY = "核实登记"


def test_person_is_kept_sealed_and_comes_back_whole(desks: Desks) -> None:
    by = desks.yongle
    handed = with_number(by.post_id, name="　吕 䶮", phone="+86 100 0000 0001")
    kept = added(handed, by=by)
    with database.acting(by.scope.places):
        row = Person.objects.get(id=handed.id)
        assert "吕".encode() not in bytes(row.sealed)
        assert (row.masked, row.place_id, row.recorded_at_id) == ("吕＊", by.post_id, by.post_id)
        assert row.keep_until > clock.today()
        read = queries.identities([handed.id], by=by, reason=WHY)[handed.id]
        assert read == Identity("吕䶮", "resident", handed.id_number, "10000000001", handed.address)
        assert queries.keys([handed.id]) == {handed.id: kept[0].key}


@pytest.mark.parametrize("number", [1, 60])
def test_any_number_is_recorded_in_one_statement(desks: Desks, number: int, django_assert_num_queries: Any) -> None:
    by = desks.yongle
    people = [new_person(by.post_id, address=f"永乐路{place}号") for place in range(number)]
    with database.acting(by.scope.places), django_assert_num_queries(1):
        assert [one.id for one in actions.add(people, by=by)] == [new.id for new in people]


def test_every_error_is_told_with_row_and_field_and_nobody_is_recorded(desks: Desks) -> None:
    by = desks.yongle
    people = [
        new_person(by.post_id),
        new_person(by.post_id, name="张三😷", phone="1"),
        new_person(by.post_id, id_kind="resident", id_number="1"),
    ]
    with database.acting(by.scope.places):
        with pytest.raises(Several) as refused:
            actions.add(people, by=by)
        assert [(error.row, error.field) for error in refused.value] == [(2, "name"), (2, "phone"), (3, "id_number")]
        assert not Person.objects.exists()


def test_same_address_of_the_same_place_is_one_household(desks: Desks) -> None:
    by = desks.yongle
    first = new_person(by.post_id, address="永乐路 1号")
    second = new_person(by.post_id, address="永乐路1号")
    other = new_person(by.post_id, address="永乐路11号")
    nowhere = new_person(by.post_id, address="")
    added(first, by=by)
    added(second, other, nowhere, by=by)
    with database.acting(by.scope.places):
        assert Household.objects.count() == 2
        assert households.at(by.post_id, "永乐路1号", by=by) == [first.id, second.id]
        assert nowhere.id not in households.of([first.id, nowhere.id], on=clock.today())


def test_somebody_who_lives_elsewhere_is_recorded_and_seen_from_both(desks: Desks) -> None:
    one, other = desks.yongle, desks.nanchen
    visitor = new_person(other.post_id)
    added(visitor, by=one)
    for by in (one, other):
        with database.acting(by.scope.places):
            assert visitor.id in queries.identities([visitor.id], by=by, reason=WHY)
    with database.acting(other.scope.places):
        assert [found.id for found in queries.search(visitor.phone, by=other)] == [visitor.id]
        assert households.at(other.post_id, visitor.address, by=other) == [visitor.id]


def test_every_identity_shown_is_a_look(desks: Desks) -> None:
    by = desks.yongle
    people = [new_person(by.post_id) for _ in range(3)]
    added(*people, by=by)
    with database.acting(by.scope.places):
        queries.identities([people[0].id], by=by, reason=WHY)
        queries.names([new.id for new in people], by=by)
    with database.acting(by.scope.places):
        assert [(look.what, look.reason) for look in looks.at(people[0].id)] == [("list", ""), ("identity", WHY)]
        assert [look.what for look in looks.at(people[2].id)] == ["list"]
        with pytest.raises(ReasonNeeded):
            queries.identities([people[0].id], by=by, reason=" ")


def test_correction_is_found_by_the_new_and_not_by_the_old(desks: Desks) -> None:
    by = desks.yongle
    wrong = new_person(by.post_id, name="张建国")
    (kept,) = added(wrong, by=by)
    right = Identity("章建国", "none", "", wrong.phone, "永乐路2号")
    with database.acting(by.scope.places):
        actions.correct_identity(person_id=wrong.id, identity=right, by=by)
    with database.acting(by.scope.places):
        assert queries.search("张建国", by=by) == []
        assert [found.masked for found in queries.search("章建国", by=by)] == ["章＊＊"]
        assert households.at(by.post_id, "永乐路2号", by=by) == [wrong.id]
        assert households.at(by.post_id, wrong.address, by=by) == []
        (entry,) = ledger.story([wrong.id])
        assert (entry.kind, entry.body) == ("person.corrected", {"parts": ["name", "address"]})
        assert secret_of(entry, kept.key) == {"name": "张建国", "address": wrong.address}


def test_move_takes_the_person_out_of_sight(desks: Desks) -> None:
    one, other = desks.yongle, desks.nanchen
    person = new_person(one.post_id)
    added(person, by=one)
    with database.acting(one.scope.places):
        actions.move(person_id=person.id, place_id=other.post_id, address="南陈路1号", by=one)
    with database.acting(one.scope.places):
        assert queries.search(person.phone, by=one) == []
    with database.acting(other.scope.places):
        assert [found.id for found in queries.search(person.phone, by=other)] == [person.id]
        assert households.at(other.post_id, "南陈路1号", by=other) == [person.id]
        assert queries.identities([person.id], by=other, reason=WHY)[person.id].address == "南陈路1号"


def test_nobody_out_of_scope_can_be_moved_or_corrected(desks: Desks) -> None:
    person = new_person(desks.nanchen.post_id)
    added(person, by=desks.nanchen)
    by = desks.yongle
    with database.acting(by.scope.places):
        with pytest.raises(PersonNotThere):
            actions.move(person_id=person.id, place_id=by.post_id, address="", by=by)
        with database.cursor() as statement:
            statement.execute("SELECT people_move(%s, %s, %s)", [person.id, by.post_id, clock.today()])
            assert statement.fetchone() == (False,)


def test_merged_records_are_one_and_part_again(desks: Desks) -> None:
    by = desks.town
    place = desks.yongle.post_id
    loser, survivor = new_person(place, name="李大伟"), new_person(place, name="李伟")
    first, second = added(loser, survivor, by=by)
    with database.acting(by.scope.places):
        actions.merge(loser_id=loser.id, survivor_id=survivor.id, reason="同一人", by=by)
    with database.acting(by.scope.places):
        assert queries.roots([loser.id, survivor.id]) == {loser.id: survivor.id, survivor.id: survivor.id}
        assert queries.group([loser.id])[loser.id] == {loser.id, survivor.id}
        assert [found.id for found in queries.search("李大伟", by=by)] == [survivor.id]
        assert [found.id for found in queries.village_list(place, by=by)] == [survivor.id]
        assert queries.keys([loser.id, survivor.id]) == {loser.id: first.key, survivor.id: second.key}
        actions.unmerge(loser_id=loser.id, reason="不是同一人", by=by)
        assert [found.id for found in queries.search("李大伟", by=by)] == [loser.id]
        assert queries.group([loser.id])[loser.id] == {loser.id}
        merged, parted = ledger.story([loser.id])
        assert (merged.kind, parted.kind) == ("person.merged", "person.unmerged")
        assert merged.body == parted.body == {"into": str(survivor.id)}
        assert secret_of(merged, first.key) == {"reason": "同一人"}


def test_merges_form_no_circle(desks: Desks) -> None:
    by = desks.town
    one, two, three = (new_person(by.post_id) for _ in range(3))
    added(one, two, three, by=by)
    with database.acting(by.scope.places):
        actions.merge(loser_id=one.id, survivor_id=two.id, reason="同一人", by=by)
        actions.merge(loser_id=two.id, survivor_id=three.id, reason="同一人", by=by)
        assert queries.roots([one.id]) == {one.id: three.id}
        for loser, survivor in ((three, one), (three, three), (one, three)):
            with pytest.raises(MergeRefused):
                actions.merge(loser_id=loser.id, survivor_id=survivor.id, reason="同一人", by=by)
        with pytest.raises(NotMerged):
            actions.unmerge(loser_id=three.id, reason="不是同一人", by=by)
        with pytest.raises(ReasonNeeded):
            actions.unmerge(loser_id=one.id, reason="", by=by)


def test_merge_needs_both_in_scope_and_the_permission(desks: Desks) -> None:
    near, far = new_person(desks.yongle.post_id), new_person(desks.nanchen.post_id)
    added(near, by=desks.yongle)
    added(far, by=desks.nanchen)
    with database.acting(desks.town.scope.places):
        with pytest.raises(PersonNotThere):
            actions.merge(loser_id=near.id, survivor_id=far.id, reason="同一人", by=desks.town)
        nobody = actor(desks.town.post_id, permissions=())
        with pytest.raises(NotAllowed):
            actions.merge(loser_id=near.id, survivor_id=far.id, reason="同一人", by=nobody)
        with pytest.raises(NotAllowed):
            actions.add([near], by=nobody)


def test_each_person_has_a_key_of_the_own(desks: Desks) -> None:
    by = desks.yongle
    one, two = added(new_person(by.post_id), new_person(by.post_id), by=by)
    with database.acting(by.scope.places), pytest.raises(sealing.Tampered):
        sealing.unseal(two.key, bytes(Person.objects.get(id=one.id).sealed))


def test_tokens_of_one_person_stay_few(desks: Desks) -> None:
    by = desks.yongle
    new = with_number(by.post_id, name="曾行重盛")
    added(new, by=by)
    with database.acting(by.scope.places):
        assert Token.objects.filter(person_id=new.id).count() <= 24


def test_resent_person_is_refused_by_the_key(desks: Desks) -> None:
    """Whoever resends asks the ledger first: the same id is never written twice."""
    by = desks.yongle
    new = new_person(by.post_id, id=ids.new())
    added(new, by=by)
    with database.acting(by.scope.places):
        assert [hit for hits in queries.find_similar([new], by=by) for hit in hits] == []
