"""Set by one, confirmed by another; what holds at a moment; what was decided before stays explained."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed, RuleBroken
from tongzhou.ledger.models import Stored
from tongzhou.places.tests import factories as places
from tongzhou.response import actions, queries
from tongzhou.response.actions import NewRuling
from tongzhou.response.errors import RulingRefused, RulingUnknown, SecondPersonNeeded
from tongzhou.response.models import Ruling
from tongzhou.response.rules import FEVER, LEVEL
from tongzhou.response.tests import factories

pytestmark = pytest.mark.usefixtures("committed")
NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)
NEW = NewRuling(
    code=LEVEL.code,
    value="1",
    document="演示:一级响应",
    document_on=date(2020, 1, 24),
    from_at=NOON - timedelta(days=15),
)
HOT = replace(NEW, code=FEVER.code, value="37", levels=("1", "2"))


@pytest.fixture
def chief() -> Actor:
    with clock.at(NOON):
        return replace(actor(places.district().district.id, hours=999), is_wide=True)


@pytest.fixture
def deputy(chief: Actor) -> Actor:
    return factories.another(chief)


def test_a_ruling_holds_once_somebody_else_has_confirmed_it(chief: Actor, deputy: Actor) -> None:
    with clock.at(NOON), database.acting((), is_wide=True):
        made = actions.put(NEW, by=chief)
        assert queries.value(LEVEL) == "0"
        with pytest.raises(SecondPersonNeeded):
            actions.answer(made.id, is_confirmed=True, by=chief)
        actions.answer(made.id, is_confirmed=True, by=deputy)
        assert queries.value(LEVEL) == "1"
        written = Stored.objects.get(kind="response.ruled")
        assert written.body == {"rule": "level", "value": "1", "levels": ""}
        with pytest.raises(RulingUnknown):
            actions.answer(made.id, is_confirmed=False, by=deputy)


def test_what_was_decided_before_the_confirmation_stays_explained(chief: Actor, deputy: Actor) -> None:
    factories.ruled(NEW, chief, at=NOON)
    with clock.at(NOON), database.acting((), is_wide=True):
        assert queries.value(LEVEL, NOON - timedelta(hours=1)) == "0"  # holds from January, but nobody knew it then
    factories.ruled(replace(NEW, value="2", from_at=NOON + timedelta(days=2)), chief, at=NOON + timedelta(days=1))
    held = [queries.value(LEVEL, NOON + timedelta(days=days)) for days in (0, 1, 2)]
    assert held == ["1", "1", "2"]


def test_the_level_switches_a_rule_on_and_off(chief: Actor) -> None:
    factories.ruled(HOT, chief, at=NOON)
    with clock.at(NOON):
        assert queries.fever_from() == 37.3
    factories.ruled(NEW, chief, at=NOON + timedelta(hours=1))
    factories.ruled(replace(NEW, value="3", from_at=NOON + timedelta(days=9)), chief, at=NOON + timedelta(hours=1))
    with clock.at(NOON + timedelta(hours=1)):
        assert queries.fever_from() == 37.0
        assert queries.held(FEVER).ruling is not None
    with clock.at(NOON + timedelta(days=9)):
        assert queries.fever_from() == 37.3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(NEW, value="5"), "value"),
        (replace(HOT, value="warm"), "value"),
        (replace(HOT, value="41"), "value"),
        (replace(HOT, levels=()), "levels"),
        (replace(HOT, levels=("9",)), "levels"),
        (replace(NEW, document=" "), "document"),
        (replace(NEW, document_on=None), "document"),
        (replace(NEW, from_at=None), "from_at"),
        (replace(NEW, from_at=datetime(2020, 1, 23, 23, tzinfo=clock.ZONE)), "from_at"),
    ],
)
def test_a_wrong_ruling_is_refused_at_its_field(chief: Actor, wrong: NewRuling, field: str) -> None:
    with clock.at(NOON), database.acting((), is_wide=True):
        with pytest.raises(RuleBroken) as refused:
            actions.put(wrong, by=chief)
        assert refused.value.field == field
        assert not Ruling.objects.exists()


def test_only_one_waits_for_a_rule_and_its_author_may_take_it_back(chief: Actor, deputy: Actor) -> None:
    with clock.at(NOON), database.acting((), is_wide=True):
        made = actions.put(NEW, by=chief)
        with pytest.raises(RulingRefused):
            actions.put(replace(NEW, value="2"), by=deputy)
        actions.answer(made.id, is_confirmed=False, by=chief)
        actions.put(replace(NEW, value="2"), by=deputy)
        assert queries.value(LEVEL) == "0"
        with pytest.raises(NotAllowed):
            actions.put(HOT, by=replace(chief, permissions=frozenset({Permission.MATTER_VIEW})))


def test_the_pages_set_confirm_and_show_a_day(
    client: Client, chief: Actor, deputy: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = [chief]
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: who[0])
    client.cookies["django_language"] = "en"
    given = {"value": "1", "document": "演示", "document_on": "2020-01-24", "from_at": "2020-01-24T00:00"}
    with clock.at(NOON):
        assert client.post("/response/level/", {**given, "document": ""}).status_code == 422
        assert client.post("/response/level/", given).status_code == 302
        waiting = Ruling.objects.get()
        answer = f"/response/answer/{waiting.id}/"
        assert "You set it yourself" in client.post(answer, {"answer": "confirm"}).content.decode()
        who[0] = deputy
        assert client.post(answer, {"answer": "confirm"}).status_code == 302
        assert "Response level: Level I" in client.get("/response/").content.decode()
        assert "Response level: No response" in client.get("/response/?on=2020-02-07").content.decode()
        assert client.get("/response/nothing/").status_code == 404
