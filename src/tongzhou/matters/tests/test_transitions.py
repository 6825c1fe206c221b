"""Whatever is tried in whatever order: no undeclared transition, no closed matter without an outcome."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import RuleBroken
from tongzhou.matters import actions, casetypes, queries, receipts
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import STANDARD, Act, CaseType, Outcome, State
from tongzhou.matters.errors import CaseTypeUnknown
from tongzhou.matters.models import Matter
from tongzhou.matters.tests.conftest import Posts
from tongzhou.matters.tests.factories import VISIT, opened

WORDS = st.sampled_from(["", "有人在家"])
ACTS = st.one_of(
    st.tuples(st.sampled_from([Act.ACCEPT, Act.TRANSFER, Act.REFUSE, Act.SET_DUE, Act.REOPEN]), WORDS, st.just("")),
    st.tuples(st.sampled_from([Act.NOTE, Act.ATTEMPT]), WORDS, st.just("")),
    st.tuples(st.just(Act.CLOSE), WORDS, st.sampled_from(["done", "moved", "lost", "flown"])),
)


def attempt(matter_id: UUID, posts: Posts, who: int, act: Act, words: str, outcome: str) -> None:
    """One act by one of the two posts, towards the other where it moves."""
    post, other = posts[who], posts[1 - who]
    later = clock.now() + timedelta(days=1)
    chosen = {
        Act.ACCEPT: lambda: actions.accept([matter_id], by=post.by),
        Act.TRANSFER: lambda: actions.transfer([matter_id], to_unit_id=other.unit.id, reason=words, by=post.by),
        Act.REFUSE: lambda: actions.refuse([matter_id], reason=words, by=post.by),
        Act.SET_DUE: lambda: actions.set_due([matter_id], due_at=later, reason=words, by=post.by),
        Act.REOPEN: lambda: actions.reopen([matter_id], reason=words, by=post.by),
        Act.NOTE: lambda: actions.note([matter_id], text=words, by=post.by),
        Act.ATTEMPT: lambda: actions.note([matter_id], text=words, attempt=True, by=post.by),
        Act.CLOSE: lambda: actions.close([matter_id], outcome=outcome, note=words, by=post.by),
    }[act]
    try:
        with database.acting(post.by.scope.places):
            chosen()
    except RuleBroken:
        return


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=st.lists(st.tuples(st.sampled_from([0, 1]), ACTS), min_size=1, max_size=15))
def test_random_acts_never_leave_the_table(posts: Posts, tried: list[tuple[int, tuple[Act, str, str]]]) -> None:
    (matter,) = opened(posts.yongle, to=posts.tangxing)
    for who, (act, words, outcome) in tried:
        attempt(matter.id, posts, who, act, words, outcome)
    with database.acting([], is_wide=True):
        now = Matter.objects.get(id=matter.id)
        events = list(now.events.order_by("number"))
    assert [event.number for event in events] == list(range(1, now.length + 1))
    for before, event in zip(events, events[1:], strict=False):
        assert STANDARD[(State(before.state), Act(event.act))] == event.state
        assert event.outcome is None or event.act == Act.CLOSE
        assert event.note or event.act not in VISIT.reasoned - {Act.REOPEN}
    assert (now.state == State.CLOSED) == (now.outcome in VISIT.outcomes) == (now.closed_at is not None)
    assert now.attempts == sum(event.act == Act.ATTEMPT for event in events)
    assert {event.place_id for event in events} == {now.place_id}


def test_table_that_closes_unsaid_is_refused() -> None:
    wrong = {(State.OPEN, Act.NOTE): State.CLOSED}
    with pytest.raises(ValueError, match="unsaid"):
        CaseType(code="w", label="w", outcomes={"a": Outcome("A")}, due_hours=1, keep_days=1, transitions=wrong)
    with pytest.raises(ValueError, match="outcomes"):
        CaseType(code="w", label="w", outcomes={}, due_hours=1, keep_days=1)


def test_type_is_registered_once() -> None:
    assert casetypes.register(VISIT) == VISIT
    with pytest.raises(ValueError, match="twice"):
        casetypes.register(CaseType(code=VISIT.code, label="x", outcomes=VISIT.outcomes, due_hours=1, keep_days=1))
    with pytest.raises(CaseTypeUnknown):
        casetypes.get("nothing")


def test_type_may_allow_less(posts: Posts) -> None:
    strict = {pair: target for pair, target in STANDARD.items() if pair[1] != Act.TRANSFER}
    assert Act.TRANSFER not in CaseType(
        code="t", label="t", outcomes={"a": Outcome("A")}, due_hours=1, keep_days=1, transitions=strict
    ).acts(State.OPEN)


def test_correction_request_is_declined_only_with_the_reason(posts: Posts) -> None:
    yongle = posts.yongle
    new = NewMatter(case_type="correction_request", owner_unit_id=yongle.unit.id, place_id=yongle.place.id)
    with database.acting(yongle.by.scope.places):
        actions.open_matters([new], by=yongle.by)
        actions.accept([new.id], by=yongle.by)
        with pytest.raises(RuleBroken, match="."):
            actions.close([new.id], outcome="declined", by=yongle.by)
        actions.close([new.id], outcome="declined", note="证件无误", by=yongle.by)
        assert queries.story(new.id, by=yongle.by)[-1].outcome == "declined"


@given(noise=st.integers(min_value=0, max_value=2**50 - 1))
def test_receipt_survives_being_said_and_typed(noise: int) -> None:
    made = receipts.of(UUID(int=noise))
    assert receipts.read(receipts.shown(made).lower()) == made
    assert receipts.read(made.replace("0", "o").replace("1", "l")) == made


def test_what_cannot_be_a_receipt_is_none() -> None:
    assert [receipts.read(text) for text in ("", "永乐村", "123", "U" * 10, "0" * 11)] == [None] * 5
