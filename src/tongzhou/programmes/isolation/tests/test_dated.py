"""Days and reminders follow the dated rules of the response level; what runs keeps what it was ordered with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.test.utils import override_settings
from django.utils import translation

from tongzhou.access.models import Look
from tongzhou.figures import queries as figures
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.messages.models import Message
from tongzhou.messages.models import State as Sent
from tongzhou.messages.tests.fake_gateway import Gateway
from tongzhou.people import statuses
from tongzhou.people.errors import SecondOfficerNeeded
from tongzhou.people.identities import Identity
from tongzhou.programmes.arrivals.tests.factories import NOON
from tongzhou.programmes.isolation import dated, paper, queries
from tongzhou.programmes.isolation.actions import ordering, redating, reminding, reporting
from tongzhou.programmes.isolation.errors import IsolationRefused
from tongzhou.programmes.isolation.models import Isolation, Order
from tongzhou.programmes.isolation.tests import factories
from tongzhou.programmes.isolation.tests.factories import World
from tongzhou.response import queries as response
from tongzhou.response.actions import NewRuling
from tongzhou.response.errors import RulingRefused
from tongzhou.response.tests import factories as rulings

#: A gateway that nobody asks here: messages wait for it.
GATEWAY = Gateway(port=9).settings()


@pytest.fixture
def world(committed: None) -> Iterator[World]:
    with clock.at(NOON):
        made = factories.world()
        yield replace(made, desk=replace(made.desk, by=replace(made.desk.by, ends_at=NOON + timedelta(days=40))))


def begun(world: World, **changes: Any) -> Isolation:
    with database.acting(world.desk.by.scope.places):
        person_id = changes.pop("person_id", None) or factories.person(world)
        return ordering.order(factories.wanted(world, person_id, **changes), by=world.desk.by)


def rule(world: World, code: str, value: str, hours: int = 0) -> None:
    at = NOON + timedelta(hours=hours)
    new = NewRuling(code=code, value=value, levels=["0"], document="防控方案", document_on=NOON.date(), from_at=at)
    rulings.ruled(new, world.chief, at=at)


def test_the_days_are_those_of_the_order_and_a_ruling_moves_none_that_runs(world: World) -> None:
    before = begun(world)
    rule(world, "observation_days", "7", hours=1)
    with clock.at(NOON + timedelta(hours=2)):
        after = begun(world)
    assert (before.length, after.length) == (14, 7)
    with database.acting((), is_wide=True):
        before.refresh_from_db()
        assert before.until_on == NOON.date() + timedelta(days=13)
        told = [response.then(one.opened_at, [dated.DAYS])[1].value for one in (before, after)]
    assert told == ["14", "7"]
    with clock.at(NOON + timedelta(hours=2)), pytest.raises(IsolationRefused, match="7"):
        begun(world, from_on=NOON.date() - timedelta(days=8))
    with pytest.raises(RulingRefused):
        rule(world, "observation_days", "7.5", hours=3)


def test_other_days_are_ordered_by_a_person_with_a_second_officer_and_kept_as_an_act(world: World) -> None:
    isolation, by = begun(world), world.desk.by
    rule(world, "observation_days", "7", hours=1)
    with clock.at(NOON + timedelta(hours=2)), database.acting(by.scope.places):
        last = redating.by_rule(isolation)
        given: dict[str, Any] = {"until_on": last, "words": "按新方案改为七天", "second_id": world.second, "by": by}
        for wrong in ({"words": " "}, {"until_on": isolation.until_on}, {"until_on": NOON.date() - timedelta(days=1)}):
            with pytest.raises(IsolationRefused):
                redating.order(isolation.id, **{**given, **wrong})
        with pytest.raises(NotAllowed):
            redating.order(isolation.id, **{**given, "by": replace(by, permissions=frozenset())})
        with pytest.raises(SecondOfficerNeeded), database.atomic():
            redating.order(isolation.id, **{**given, "second_id": by.staff_id})
        redating.order(isolation.id, **given)
        now = queries.one(isolation.id, by=by).isolation
        assert (now.until_on, now.length) == (NOON.date() + timedelta(days=6), 7)
        (held,) = statuses.holding([isolation.person_id], kind="isolation")[isolation.person_id]
        assert (held.until_on, held.id) == (now.until_on, now.status_id)
        acts = [order.act for order, _basis in queries.orders(now)]
        assert acts == ["home", "days"]
        assert figures.value("isolation.begun", isolation.place_id, NOON.date(), by=by) == 1
        assert [day.number for day in queries.days(now)] == [1]


def test_the_promise_names_the_days_of_the_order(world: World) -> None:
    rule(world, "observation_days", "10")
    isolation = begun(world)
    with database.acting(world.desk.by.scope.places):
        assert "10" in paper._promise(isolation)[0]


def remind(hour: int, minute: int, day: int = 1) -> int:
    with clock.at(factories.days_ahead(day, hour).replace(minute=minute)):
        return reminding.remind(clock.now())


def sent() -> list[Message]:
    with database.acting((), is_wide=True):
        return list(Message.objects.order_by("made_at", "id"))


def test_a_late_report_is_reminded_of_once_before_the_visit_and_no_word_is_about_health(world: World) -> None:
    isolation = begun(world)
    with override_settings(MESSAGES=GATEWAY):
        assert (remind(8, 50), remind(9, 0), remind(9, 10), remind(10, 5)) == (0, 1, 1, 0)
        (first,) = sent()
        assert (first.recipient_id, first.state, first.place_id) == (isolation.person_id, "waiting", isolation.place_id)
        assert not [word for word in ("健康", "体温", "隔离", "发热", "health", "isolation") if word in first.words]
        assert remind(17, 30) == 1
        assert len({one.fact_id for one in sent()}) == 2
        with clock.at(factories.days_ahead(2, 8)), database.acting(world.desk.by.scope.places):
            by = world.desk.by
            reporting.report(isolation.id, temperature=36.5, channel="telephone", by=by)
        assert (remind(9, 30, day=2), len(sent())) == (0, 2)
    with database.acting((), is_wide=True):
        looks = Look.objects.filter(what="identity").count()
    with override_settings(MESSAGES=GATEWAY):
        remind(17, 40)
    with database.acting((), is_wide=True):
        assert Look.objects.filter(what="identity").count() == looks  # nobody's telephone is read twice


def test_nobody_is_reminded_without_a_telephone_a_gateway_or_when_the_rule_says_so(world: World) -> None:
    silent = begun(world, person_id=factories.person(world, phone=""))
    remind(9, 30)
    assert sent() == []  # no gateway: nobody calls about what somebody goes to the door for
    with override_settings(MESSAGES=GATEWAY):
        remind(9, 30)
        assert [(one.recipient_id, one.state) for one in sent()] == [(silent.person_id, Sent.GIVEN_UP)]
        rule(world, "report_reminder", "0", hours=21)
        assert remind(17, 30) == 0


def test_whoever_agrees_to_the_central_site_gets_no_paper_that_says_they_refused(world: World) -> None:
    isolation = begun(world, dwelling=frozenset({"air"}), has_promised=False, site_place_id=world.site.place_id)
    with database.acting((), is_wide=True):
        (order,) = Order.objects.filter(isolation=isolation)
        with translation.override("en"):
            content = paper.write(isolation, order, Identity("测试某"))
    text = " ".join(pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded().split())
    assert (order.act, "I agree to the central site" in text) == ("central", True)
    assert not [word for word in ("Persuaded", "did not agree", "Confirmed by") if word in text]
