from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.encounters.encounters import Recorded
from tongzhou.encounters.errors import KnownAlready, NotRecognised
from tongzhou.figures import queries as figures
from tongzhou.figures.rebuilding import rebuild
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed, RuleBroken, Several
from tongzhou.ledger.errors import AlreadyWithdrawn, NotAuthor
from tongzhou.ledger.models import Stored
from tongzhou.matters.models import Matter
from tongzhou.people import actions as people
from tongzhou.people import contacts, statuses
from tongzhou.people.models import Person
from tongzhou.programmes.arrivals import actions
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk, registration

pytestmark = pytest.mark.usefixtures("committed")
DAY = NOON.date()


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def register(by: Any, *registrations: Any) -> list[Any]:
    with database.acting(by.scope.places):
        return actions.register(registrations, by=by)


def handed_to(desk: Desk, done: Recorded) -> UUID:
    """Whom the registration is about."""
    with database.acting((), is_wide=True):
        subject = Stored.objects.get(id=done.entry_id).subject_id
    assert subject is not None
    return subject


def returnees(desk: Desk, place: Any = None, day: date = DAY) -> int:
    everywhere = actor(desk.district.district.id, is_wide=True)
    every = frozenset(node for node in figures.current_tree().nodes)
    wide = actor(*every, is_wide=True)
    with database.acting((), is_wide=True):
        return figures.value("arrivals.returnees", (place or desk.district.district).id, day, by=wide or everywhere)


def test_registering_opens_what_follows_in_one_go(desk: Desk) -> None:
    (done,) = register(desk.by, registration(desk.district.yongle.id))
    with database.acting(desk.by.scope.places):
        entry = Stored.objects.get(id=done.entry_id)
        assert entry.body["origin"] == "outside"
        assert (entry.body["measured"], entry.body["is_hot"]) == ("yes", False)
        matter = Matter.objects.get(entry_id=done.entry_id)
        assert matter.due_at == datetime(2020, 2, 9, 18, tzinfo=clock.ZONE)
        (status,) = statuses.holding([handed_to(desk, done)], kind="returnee")[handed_to(desk, done)]
        assert (status.from_on, status.until_on) == (DAY, date(2020, 2, 21))
        assert contacts.of(handed_to(desk, done))[0].unit_name == desk.by.unit_name
    assert returnees(desk) == 1


def test_second_click_stores_nothing_again(desk: Desk) -> None:
    handed = registration(desk.district.yongle.id)
    first, second = register(desk.by, handed)[0], register(desk.by, handed)[0]
    assert (first.is_new, second.is_new) == (True, False)
    with database.acting(desk.by.scope.places):
        assert (Person.objects.count(), Matter.objects.count()) == (1, 1)
    assert returnees(desk) == 1


def test_one_registration_costs_at_most_thirteen_statements(desk: Desk) -> None:
    register(desk.by, registration(desk.district.yongle.id))
    with database.acting(desk.by.scope.places), CaptureQueriesContext(connections["default"]) as counted:
        actions.register([registration(desk.district.yongle.id)], by=desk.by)
    inside = [query["sql"] for query in counted.captured_queries if "SAVEPOINT" not in query["sql"]]
    before_the_view = 3  # session, duty, scope
    assert len(inside) + before_the_view <= 13, "\n".join(sql[:90] for sql in inside)


def test_answers_are_sealed_and_only_codes_stand_in_the_open(desk: Desk) -> None:
    (done,) = register(desk.by, registration(desk.district.yongle.id))
    with database.acting(desk.by.scope.places):
        entry = Stored.objects.get(id=done.entry_id)
    assert set(entry.body) <= {"origin", "wuhan", "contact", "measured", "is_hot", "is_unwell", "papers", "version"}
    assert "阜阳".encode() not in bytes(entry.sealed or b"")


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"temperature": "366"}, "temperature"),
        ({"temperature": "63.6"}, "temperature"),
        ({"returned_on": "2020-02-30"}, "returned_on"),
        ({"returned_on": "2020-02-09"}, "returned_on"),
        ({"origin_province": "atlantis"}, "origin_province"),
        ({"temperature": ""}, "temperature"),
    ],
)
def test_wrong_answer_is_told_at_its_field_and_nothing_is_kept(desk: Desk, answers: dict[str, Any], field: str) -> None:
    with pytest.raises(Several) as refused:
        register(desk.by, registration(desk.district.yongle.id, answers=answers))
    assert [error.field for error in refused.value] == [field]
    with database.acting(desk.by.scope.places):
        assert (Person.objects.count(), Stored.objects.count(), Matter.objects.count()) == (0, 0, 0)
    assert returnees(desk) == 0


def test_who_refuses_everything_is_recorded_and_followed_up(desk: Desk) -> None:
    answers = dict.fromkeys(("origin_province", "wuhan", "transport", "returned_on", "contact"), "declined")
    answers |= {
        "symptoms": ["declined"],
        "measured": "refused",
        "temperature": "",
        "promise": "no",
        "papers": "refused",
    }
    silent = factories.person(desk.district.yongle.id, name="不详", id_kind="none", id_number="", phone="")
    handed = registration(
        desk.district.yongle.id, silent, answers={**answers, "declined_done": ["persuaded", "police"]}
    )
    (done,) = register(desk.by, handed)
    with database.acting(desk.by.scope.places):
        assert Stored.objects.get(id=done.entry_id).body["origin"] == "declined"
        assert Matter.objects.filter(entry_id=done.entry_id).exists()
    assert returnees(desk) == 0


def test_the_same_number_is_found_before_anything_is_saved(desk: Desk) -> None:
    first = factories.person(desk.district.yongle.id)
    register(desk.by, registration(desk.district.yongle.id, first))
    again = factories.person(desk.district.yongle.id, id_number=first.id_number, name="王策试")
    with pytest.raises(KnownAlready) as known:
        register(desk.by, registration(desk.district.yongle.id, again))
    assert known.value.similar[0].person_id == first.id
    with database.acting(desk.by.scope.places):
        assert Person.objects.count() == 1


def test_known_in_another_village_shows_a_masked_name_only(desk: Desk) -> None:
    first = factories.person(desk.district.yongle.id)
    register(desk.by, registration(desk.district.yongle.id, first))
    other = factories.at(desk.district.nanchen.id)
    with pytest.raises(KnownAlready) as known:
        register(
            other,
            registration(
                desk.district.nanchen.id, factories.person(desk.district.nanchen.id, id_number=first.id_number)
            ),
        )
    (similar,) = known.value.similar
    assert (similar.masked, similar.village, similar.identity) == ("王＊＊", "永乐村", None)


def test_the_same_document_in_another_village_is_the_same_person(desk: Desk) -> None:
    first = factories.person(desk.district.yongle.id)
    register(desk.by, registration(desk.district.yongle.id, first))
    other = factories.at(desk.district.nanchen.id)
    again = factories.person(desk.district.nanchen.id, id_number=first.id_number)
    (done,) = register(other, registration(desk.district.nanchen.id, again, same_as=first.id))
    assert handed_to(desk, done) == first.id
    assert returnees(desk) == 1


def test_the_same_telephone_in_another_village_proves_nothing(desk: Desk) -> None:
    first = factories.person(desk.district.yongle.id)
    register(desk.by, registration(desk.district.yongle.id, first))
    other = factories.at(desk.district.nanchen.id)
    again = factories.person(desk.district.nanchen.id, phone=first.phone)
    with pytest.raises(NotRecognised):
        register(other, registration(desk.district.nanchen.id, again, same_as=first.id))


def test_registered_at_two_desks_counts_once(desk: Desk) -> None:
    (done,) = register(desk.by, registration(desk.district.yongle.id))
    register(desk.by, registration(desk.district.yongle.id, handed_to(desk, done), channel="telephone"))
    assert returnees(desk) == 1


def test_two_records_of_one_person_count_once_after_merging_and_twice_after_unmerging(desk: Desk) -> None:
    one, two = register(desk.by, registration(desk.district.yongle.id), registration(desk.district.yongle.id))
    assert returnees(desk) == 2
    with database.acting(desk.by.scope.places):
        people.merge(loser_id=handed_to(desk, two), survivor_id=handed_to(desk, one), reason="同一张身份证", by=desk.by)
    assert returnees(desk) == 1
    with database.acting(desk.by.scope.places):
        people.unmerge(loser_id=handed_to(desk, two), reason="看错了", by=desk.by)
    assert returnees(desk) == 2
    assert rebuild() == []


def test_withdrawing_takes_back_count_status_and_follow_up(desk: Desk) -> None:
    (done,) = register(desk.by, registration(desk.district.yongle.id))
    with database.acting(desk.by.scope.places):
        actions.withdraw(entry_id=done.entry_id, reason="wrong_person", by=desk.by)
        assert Matter.objects.get(entry_id=done.entry_id).outcome == "withdrawn"
        assert statuses.holding([handed_to(desk, done)])[handed_to(desk, done)] == []
    assert returnees(desk) == 0
    with database.acting(desk.by.scope.places), pytest.raises(AlreadyWithdrawn):
        actions.withdraw(entry_id=done.entry_id, reason="wrong_person", by=desk.by)


def test_correcting_moves_the_figure_and_keeps_the_first(desk: Desk) -> None:
    (done,) = register(desk.by, registration(desk.district.yongle.id, answers={"origin_province": "31"}))
    assert returnees(desk) == 0
    with database.acting(desk.by.scope.places):
        actions.correct(entry_id=done.entry_id, answers=factories.ANSWERS, by=desk.by)
        assert Stored.objects.chain_of(done.entry_id).count() == 2
    assert returnees(desk) == 1
    assert rebuild() == []


def test_only_an_author_corrects_or_withdraws(desk: Desk) -> None:
    (done,) = register(desk.by, registration(desk.district.yongle.id))
    neighbour = factories.at(desk.district.yongle.id)
    with database.acting(neighbour.scope.places), pytest.raises(NotAuthor):
        actions.correct(entry_id=done.entry_id, answers=factories.ANSWERS, by=neighbour)
    with database.acting(neighbour.scope.places), pytest.raises(NotAuthor):
        actions.withdraw(entry_id=done.entry_id, reason="twice", by=neighbour)
    assert returnees(desk) == 1


def test_second_worker_on_the_record_may_correct_it(desk: Desk) -> None:
    helper = factories.at(desk.district.yongle.id)
    (done,) = register(desk.by, registration(desk.district.yongle.id, with_staff=(helper.staff_id,)))
    with database.acting(helper.scope.places):
        actions.correct(entry_id=done.entry_id, answers={**factories.ANSWERS, "origin_province": "31"}, by=helper)
    assert returnees(desk) == 0


def test_who_lives_in_another_village_counts_there_and_is_followed_up_there(desk: Desk) -> None:
    (done,) = register(desk.by, registration(desk.district.tangxing.id))
    assert (returnees(desk, desk.district.tangxing), returnees(desk, desk.district.yongle)) == (1, 0)
    there = factories.at(desk.district.tangxing.id)
    with database.acting(there.scope.places):
        assert Matter.objects.get(entry_id=done.entry_id).owner_unit_id == there.unit_id


def test_no_duty_no_registration(desk: Desk) -> None:
    watching = actor(desk.district.yongle.id, permissions={Permission.FIGURE_VIEW})
    with pytest.raises(NotAllowed):
        register(watching, registration(desk.district.yongle.id))
    with clock.at(NOON + timedelta(days=3)), pytest.raises(NotAllowed):
        register(desk.by, registration(desk.district.yongle.id))


def test_what_is_known_and_fresh_is_not_asked_again(desk: Desk) -> None:
    (done,) = register(desk.by, registration(desk.district.yongle.id))
    asked_again = {"symptoms": ["none"], "contact": "no", "measured": "yes", "temperature": "36.5"}
    with clock.at(NOON + timedelta(hours=3)):
        handed = registration(desk.district.yongle.id, handed_to(desk, done))
        register(desk.by, type(handed)(handed_to(desk, done), handed.place_id, asked_again))
    assert returnees(desk) == 1


@pytest.mark.parametrize("name", ["王" * 10_000_000, "王😀", "王\x00"])
def test_impossible_names_are_refused_at_the_field(desk: Desk, name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        register(desk.by, registration(desk.district.yongle.id, factories.person(desk.district.yongle.id, name=name)))
    fields = [error.field for error in refused.value] if isinstance(refused.value, Several) else [refused.value.field]
    assert fields == ["name"]


def test_a_rare_character_is_a_name(desk: Desk) -> None:
    (done,) = register(
        desk.by, registration(desk.district.yongle.id, factories.person(desk.district.yongle.id, name="王䶮"))
    )
    assert done.is_new
