"""A post tells upward, the town answers or passes on, the next shift reads."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.kernel.tests.test_photos import picture
from tongzhou.matters.errors import ReasonNeeded
from tongzhou.matters.models import Matter
from tongzhou.people import retention
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.incidents import actions, queries
from tongzhou.programmes.incidents.errors import IncidentUnknown, WordsNeeded
from tongzhou.programmes.incidents.models import Incident
from tongzhou.units import actions as units
from tongzhou.units.models import Unit


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        found = factories.desk()
        for place, kind in ((found.district.huating, "town_office"), (found.district.district, "headquarters")):
            units.add_unit(name=f"{place.name}办", kind=kind, place_id=place.id, on=factories.places.ON)
        yield found


def office(desk: Desk) -> Actor:
    place = desk.district.huating
    unit = Unit.objects.get(place=place)
    return actor(place.id, desk.district.yongle.id, desk.district.tangxing.id, unit_id=unit.id)


def chief(desk: Desk) -> Actor:
    unit = Unit.objects.get(place=desk.district.district)
    every = [desk.district.district.id, desk.district.huating.id, desk.district.yongle.id]
    return actor(*every, unit_id=unit.id, is_wide=True)


def report(desk: Desk, urgency: str = "now", incident_id: UUID | None = None) -> Incident:
    with database.acting(desk.by.scope.places):
        return actions.report(
            words="村口测温枪坏了,队伍排到马路上", urgency=urgency, by=desk.by, incident_id=incident_id
        )


def matter(line: Incident) -> Matter:
    with database.acting((), is_wide=True):
        return Matter.objects.get(id=line.matter_id)


@pytest.mark.parametrize(("urgency", "minutes"), [("now", 30), ("today", 240)])
def test_an_incident_waits_at_the_town_with_a_clock(desk: Desk, urgency: str, minutes: int) -> None:
    line = report(desk, urgency)
    assert matter(line).due_at == NOON + timedelta(minutes=minutes)
    town = office(desk)
    with database.acting(town.scope.places):
        (waiting,) = queries.waiting(by=town)
        assert waiting.incident.words == line.words


def test_a_line_for_the_next_shift_asks_nobody_and_is_new_until_it_is_read(desk: Desk) -> None:
    line = report(desk, "log")
    assert line.matter_id is None
    later = replace(desk.by, staff_id=desk.by.unit_id, name="接班人")
    with database.acting(later.scope.places):
        assert [one.is_new for one in queries.log(by=later)] == [True]
        with clock.at(NOON + timedelta(minutes=1)):
            actions.read_log(by=later)
        reading = queries.last_reading(by=later)
        assert reading is not None
        assert "接班人" in reading.name
        assert [one.is_new for one in queries.log(by=later)] == [False]


def test_the_answer_closes_it_and_the_post_reads_it(desk: Desk) -> None:
    line = report(desk)
    town = office(desk)
    with database.acting(town.scope.places), pytest.raises(ReasonNeeded):
        actions.answer(line.id, words="", by=town)
    with database.acting(town.scope.places):
        actions.answer(line.id, words="两把新的测温枪十分钟内送到", by=town)
    with database.acting(desk.by.scope.places):
        found, story = queries.incident(line.id, by=desk.by)
        assert found.matter is not None
        assert found.matter.outcome == "answered"
        assert story[-1].note == "两把新的测温枪十分钟内送到"


def test_what_the_town_cannot_answer_goes_to_headquarters(desk: Desk) -> None:
    line = report(desk)
    town, top = office(desk), chief(desk)
    with database.acting(town.scope.places):
        actions.pass_on(line.id, reason="全镇都缺测温枪", by=town)
    assert matter(line).place_id == desk.district.district.id
    with database.acting(town.scope.places):
        assert queries.waiting(by=town) == []
        with pytest.raises(IncidentUnknown):
            actions.answer(line.id, words="不归我了", by=town)
    with database.acting((), is_wide=True):
        actions.answer(line.id, words="区里统一调拨", by=top)
    assert matter(line).outcome == "answered"


def test_a_post_cannot_answer_itself_nor_see_another_post(desk: Desk) -> None:
    line = report(desk)
    with database.acting(desk.by.scope.places), pytest.raises(IncidentUnknown):
        actions.answer(line.id, words="我自己答", by=desk.by)
    other = factories.at(desk.district.tangxing.id)
    with database.acting(other.scope.places):
        assert queries.log(by=other) == []
        with pytest.raises(IncidentUnknown):
            queries.incident(line.id, by=other)
    nobody = actor(desk.district.yongle.id, permissions=frozenset())
    with database.acting(nobody.scope.places), pytest.raises(NotAllowed):
        actions.report(words="没有权限", urgency="log", by=nobody)


def test_a_second_click_writes_nothing_again(desk: Desk) -> None:
    first = report(desk)
    again = report(desk, incident_id=first.id)
    assert again.id == first.id
    with database.acting((), is_wide=True):
        assert (Incident.objects.count(), Matter.objects.filter(case_type="incident").count()) == (1, 1)


@pytest.mark.parametrize(("words", "urgency"), [("", "now"), ("好", "now"), ("长" * 501, "now"), ("正常的话", "soon")])
def test_a_line_needs_words_and_an_urgency(desk: Desk, words: str, urgency: str) -> None:
    with database.acting(desk.by.scope.places), pytest.raises(WordsNeeded):
        actions.report(words=words, urgency=urgency, by=desk.by)


def test_a_line_is_destroyed_when_its_time_is_over(desk: Desk) -> None:
    report(desk, "log")
    assert retention.run(date(2021, 2, 7)).counts["incident"] == 0
    assert retention.run(date(2021, 2, 8)).counts["incident"] == 1


def test_pages_from_the_post_to_the_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: desk.by)
    file = io.BytesIO(picture(300, 200))
    file.name = "a.jpg"
    sent = client.post(reverse("incidents:log"), {"words": "村口排队太长", "urgency": "now", "photo": file})
    assert sent.status_code == 302
    assert client.post(reverse("incidents:log"), {"words": "", "urgency": "now"}).status_code == 422
    with database.acting((), is_wide=True):
        line = Incident.objects.get()
    assert client.get(reverse("incidents:photo", args=[line.id])).content[:2] == b"\xff\xd8"
    town = office(desk)
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: town)
    assert "村口排队太长" in client.get(reverse("incidents:log")).content.decode()
    answer = reverse("incidents:answer", args=[line.id])
    assert client.post(answer, {"words": ""}).status_code == 422
    assert client.post(answer, {"words": "马上来人"}).status_code == 302
    assert "马上来人" in client.get(reverse("incidents:incident", args=[line.id])).content.decode()
