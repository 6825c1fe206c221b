from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids, sealing
from tongzhou.kernel.sealing import Tampered
from tongzhou.questionnaires.actions import add_elements, remember
from tongzhou.questionnaires.known import Fact, Known
from tongzhou.questionnaires.models import KnownFact
from tongzhou.questionnaires.queries import recall
from tongzhou.questionnaires.tests.factories import Land, element, land

pytestmark = pytest.mark.usefixtures("committed")
AT = datetime(2020, 2, 8, 9, tzinfo=clock.ZONE)
TODAY = AT.date()
KEY = sealing.new_key()
PERSON = ids.new()
ORIGIN, HEAT = "travel.origin", "health.temperature"


@pytest.fixture
def place(committed: None) -> Iterator[Land]:
    with clock.at(AT):
        with database.acting([]):
            made = land()
            add_elements(
                [element(ORIGIN, fresh_days=14), element(HEAT, "number", is_sensitive=True)],
                by=actor(made.district),
            )
        yield made


def fact(place: Land, value: Any = "安徽", **changed: Any) -> Fact:
    return replace(Fact(PERSON, ORIGIN, value, place.village, ids.new(), AT, KEY), **changed)


def keep(place: Land, *facts: Fact, **more: Any) -> None:
    with database.acting([place.village]):
        remember(facts, by=actor(place.village), **more)


def known(*places: Any, on: date = TODAY, key: bytes = KEY) -> dict[str, Known]:
    with database.acting(places):
        return recall([PERSON], [ORIGIN, HEAT], keys={PERSON: key}, on=on)[PERSON]


def test_answer_is_known_until_it_is_no_longer_fresh(place: Land) -> None:
    keep(place, fact(place))
    assert known(place.village) == {ORIGIN: Known(ORIGIN, "安徽", "永乐村", TODAY)}
    assert known(place.village, on=TODAY + timedelta(14))
    assert known(place.village, on=TODAY + timedelta(15)) == {}
    assert known(place.village, on=TODAY - timedelta(1)) == {}


def test_temperature_is_never_known(place: Land) -> None:
    keep(place, fact(place, 36.6, element=HEAT))
    assert known(place.village) == {}


def test_outside_the_scope_only_where_and_when_are_known(place: Land) -> None:
    keep(place, fact(place))
    assert known(place.next_village) == {ORIGIN: Known(ORIGIN, None, "永乐村", TODAY)}
    assert known() == {ORIGIN: Known(ORIGIN, None, "永乐村", TODAY)}
    with database.acting([place.next_village]):
        assert not KnownFact.objects.exists()


def test_latest_answer_wins_whatever_the_order(place: Land) -> None:
    keep(place, fact(place, "江西", at=AT + timedelta(hours=1)))
    keep(place, fact(place, "安徽"))
    assert known(place.village)[ORIGIN].value == "江西"
    keep(place, fact(place, "湖北", at=AT + timedelta(hours=3)), fact(place, "河南", at=AT + timedelta(hours=2)))
    assert known(place.village)[ORIGIN].value == "湖北"


def test_answer_given_in_another_village_replaces_the_older_one(place: Land) -> None:
    keep(place, fact(place))
    with database.acting([place.next_village]):
        later = fact(place, "江西", place_id=place.next_village, at=AT + timedelta(days=1))
        remember([later], by=actor(place.next_village))
    assert known(place.village, on=date(2020, 2, 9))[ORIGIN].value is None
    assert known(place.next_village, on=date(2020, 2, 9))[ORIGIN].value == "江西"


def test_withdrawn_answer_is_no_longer_known_and_an_earlier_one_counts_again(place: Land) -> None:
    first, second = fact(place, "安徽"), fact(place, "江西", at=AT + timedelta(hours=1))
    keep(place, first)
    keep(place, second)
    keep(place, instead_of=[second.entry_id])
    assert known(place.village) == {}
    keep(place, first, instead_of=[second.entry_id])
    assert known(place.village)[ORIGIN].value == "安徽"


def test_correction_counts_though_it_names_an_earlier_time(place: Land) -> None:
    first = fact(place, "安徽")
    keep(place, first)
    keep(place, replace(first, value="江苏", at=AT - timedelta(hours=2)), instead_of=[first.entry_id])
    assert known(place.village)[ORIGIN].value == "江苏"


def test_value_is_sealed_under_the_persons_key(place: Land) -> None:
    keep(place, fact(place))
    with pytest.raises(Tampered):
        known(place.village, key=sealing.new_key())
    with database.acting([place.village]):
        assert "安徽".encode() not in bytes(KnownFact.objects.get().sealed or b"")


def test_facts_are_written_only_through_the_reviewed_function(place: Land) -> None:
    row = {"person_id": PERSON, "element": ORIGIN, "place_id": place.village, "entry_id": ids.new(), "at": AT}
    with pytest.raises(DatabaseError), database.acting([place.village]):
        KnownFact.objects.create(**row)


def test_many_persons_take_two_statements(place: Land, django_assert_num_queries: Any) -> None:
    people = [ids.new() for _ in range(50)]
    with database.acting([place.village]):
        with django_assert_num_queries(1):
            remember([fact(place, person_id=person) for person in people], by=actor(place.village))
        with django_assert_num_queries(1):
            assert len(recall(people, [ORIGIN], keys=dict.fromkeys(people, KEY))) == 50
