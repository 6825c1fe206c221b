"""Stages: whatever is tried, none is skipped; a second person stays a second person; each act is in the ledger."""

from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongzhou.access.tests.factories import actor
from tongzhou.kernel import database
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.ledger.models import Stored
from tongzhou.matters import actions, casetypes, moving
from tongzhou.matters.casetypes import RECORDED, STAGED, Act, CaseType, Move, Outcome
from tongzhou.matters.errors import MoveTooEarly, SecondPersonNeeded, WrongState
from tongzhou.matters.models import Event, Matter
from tongzhou.matters.tests.conftest import Posts
from tongzhou.matters.tests.factories import opened

STEPPED = kinds.register(Kind("test.stepped", "Stepped", RECORDED, 30))
STAGES = casetypes.register(
    CaseType(
        code="test_stages",
        label="Stages",
        outcomes={"over": Outcome("Over", stages=frozenset({"served"}))},
        due_hours=24,
        keep_days=30,
        transitions=STAGED,
        stages={"asked": "Asked", "decided": "Decided", "served": "Served"},
        moves=MappingProxyType(
            {
                "ask": Move(label="Ask", stages=frozenset({"asked"}), target="asked"),
                "decide": Move(label="Decide", stages=frozenset({"asked"}), target="decided", after={"ask": 2}),
                "serve": Move(
                    label="Serve",
                    stages=frozenset({"decided"}),
                    target="served",
                    apart_from=frozenset({"decide"}),
                    due_hours=2,
                ),
            }
        ),
        records={Act.STEP: STEPPED, Act.CLOSE: STEPPED},
    )
)
AFTER = {("asked", "ask"): "asked", ("asked", "decide"): "decided", ("decided", "serve"): "served"}


def test_each_stage_in_turn_with_its_entry(posts: Posts) -> None:
    one = posts.yongle
    (matter,) = opened(one, kind=STAGES)
    other = actor(one.place.id, unit_id=one.unit.id)
    with database.acting(one.by.scope.places):
        actions.accept([matter.id], by=one.by)
        moving.advance([matter.id], move="ask", words="甲上门", by=one.by)
        with pytest.raises(MoveTooEarly):
            moving.advance([matter.id], move="decide", words="决定", by=one.by)
        with pytest.raises(WrongState):
            moving.advance([matter.id], move="serve", words="送达", by=one.by)
        moving.advance([matter.id], move="ask", words="乙上门", by=one.by)
        moving.advance([matter.id], move="decide", words="决定", by=one.by)
        with pytest.raises(SecondPersonNeeded):
            moving.advance([matter.id], move="serve", words="送达", by=one.by)
        with pytest.raises(WrongState):
            actions.close([matter.id], outcome="over", by=one.by)
        (now,) = moving.advance([matter.id], move="serve", words="送达", by=other)
        assert (now.stage, now.allowed_seconds) == ("served", 2 * 3600)
        actions.close([matter.id], outcome="over", by=one.by)
        bodies = [entry.body for entry in Stored.objects.filter(kind=STEPPED.code).order_by("received_at", "id")]
    assert [body.get("move") for body in bodies] == ["ask", "ask", "decide", "serve", None]
    assert bodies[-1]["outcome"] == "over"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=st.lists(st.tuples(st.booleans(), st.sampled_from(["ask", "decide", "serve", "close"])), max_size=10))
def test_random_moves_never_skip_a_stage(posts: Posts, tried: list[tuple[bool, str]]) -> None:
    one = posts.yongle
    (matter,) = opened(one, kind=STAGES)
    actors = (one.by, actor(one.place.id, unit_id=one.unit.id))
    with database.acting(one.by.scope.places):
        actions.accept([matter.id], by=one.by)
    for who, move in tried:
        try:
            with database.acting(one.by.scope.places):
                if move == "close":
                    actions.close([matter.id], outcome="over", by=actors[who])
                else:
                    moving.advance([matter.id], move=move, words="试", by=actors[who])
        except RuleBroken:
            continue
    with database.acting([], is_wide=True):
        made = list(Event.objects.filter(matter=matter, act=Act.STEP).order_by("number"))
        now = Matter.objects.get(id=matter.id)
    stage = "asked"
    for event in made:
        stage = AFTER[(stage, event.object_name)]
    assert stage == now.stage
    authors = {event.object_name: event.staff_id for event in made if event.object_name != "ask"}
    assert "serve" not in authors or authors["serve"] != authors["decide"]
    assert not now.is_closed or stage == "served"
