"""The ladder to its end, with the appeal: no step skipped, none by the wrong person, nobody decides alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.figures import queries as figures
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed, RuleBroken
from tongzhou.kernel.tests.test_photos import picture
from tongzhou.matters import actions as matters
from tongzhou.matters import evidence, moving
from tongzhou.matters.errors import MoveTooEarly, ProofNeeded, SecondPersonNeeded, WrongState
from tongzhou.matters.models import Event, Matter
from tongzhou.people import receipts, statuses
from tongzhou.programmes.arrivals.tests.factories import NOON
from tongzhou.programmes.isolation import queries
from tongzhou.programmes.isolation.actions import ending, housing, ordering, refusing, reporting
from tongzhou.programmes.isolation.actions.refusing import Step
from tongzhou.programmes.isolation.errors import IsolationRefused, RoomFull
from tongzhou.programmes.isolation.models import Isolation, Room, State
from tongzhou.programmes.isolation.records import REFUSAL
from tongzhou.programmes.isolation.tests import factories
from tongzhou.programmes.isolation.tests.factories import World


@pytest.fixture
def world(committed: None) -> Iterator[World]:
    with clock.at(NOON):
        made = factories.world()
        desk = replace(made.desk.by, ends_at=NOON + timedelta(days=40))
        yield replace(made, desk=replace(made.desk, by=desk))


def refused(world: World) -> Isolation:
    with database.acting(world.desk.by.scope.places):
        wanted = factories.wanted(world, factories.person(world), consents=False, has_promised=False)
        return ordering.order(wanted, by=world.desk.by)


def take(isolation: Isolation, move: str, by: Actor, **given: Any) -> None:
    with database.acting(by.scope.places, is_wide=by.is_wide):
        refusing.take(isolation.id, Step(move=move, words=f"{move}:已办", **given), by=by)


def persuaded(world: World) -> Isolation:
    isolation = refused(world)
    for _turn in range(2):
        take(isolation, "persuade", world.desk.by)
    return isolation


def decided(world: World) -> Isolation:
    isolation = persuaded(world)
    take(isolation, "propose", world.desk.by, record=picture(60, 40))
    take(isolation, "decide", world.chief, basis=["emergency", "municipal"])
    return isolation


def transferred(world: World) -> Isolation:
    isolation = decided(world)
    take(isolation, "confirm", world.deputy)
    take(isolation, "serve", world.desk.by)
    take(isolation, "transfer", world.desk.by, site_id=world.site.id, police="演示派出所 演示丁")
    return isolation


def now(isolation: Isolation) -> Isolation:
    with database.acting((), is_wide=True):
        return Isolation.objects.get(id=isolation.id)


def test_no_step_is_skipped_and_none_taken_by_the_wrong_person(world: World) -> None:
    isolation = refused(world)
    for move in ("decide", "confirm", "serve", "transfer"):
        by = world.chief if move in ("decide", "confirm") else world.desk.by
        given = {"basis": ["municipal"], "site_id": world.site.id, "police": "演示派出所"}
        with pytest.raises((WrongState, RuleBroken)):
            take(isolation, move, by, **given)
    with pytest.raises(MoveTooEarly):
        take(isolation, "propose", world.desk.by, record=picture(60, 40))
    for _turn in range(2):
        take(isolation, "persuade", world.desk.by)
    with pytest.raises(ProofNeeded):
        take(isolation, "propose", world.desk.by)
    take(isolation, "propose", world.desk.by, record=picture(60, 40))
    with pytest.raises(NotAllowed):
        take(isolation, "decide", replace(world.desk.by, permissions=world.guard.permissions), basis=["municipal"])
    with pytest.raises(IsolationRefused):
        take(isolation, "decide", world.chief)
    with pytest.raises(IsolationRefused):
        take(isolation, "decide", world.chief, basis=["plan_5"])
    take(isolation, "decide", world.chief, basis=["municipal"])
    with pytest.raises(SecondPersonNeeded):
        take(isolation, "confirm", world.chief)
    take(isolation, "turn_down", world.deputy)
    take(isolation, "persuade", world.desk.by)
    assert now(isolation).state == State.REFUSED


def test_the_whole_ladder_to_a_room_with_every_act_on_paper(world: World) -> None:
    isolation = transferred(world)
    with database.acting(world.desk.by.scope.places):
        acts = {order.act: order for order, _basis in queries.orders(now(isolation))}
        assert set(acts) == {"central", "remedy", "transfer"}
        assert acts["central"].confirmed_by_name
        (held,) = statuses.holding([isolation.person_id], kind="central_isolation")[isolation.person_id]
        assert held.confirmed_by == world.deputy.staff_id
        moves = Event.objects.filter(matter=isolation.refusal_id, act="step").order_by("number")
        assert [one.object_name for one in moves] == [
            *("persuade", "persuade", "propose", "decide", "confirm", "serve", "transfer")
        ]
        assert Matter.objects.get(id=isolation.refusal_id).outcome == "moved"
    room, other = Room.objects.filter(site=world.site).order_by("number")
    with database.acting(world.guard.scope.places):
        housing.admit(isolation.id, room_id=room.id, by=world.guard)
        kept = reporting.report(isolation.id, temperature=36.4, channel="site", by=world.guard)
        assert kept.entry_id
    second = transferred(world)
    with database.acting(world.guard.scope.places):
        with pytest.raises(RoomFull):
            housing.admit(second.id, room_id=room.id, by=world.guard)
        housing.admit(second.id, room_id=other.id, by=world.guard)
        (house,) = queries.houses(by=world.guard)
        assert (house.taken, house.beds) == (2, 2)
    with database.acting((), is_wide=True):
        assert figures.value("isolation.central", world.desk.district.yongle.id, NOON.date(), by=world.chief) == 2
        assert figures.value("isolation.refused", world.desk.district.yongle.id, NOON.date(), by=world.chief) == 2


def test_whoever_agrees_before_the_transfer_stays_at_home(world: World) -> None:
    isolation = decided(world)
    with database.acting(world.desk.by.scope.places):
        with pytest.raises(IsolationRefused):
            refusing.agree(isolation.id, has_promised=False, words="", second_id=world.second, by=world.desk.by)
        refusing.agree(isolation.id, has_promised=True, words="女儿劝通了", second_id=world.second, by=world.desk.by)
    assert now(isolation).state == State.HOME


def test_an_appeal_goes_to_those_who_took_no_part_and_can_set_the_decision_aside(world: World) -> None:
    isolation = transferred(world)
    with database.acting(world.desk.by.scope.places):
        code = receipts.issue(isolation.person_id, isolation.place_id, by=world.desk.by)
    client = Client()
    page = client.post(reverse("isolation:mine"), {"code": code}).content.decode()
    assert "上海市人民代表大会" in page
    answer = client.post(reverse("isolation:mine_appeal"), {"code": code, "words": "我没有去过重点地区"})
    assert answer.status_code == 200
    assert client.post(reverse("isolation:mine_appeal"), {"code": code, "words": "再说一次"}).status_code == 422
    appeal = now(isolation).appeal_id
    assert appeal is not None
    with database.acting((), is_wide=True), pytest.raises(NotAllowed):
        matters.accept([appeal], by=replace(world.chief, scope=world.reviewer.scope))
    with database.acting(world.reviewer.scope.places):
        assert queries.one(isolation.id, by=world.reviewer).isolation.id == isolation.id
        assert not queries.one(isolation.id, by=world.reviewer).sees_reports
        assert Matter.objects.get(id=appeal).due_at == NOON + timedelta(hours=72)
        matters.accept([appeal], by=world.reviewer)
        matters.submit([appeal], outcome="overturned", note="行程核实无误", by=world.reviewer)
        with pytest.raises(SecondPersonNeeded):
            matters.close([appeal], by=world.reviewer)
        matters.close([appeal], by=world.checker)
    with database.acting(world.desk.by.scope.places):
        outcomes = {row.matter.case_type: row.matter.outcome for row in queries.work(now(isolation), by=world.desk.by)}
        assert outcomes["isolation_appeal"] == "overturned"
        ending.end(isolation.id, ending="overturned", words="复核决定", by=world.desk.by)
    assert now(isolation).state == State.ENDED


def test_every_move_of_the_ladder_leads_to_a_declared_stage() -> None:
    reached, stage = ["persuading"], "persuading"
    for code in ("propose", "decide", "confirm", "serve", "transfer"):
        move = REFUSAL.moves[code]
        assert move.stages == {stage}
        stage = move.target
        reached.append(stage)
    assert reached == list(REFUSAL.stages)


MOVES = [*REFUSAL.moves, "agreed", "dropped", "moved"]
BEFORE = {"propose": "persuade", "decide": "propose", "confirm": "decide", "serve": "confirm", "transfer": "serve"}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(MOVES), st.booleans()), max_size=16))
def test_no_path_of_the_ladder_skips_a_step_or_leaves_it_to_one_person(
    world: World, tried: list[tuple[int, str, bool]]
) -> None:
    """Any order of moves and ends by the desk and two of headquarters: nobody is taken away but after every step."""
    refusal_id = refused(world).refusal_id
    assert refusal_id is not None
    people = [replace(one, permissions=frozenset(Permission)) for one in (world.desk.by, world.chief, world.deputy)]
    usual = [(0, "persuade", True), (0, "persuade", True), (0, "propose", True), (1, "decide", True)]
    for who, move, is_proved in [*tried[:3], *usual, *tried[3:]]:
        try:
            with database.acting((), is_wide=True):
                by = replace(people[who], is_wide=True)
                if is_proved:
                    evidence.prove(refusal_id, kind="signature", content=picture(9, 9), name="a.jpg", by=by)
                if move in REFUSAL.moves:
                    moving.advance([refusal_id], move=move, words="已办", by=by)
                else:
                    matters.close([refusal_id], outcome=move, note="已办", by=by)
        except RuleBroken:
            continue
    with database.acting((), is_wide=True):
        told = list(Event.objects.filter(matter=refusal_id, act__in=("step", "close")).order_by("number"))
        proved = list(Event.objects.filter(matter=refusal_id, act="prove").values_list("number", flat=True))
    made: dict[str, Event] = {}
    for event in told:
        move = event.object_name or str(event.outcome)
        assert BEFORE.get(move, "persuade") in made or move in ("persuade", "agreed", "dropped")
        assert move != "propose" or any(number < event.number for number in proved)
        assert move != "decide" or event.staff_id != made["propose"].staff_id
        assert move != "confirm" or event.staff_id not in (made["propose"].staff_id, made["decide"].staff_id)
        assert move != "moved" or "transfer" in made
        assert move != "dropped" or not {"confirm", "serve", "transfer"} & made.keys()
        made[move] = event
