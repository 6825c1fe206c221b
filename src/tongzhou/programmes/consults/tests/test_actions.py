"""The page's mother and child, and somebody whom the rule sends on."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.encounters import recording
from tongzhou.encounters.encounters import Encounter
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed, RuleBroken
from tongzhou.ledger.models import Stored
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.models import Matter
from tongzhou.people.models import Status
from tongzhou.programmes.arrivals.tests.factories import NOON
from tongzhou.programmes.consults import actions
from tongzhou.programmes.consults.actions import CONSULT, WayNeeded
from tongzhou.programmes.consults.tests import factories
from tongzhou.programmes.consults.tests.factories import Desk


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def consult(desk: Desk, **changes: Any) -> Encounter:
    handed = factories.consult(desk, **changes)
    with database.acting(desk.by.scope.places):
        actions.consult([handed], by=desk.by)
    return handed


def send(desk: Desk, handed: Encounter, transport: str = "ambulance") -> Matter:
    with database.acting(desk.by.scope.places):
        return actions.send(entry_id=handed.entry_id, clinic_id=desk.clinic.id, transport=transport, by=desk.by)


def opened(handed: Encounter) -> dict[str, Matter]:
    with database.acting((), is_wide=True):
        return {one.case_type: one for one in Matter.objects.filter(entry_id=handed.entry_id)}


def story(matter: Matter, by: Actor) -> list[str]:
    with database.acting(by.scope.places):
        return [event.note for event in worklists.story(matter.id, by=by)]


def test_mother_and_child_are_advised_and_called_the_next_day_and_are_no_returnees(desk: Desk) -> None:
    mother = consult(desk)
    child = consult(desk, visit_id=mother.visit_id)
    for one in (mother, child):
        assert set(opened(one)) == {"consult_follow_up"}
    with database.acting(desk.by.scope.places):
        stored = Stored.objects.get(id=mother.entry_id)
        assert (stored.body["home"], stored.body["recent"], stored.body["contact"]) == ("36", "no", "no")
        assert stored.body["clinic"] == ""
        assert Status.objects.count() == 0
        assert Stored.objects.filter(kind="arrivals.registered").count() == 0


def test_who_is_hot_goes_to_a_named_clinic_whose_answer_alone_closes_it(desk: Desk) -> None:
    handed = consult(desk, answers={"temperature": "38.1", "temperature_again": "38.0"})
    matter = opened(handed)["fever_clinic"]
    assert story(matter, desk.by) == ["37.3 ℃ 及以上"]
    with database.acting(desk.by.scope.places), pytest.raises(NotAllowed):
        matters.close([matter.id], outcome="home", by=desk.by)
    assert send(desk, handed).owner_unit_id == desk.clinic.id
    assert "救护车(120)" in story(matter, desk.by)
    with database.acting(desk.by.scope.places), pytest.raises(NotAllowed):
        matters.accept([matter.id], by=desk.by)
    with database.acting(desk.doctor.scope.places):
        matters.accept([matter.id], by=desk.doctor)
        matters.close([matter.id], outcome="home", by=desk.doctor)
    assert opened(handed)["fever_clinic"].outcome == "home"


def test_who_does_not_come_is_the_desks_again(desk: Desk) -> None:
    handed = consult(desk, answers={"symptoms": ["breath"]})
    matter = send(desk, handed)
    with database.acting(desk.doctor.scope.places):
        matters.note([matter.id], text="", attempt=True, by=desk.doctor)
        matters.refuse([matter.id], reason="两小时没有到", by=desk.doctor)
    back = opened(handed)["fever_clinic"]
    assert (back.place_id, back.state, back.attempts) == (desk.by.post_id, "returned", 1)


@pytest.mark.parametrize(("clinic", "transport"), [(False, "ambulance"), (True, "bus"), (True, "")])
def test_a_clinic_and_a_way_there_are_needed(desk: Desk, clinic: bool, transport: str) -> None:
    handed = consult(desk, answers={"symptoms": ["breath"]})
    clinic_id = desk.clinic.id if clinic else desk.by.unit_id
    with database.acting(desk.by.scope.places), pytest.raises(WayNeeded):
        actions.send(entry_id=handed.entry_id, clinic_id=clinic_id, transport=transport, by=desk.by)


def test_who_need_not_go_is_not_sent(desk: Desk) -> None:
    with pytest.raises(WayNeeded):
        send(desk, consult(desk))


def test_a_correction_that_the_rule_names_opens_the_escalation(desk: Desk) -> None:
    handed = consult(desk)
    answers = {**handed.answers, "symptoms": ["throat", "breath"]}
    with database.acting(desk.by.scope.places):
        actions.correct(entry_id=handed.entry_id, answers=answers, by=desk.by)
    assert "fever_clinic" in opened(handed)


def test_a_withdrawn_consult_closes_its_call_and_tells_the_clinic(desk: Desk) -> None:
    handed = consult(desk, answers={"symptoms": ["breath"]})
    with database.acting(desk.by.scope.places):
        recording.withdraw(CONSULT, entry_id=handed.entry_id, reason="not_happened", by=desk.by)
    left = opened(handed)
    assert left["consult_follow_up"].outcome == "withdrawn"
    assert left["fever_clinic"].closed_at is None
    assert story(left["fever_clinic"], desk.by)[-1] == "这次询问已撤回。"


def test_advice_is_recorded_with_the_version_that_was_read(desk: Desk) -> None:
    handed = consult(desk)
    with database.acting(desk.by.scope.places):
        assert Stored.objects.get(id=handed.entry_id).body["version"]
    with database.acting(desk.by.scope.places), pytest.raises(RuleBroken):
        actions.consult([factories.consult(desk, answers={"consult_advice": []})], by=desk.by)


def test_the_page_reassures_or_sends_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: desk.by)
    client = Client()
    assert client.get(reverse("consults:register")).status_code == 200
    calm, ill = consult(desk), consult(desk, answers={"symptoms": ["breath"]})
    assert "verdict-good" in client.get(reverse("consults:done", args=[calm.entry_id])).content.decode()
    page = client.get(reverse("consults:done", args=[ill.entry_id])).content.decode()
    assert "verdict-bad" in page
    assert desk.clinic.name in page
    wanted = {"clinic": desk.clinic.id, "transport": "on_foot"}
    assert client.post(reverse("consults:send", args=[ill.entry_id]), wanted).status_code == 302
    assert "banner-good" in client.get(reverse("consults:done", args=[ill.entry_id])).content.decode()
    assert client.get(reverse("consults:shift")).status_code == 200
    assert client.post(reverse("consults:receipt", args=[ill.entry_id])).status_code == 200
