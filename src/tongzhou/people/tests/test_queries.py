from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.access.models import Account
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.people import queries, tokens
from tongzhou.people.models import Person
from tongzhou.people.tests.conftest import Desks
from tongzhou.people.tests.factories import added, new_person, with_number
from tongzhou.units.models import Staff

WHY = "核实登记"


def staff(number: str) -> Staff:
    return Staff.objects.create(number=number, name="测试甲")


def ids_of(text: str, by: Actor) -> list[Any]:
    with database.acting(by.scope.places, is_wide=by.is_wide):
        return [found.id for found in queries.search(text, by=by)]


def test_person_is_found_in_every_way(desks: Desks) -> None:
    by = desks.yongle
    person = with_number(by.post_id, name="曾建国")
    added(person, new_person(by.post_id, name="李四"), by=by)
    ways = (person.id_number, person.phone, "曾建国", "曾", "zengjianguo", "cengjianguo", "zjg", "zeng", "zengjian")
    assert {way: ids_of(way, by) for way in ways} == dict.fromkeys(ways, [person.id])
    assert [ids_of(nothing, by) for nothing in ("", "   ", "赵六", "zhaoliu", "😷", "\0", "%", "9" * 10_000)] == [
        []
    ] * 8


def test_nobody_out_of_scope_is_found(desks: Desks) -> None:
    person = with_number(desks.nanchen.post_id, name="曾建国")
    added(person, by=desks.nanchen)
    ended = actor(desks.nanchen.post_id, hours=-1)
    for way in (person.id_number, person.phone, "曾建国", "zjg", "zeng"):
        assert ids_of(way, desks.yongle) == []
        assert ids_of(way, desks.nanchen) == ids_of(way, desks.wide) == [person.id]
        with database.acting([]):
            assert queries.search(way, by=desks.nanchen) == []
        with pytest.raises(NotAllowed):
            ids_of(way, ended)
    with database.acting(desks.yongle.scope.places):
        assert queries.identities([person.id], by=desks.yongle, reason=WHY) == {}
        assert queries.names([person.id], by=desks.yongle) == {}
        assert queries.masked([person.id]) == {}
        assert queries.keys([person.id]) == {}
        with pytest.raises(NotAllowed):
            queries.village_list(desks.nanchen.post_id, by=desks.yongle)


def test_forged_scope_of_the_actor_opens_nothing(desks: Desks) -> None:
    person = new_person(desks.nanchen.post_id)
    added(person, by=desks.nanchen)
    with database.acting(desks.yongle.scope.places):
        assert queries.search(person.phone, by=desks.nanchen) == []
        assert queries.village_list(desks.nanchen.post_id, by=desks.nanchen) == []


def test_grant_opens_one_person_for_minutes(desks: Desks) -> None:
    person, other = new_person(desks.nanchen.post_id), new_person(desks.nanchen.post_id)
    added(person, other, by=desks.nanchen)
    by = replace(desks.yongle, account_id=Account.objects.create(username="jia", staff=staff("0001")).id)
    with database.acting(by.scope.places):
        looks.grant(by=by, subject_id=person.id, place_id=person.place_id, reason="同一趟列车")
        opened = queries.identities([person.id, other.id], by=by, reason="同一趟列车")
        assert {id: identity.phone for id, identity in opened.items()} == {person.id: person.phone}
        with clock.at(clock.now() + timedelta(minutes=looks.MINUTES)):
            assert queries.identities([person.id], by=by, reason="同一趟列车") == {}


def test_village_list_pages_from_the_last(desks: Desks) -> None:
    by = desks.yongle
    people = [new_person(by.post_id) for _ in range(queries.PAGE + 5)]
    for part in (people[:5], people[5:]):
        added(*part, by=by)
    with database.acting(by.scope.places):
        first = queries.village_list(by.post_id, by=by)
        second = queries.village_list(by.post_id, by=by, page=2)
    assert {found.id for found in first} == {new.id for new in people[5:]}
    assert {found.id for found in second} == {new.id for new in people[:5]}


def plan(statement: str, parameters: Any) -> str:
    with database.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", parameters)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_searches_use_their_indexes_under_the_app_login(desks: Desks) -> None:
    by = desks.yongle
    added(*(new_person(by.post_id) for _ in range(50)), by=by)
    with database.acting(by.scope.places):
        found = plan(*queries.hits(tokens.wanted("zhang"), by).values_list("person_id").query.sql_with_params())
        assert "people_token_pkey" in found
        assert "Index Cond" in found
        assert "place_id" in found.split("Index Cond")[1].splitlines()[0]
        there = Person.objects.filter(place_id=by.post_id).order_by("-created_at").values_list("id")[:50]
        assert "person_by_place" in plan(*there.query.sql_with_params())


def test_search_is_few_statements(desks: Desks, django_assert_num_queries: Any) -> None:
    by = desks.yongle
    added(*(new_person(by.post_id) for _ in range(30)), by=by)
    with database.acting(by.scope.places), django_assert_num_queries(2):
        assert len(queries.search("zhang", by=by)) == 30
