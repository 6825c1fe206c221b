"""A notice opens work around the door; contacts are judged by the rule of the day; nobody else sees a case."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.access.tests.factories import actor
from tongzhou.figures import queries as figures
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.models import Event, Matter
from tongzhou.passes import actions as passes
from tongzhou.passes import keys
from tongzhou.passes.actions import Wanted
from tongzhou.passes.models import Revocation
from tongzhou.people import hearing
from tongzhou.people.adding import add
from tongzhou.people.retention import run as destroy
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.cases import actions, queries, rules, zoning
from tongzhou.programmes.cases.errors import CaseRefused, CaseUnknown
from tongzhou.programmes.cases.models import Case, State
from tongzhou.programmes.cases.records import FOLLOWS
from tongzhou.response.actions import NewRuling
from tongzhou.response.tests import factories as rulings
from tongzhou.units import actions as units

ONSET = NOON.date() - timedelta(days=3)


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


@pytest.fixture
def authority(desk: Desk) -> Actor:
    unit = units.add_unit(name="疾控", kind="department", place_id=desk.district.district.id, on=factories.places.ON)
    permissions = ROLES["health_authority"].permissions
    every = [place.id for place in vars(desk.district).values()]
    return actor(desk.district.district.id, *every, unit_id=unit.id, permissions=permissions, is_wide=True, hours=999)


def person(desk: Desk, place_id: UUID | None = None) -> UUID:
    who = factories.person(place_id or desk.district.yongle.id)
    with database.acting((), is_wide=True):
        add([who], by=desk.by)
    return who.id


def notify(authority: Actor, person_id: UUID, state: str = State.CONFIRMED, onset_on: date = ONSET) -> Case:
    with database.acting((), is_wide=True):
        return actions.notify(
            person_id=person_id, state=state, onset_on=onset_on, document="演示疾控〔2020〕3号", by=authority
        )


def test_a_notice_is_counted_and_opens_work_where_the_person_lives(desk: Desk, authority: Actor) -> None:
    who = person(desk)
    case = notify(authority, who)
    with database.acting(desk.by.scope.places):
        (row,) = worklists.of_subjects([who], by=desk.by)
        assert (row.matter.id, row.matter.due_at) == (case.home_id, NOON + timedelta(hours=6))
        assert figures.value("cases.confirmed", desk.district.yongle.id, NOON.date(), by=desk.by) == 1


@pytest.mark.parametrize(
    ("before", "after", "is_allowed"),
    [
        ("", State.SUSPECTED, True),
        ("", State.CONFIRMED, True),
        ("", State.RECOVERED, False),
        ("", State.RULED_OUT, False),
        (State.SUSPECTED, State.CONFIRMED, True),
        (State.SUSPECTED, State.RULED_OUT, True),
        (State.SUSPECTED, State.RECOVERED, False),
        (State.CONFIRMED, State.RECOVERED, True),
        (State.CONFIRMED, State.RULED_OUT, False),
        (State.CONFIRMED, State.CONFIRMED, False),
    ],
)
def test_one_notice_follows_another(desk: Desk, authority: Actor, before: str, after: str, *, is_allowed: bool) -> None:
    who = person(desk)
    if before:
        notify(authority, who, before)
    if is_allowed:
        assert notify(authority, who, after).state == after
    else:
        with pytest.raises(CaseRefused):
            notify(authority, who, after)


def test_contacts_are_judged_by_the_version_of_the_day_and_anew_by_the_next(desk: Desk, authority: Actor) -> None:
    case = notify(authority, person(desk))
    with database.acting((), is_wide=True):
        near = actions.add_contact(case.id, person_id=person(desk), kind="household", last_on=NOON.date(), by=authority)
        early = actions.add_contact(
            case.id, person_id=person(desk), kind="together", last_on=ONSET - timedelta(days=2), by=authority
        )
        assert (near.is_close, near.rule, early.is_close) == (True, "plan_4", False)
        assert Matter.objects.get(id=near.matter_id).due_at == NOON + timedelta(hours=4)
        assert actions.judge_anew(case.id, by=authority) == 0
    later = NOON.replace(day=22)
    with clock.at(later), database.acting((), is_wide=True):
        assert actions.judge_anew(case.id, by=authority) == 1
        _row, _notices, contacts = queries.one(case.id, by=authority)
        assert {one.contact.rule for one in contacts} == {"plan_4", "plan_5"}
        assert all(one.contact.is_close for one in contacts)


def test_the_rules_have_one_version_a_day() -> None:
    days = [date(2020, 1, 28) + timedelta(days=turn) for turn in range(60)]
    assert all(rules.in_force(day) for day in days)
    assert rules.in_force(date(2020, 1, 27)) is None
    assert [rule.days_before for rule in rules.every().values()] == [0, 0, 2]


def test_a_case_that_is_ruled_out_is_told_to_whoever_works_on_it(desk: Desk, authority: Actor) -> None:
    who = person(desk)
    case = notify(authority, who, State.SUSPECTED)
    with database.acting((), is_wide=True):
        actions.add_contact(case.id, person_id=person(desk), kind="household", last_on=NOON.date(), by=authority)
    notify(authority, who, State.RULED_OUT)
    with database.acting((), is_wide=True):
        assert Event.objects.filter(act="note", matter__case_type__startswith="case_").count() == 2


def test_a_confirmed_case_is_heard_at_once_and_a_suspected_one_is_not(
    desk: Desk, authority: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[UUID] = []
    monkeypatch.setattr(hearing, "_hearing", [lambda ids, by: heard.extend(ids)])
    who = person(desk)
    notify(authority, who, State.SUSPECTED)
    assert heard == []
    notify(authority, who, State.CONFIRMED)
    notify(authority, who, State.RECOVERED)
    assert heard == [who]


def test_a_close_contact_is_told_to_isolation_only_while_the_rule_says_so(
    desk: Desk, authority: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some are judged before the level's rule holds, some after: each is explained by the rules of its moment."""
    heard: list[tuple[UUID, date]] = []
    monkeypatch.setattr(hearing, "_hearing_of_contacts", [lambda who, last_on, by: heard.append((who, last_on))])
    case, today = notify(authority, person(desk)), NOON.date()
    before, after, far = person(desk), person(desk), person(desk)
    with database.acting((), is_wide=True):
        actions.add_contact(case.id, person_id=before, kind="household", last_on=today, by=authority)
    ruled = NewRuling(
        code=FOLLOWS.code, value="isolation", levels=["0"], document="方案", document_on=today, from_at=NOON
    )
    chief = replace(authority, permissions=ROLES["headquarters"].permissions)
    rulings.ruled(ruled, chief, at=NOON + timedelta(minutes=1))
    with clock.at(NOON + timedelta(hours=1)), database.acting((), is_wide=True):
        actions.add_contact(case.id, person_id=after, kind="household", last_on=today, by=authority)
        actions.add_contact(case.id, person_id=far, kind="together", last_on=ONSET - timedelta(days=1), by=authority)
        assert heard == [(after, today)]
        _row, _notices, contacts = queries.one(case.id, by=authority)
        assert [met.then[1].value for met in contacts] == ["work", "isolation", "isolation"]


def test_passes_of_the_building_end_by_one_confirmation_of_the_town(desk: Desk, authority: Actor) -> None:
    yongle = desk.district.yongle
    town_unit = units.add_unit(
        name="镇政府", kind="town_office", place_id=desk.district.huating.id, on=factories.places.ON
    )
    town = actor(
        *(desk.district.huating.id, yongle.id), unit_id=town_unit.id, permissions=ROLES["town_office"].permissions
    )
    case = notify(authority, person(desk))
    with database.acting(desk.by.scope.places):
        (old,) = passes.issue([Wanted(kind="temporary", place_id=yongle.id, days=1)], by=desk.by)
    with database.acting((), is_wide=True):
        with pytest.raises(CaseRefused):
            zoning.propose(case.id, desk.district.nanchen.id, by=authority)
        zoning.propose(case.id, yongle.id, by=authority)
        with pytest.raises(CaseRefused):
            zoning.propose(case.id, yongle.id, by=authority)
        case.refresh_from_db()
        assert case.zone_id is not None
        with pytest.raises(NotAllowed):
            zoning.confirm(case.zone_id, by=authority)
    with clock.at(NOON + timedelta(hours=1)), database.acting(town.scope.places):
        assert zoning.proposed(case.zone_id, by=town).passes == 1
        with pytest.raises(NotAllowed):  # the general page cannot say "done" without ending them
            matters.accept([case.zone_id], by=town)
            matters.close([case.zone_id], outcome="done", by=town)
        zoning.confirm(case.zone_id, by=town)
        old.refresh_from_db()
        assert (old.state, Revocation.objects.get().zone) == ("revoked", keys.zone_of(yongle.id))
        with pytest.raises(CaseUnknown):
            zoning.decline(case.zone_id, why="不需要", by=town)


def test_nobody_but_the_health_authority_sees_a_case(desk: Desk, authority: Actor) -> None:
    notify(authority, person(desk))
    others = [role for role in ROLES.values() if role.code != "health_authority"]
    assert not [role.code for role in others if Permission.CASE_NOTIFY in role.permissions]
    with database.acting((), is_wide=True), pytest.raises(NotAllowed):
        queries.cases(by=replace(authority, permissions=ROLES["headquarters"].permissions))
    with database.acting(desk.by.scope.places):
        assert Case.objects.count() == 0


def test_what_cannot_be_is_refused(desk: Desk, authority: Actor) -> None:
    who = person(desk)
    with pytest.raises(CaseRefused):
        notify(authority, who, onset_on=NOON.date() + timedelta(days=1))
    case = notify(authority, who)
    with database.acting((), is_wide=True):
        with pytest.raises(CaseRefused):
            actions.add_contact(case.id, person_id=who, kind="household", last_on=NOON.date(), by=authority)
        with pytest.raises(CaseRefused):
            actions.add_contact(
                case.id, person_id=person(desk), kind="household", last_on=NOON.date() + timedelta(days=1), by=authority
            )


def test_a_case_is_destroyed_after_a_year(desk: Desk, authority: Actor) -> None:
    notify(authority, person(desk))
    assert destroy(NOON.date() + timedelta(days=366)).counts["case"] == 1
