"""From a case to the list of risk areas: a place and days go over, a person of headquarters decides, no name does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.access.roles import ROLES
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.matters import actions as matters
from tongzhou.matters.errors import ReasonNeeded
from tongzhou.matters.models import Event, Matter
from tongzhou.people import hearing
from tongzhou.people.adding import add
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.cases import actions as cases
from tongzhou.programmes.cases import listing
from tongzhou.programmes.cases import queries as told
from tongzhou.programmes.cases.errors import CaseRefused
from tongzhou.programmes.cases.models import Case, State
from tongzhou.programmes.riskareas import actions, proposing, queries
from tongzhou.programmes.riskareas.actions import NewRule
from tongzhou.programmes.riskareas.errors import ProposalUnknown, RuleRefused
from tongzhou.programmes.riskareas.models import Proposal
from tongzhou.programmes.riskareas.records import PROPOSED
from tongzhou.units import actions as units

TODAY = NOON.date()
FUYANG = {"place": "阜阳市", "from_on": TODAY - timedelta(days=9), "until_on": TODAY - timedelta(days=6)}


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


@pytest.fixture
def chief(desk: Desk) -> Actor:
    top, every = desk.district.district, [place.id for place in vars(desk.district).values()]
    unit = units.add_unit(name="区防疫指挥部", kind="headquarters", place_id=top.id, on=factories.places.ON)
    return actor(top.id, *every, unit_id=unit.id, permissions=ROLES["headquarters"].permissions, is_wide=True)


@pytest.fixture
def authority(chief: Actor) -> Actor:
    unit = units.add_unit(name="疾控", kind="department", place_id=chief.post_id, on=factories.places.ON)
    return replace(chief, unit_id=unit.id, permissions=ROLES["health_authority"].permissions)


@pytest.fixture
def case(desk: Desk, authority: Actor) -> Case:
    who = factories.person(desk.district.yongle.id)
    onset = TODAY - timedelta(days=3)
    with database.acting((), is_wide=True):
        add([who], by=desk.by)
        return cases.notify(person_id=who.id, state=State.CONFIRMED, onset_on=onset, document="3号", by=authority)


def propose(case: Case, by: Actor, **days: object) -> Matter:
    with database.acting((), is_wide=True):
        listing.propose(case.id, by=by, **{**FUYANG, **days})  # type: ignore[arg-type]
        case.refresh_from_db()
        return Matter.objects.get(id=case.listing_id)


def test_a_proposal_is_a_place_and_days_and_comes_onto_the_draft_by_one_decision(
    case: Case, authority: Actor, chief: Actor
) -> None:
    matter = propose(case, authority)
    assert (matter.owner_unit_id, matter.place_id, matter.subject_id) == (chief.unit_id, chief.post_id, None)
    with database.acting((), is_wide=True):
        (waiting,) = proposing.waiting(by=chief)
        assert (waiting.name, waiting.listed, waiting.matter.id) == ("安徽省阜阳市", None, matter.id)
        assert {event.note for event in Event.objects.filter(matter=matter)} == {""}
        with pytest.raises(NotAllowed):
            proposing.take(matter.id, by=authority)
        with pytest.raises(NotAllowed):  # the general page cannot say "on the draft" without putting it there
            matters.close([matters.accept([matter.id], by=chief)[0].id], outcome="on_draft", by=chief)
        rule = proposing.take(matter.id, by=chief)
        assert (rule.code, rule.from_on, rule.until_on) == ("3412", FUYANG["from_on"], FUYANG["until_on"])
        assert [one.published_at for one in [actions.draft(by=chief)]] == [None]
        line = told.listing(case, by=authority)
        assert line is not None
        assert (line.outcome, line.subject) == (str(PROPOSED.outcomes["on_draft"].label), "")
        with pytest.raises(ProposalUnknown):
            proposing.decline(matter.id, why="不需要", by=chief)


def test_a_place_that_stands_on_the_list_keeps_what_follows_and_its_days_only_grow(
    case: Case, authority: Actor, chief: Actor
) -> None:
    with database.acting((), is_wide=True):
        actions.put(NewRule("3412", "2020-01-20", "2020-02-01", "28", "ask"), by=chief)
        actions.publish(document="试验〔2020〕1号", by=chief)
    matter = propose(case, authority)
    with database.acting((), is_wide=True):
        rule = proposing.take(matter.id, by=chief)
        days = (rule.from_on, rule.until_on, rule.look_back_days, rule.follow)
        assert days == (date(2020, 1, 20), FUYANG["until_on"], 28, "ask")
        assert queries.rules(actions.draft(by=chief)).count() == 1


def test_the_same_place_of_two_cases_waits_once_with_the_days_of_both(case: Case, authority: Actor) -> None:
    first = propose(case, authority)
    again = propose(case, authority, place="3412", from_on=TODAY - timedelta(days=12), until_on=TODAY)
    assert again.id == first.id
    with database.acting((), is_wide=True):
        proposal = Proposal.objects.get()
    assert (proposal.from_on, proposal.until_on) == (TODAY - timedelta(days=12), TODAY)


def test_declined_only_with_a_reason(case: Case, authority: Actor, chief: Actor) -> None:
    matter = propose(case, authority)
    with database.acting((), is_wide=True):
        with database.atomic(), pytest.raises(ReasonNeeded):
            proposing.decline(matter.id, why="", by=chief)
        proposing.decline(matter.id, why="只停留半小时", by=chief)
        assert proposing.waiting(by=chief) == []


def test_what_cannot_be_is_refused(
    case: Case, authority: Actor, chief: Actor, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in (
        {"place": "无此地"},
        {"from_on": TODAY + timedelta(days=1)},
        {"until_on": TODAY - timedelta(days=30)},
    ):
        with pytest.raises(RuleRefused):
            propose(case, authority, **wrong)
    with pytest.raises(CaseRefused):
        propose(case, authority, from_on=None)
    with pytest.raises(NotAllowed):
        propose(case, chief)
    with database.acting(desk.by.scope.places):
        assert Proposal.objects.count() == 0
    monkeypatch.setattr(hearing, "_hearing_of_places", [])
    with pytest.raises(CaseRefused):
        propose(case, authority)
    with database.acting((), is_wide=True):
        Case.objects.update(state=State.SUSPECTED)
    with pytest.raises(CaseRefused):
        propose(case, authority)


def test_the_pages_lead_from_the_case_to_the_draft_and_name_nobody(
    case: Case, authority: Actor, chief: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = [authority]
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: acting[0])
    client, page = Client(), reverse("cases:case", args=[case.id])
    send = reverse("cases:propose_place", args=[case.id])
    assert client.get(page).status_code == 200
    given = {"listed": "无此地", "from_on": "2020-01-30", "until_on": "2020-02-02"}
    refused = client.post(send, given)
    assert (refused.status_code, refused.content.decode().count("无此地")) == (
        422,
        3,
    )  # told twice, and kept in its field
    assert client.post(send, {**given, "listed": "阜阳市"}).status_code == 302
    assert client.get(page).status_code == 200
    with database.acting((), is_wide=True):
        (row,) = told.cases(by=authority)
        matter_id = Proposal.objects.get().matter_id
    acting[0] = chief
    pages = [reverse(f"riskareas:{name}") for name in ("list", "draft")] + [reverse("matters:matter", args=[matter_id])]
    proposal = reverse("riskareas:proposal", args=[matter_id])
    client.post(reverse("riskareas:begin"))
    shown = [client.get(address).content.decode() for address in (*pages, proposal)]
    assert ["安徽省阜阳市" in one for one in shown] == [True, True, False, True]
    assert not [one for one in shown if row.masked in one or str(case.id) in one or str(case.person_id) in one]
    assert client.post(proposal, {"answer": "no", "why": ""}).status_code == 422
    assert client.post(proposal, {"answer": "take"})["Location"] == reverse("riskareas:draft")
    assert client.get(proposal).status_code == 404
