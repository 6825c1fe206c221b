"""Each act, and each way in which it is refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections

from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.kernel.errors import NotAllowed, RuleBroken, Several
from tongzhou.matters import actions, errors, queries
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import Act, State
from tongzhou.matters.models import Event, Matter
from tongzhou.matters.tests.conftest import Posts
from tongzhou.matters.tests.counting import statements
from tongzhou.matters.tests.factories import VISIT, Post, opened

pytestmark = pytest.mark.usefixtures("committed")
NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)


def done(post: Post, act: Callable[..., list[Matter]], matters: list[Matter], **words: object) -> list[Matter]:
    with database.acting(post.by.scope.places):
        return act([matter.id for matter in matters], by=post.by, **words)


def refused(
    error: type[RuleBroken], post: Post, act: Callable[..., list[Matter]], *given: object, **words: object
) -> str:
    with pytest.raises(error) as broken:
        done(post, act, *given, **words)
    return str(broken.value)


def again(post: Post, matter: Matter) -> Matter:
    with database.acting(post.by.scope.places):
        return Matter.objects.get(id=matter.id)


def test_opened_matter_waits_with_a_due_time_and_a_day_of_deletion(posts: Posts) -> None:
    with clock.at(NOON):
        (matter,) = opened(posts.yongle)
    assert (matter.state, matter.due_at) == (State.OPEN, NOON + timedelta(hours=24))
    assert matter.keep_until == (NOON + timedelta(days=31)).date()
    with database.acting(posts.yongle.by.scope.places):
        (event,) = queries.story(matter.id, by=posts.yongle.by)
    assert (event.act, event.staff_name, event.unit_name) == (Act.OPEN, "测试甲", "永乐村委会")


@pytest.mark.parametrize("number", [1, 40])
def test_any_number_is_opened_in_one_statement(posts: Posts, number: int) -> None:
    yongle = posts.yongle
    new = [
        NewMatter(case_type=VISIT.code, owner_unit_id=yongle.unit.id, place_id=yongle.place.id) for _ in range(number)
    ]
    with database.acting(yongle.by.scope.places), statements(1):
        actions.open_matters(new, by=yongle.by)


@pytest.mark.parametrize("number", [1, 40])
def test_any_number_is_accepted_in_three_statements(posts: Posts, number: int) -> None:
    matters = opened(posts.yongle, number)
    with database.acting(posts.yongle.by.scope.places), statements(3):
        actions.accept([matter.id for matter in matters], by=posts.yongle.by)


def test_unknown_case_type_is_refused(posts: Posts) -> None:
    new = NewMatter(case_type="nothing", owner_unit_id=posts.yongle.unit.id, place_id=posts.yongle.place.id)
    with pytest.raises(errors.CaseTypeUnknown), database.acting(posts.yongle.by.scope.places):
        actions.open_matters([new], by=posts.yongle.by)


def test_due_time_before_the_opening_is_refused(posts: Posts) -> None:
    place, unit = posts.yongle.place.id, posts.yongle.unit.id
    new = NewMatter(case_type=VISIT.code, owner_unit_id=unit, place_id=place, opened_at=NOON, due_at=NOON)
    with pytest.raises(errors.DueRefused), database.acting(posts.yongle.by.scope.places):
        actions.open_matters([new], by=posts.yongle.by)


def test_accept_then_close(posts: Posts) -> None:
    (matter,) = opened(posts.yongle)
    done(posts.yongle, actions.accept, [matter])
    assert again(posts.yongle, matter).holder_id == posts.yongle.by.staff_id
    with clock.at(NOON):
        posts_by = actor(posts.yongle.place.id, unit_id=posts.yongle.unit.id)
        with database.acting(posts_by.scope.places):
            actions.close([matter.id], outcome="done", by=posts_by)
    closed = again(posts.yongle, matter)
    assert (closed.state, closed.outcome, closed.closed_at) == (State.CLOSED, "done", NOON)
    assert closed.keep_until == (NOON + timedelta(days=30)).date()


def test_matter_that_waits_cannot_be_closed(posts: Posts) -> None:
    matters = opened(posts.yongle)
    told = refused(errors.WrongState, posts.yongle, actions.close, matters, outcome="done")
    assert "“" in told
    assert again(posts.yongle, matters[0]).state == State.OPEN


def test_unknown_outcome_and_outcome_without_its_reason_are_refused(posts: Posts) -> None:
    matters = opened(posts.yongle)
    done(posts.yongle, actions.accept, matters)
    refused(errors.OutcomeUnknown, posts.yongle, actions.close, matters, outcome="flown")
    refused(errors.ReasonNeeded, posts.yongle, actions.close, matters, outcome="moved", note="  ")
    done(posts.yongle, actions.close, matters, outcome="moved", note="往昆山")


def test_lost_needs_three_recorded_attempts(posts: Posts) -> None:
    matters = opened(posts.yongle)
    for _attempt in range(2):
        done(posts.yongle, actions.note, matters, text="", attempt=True)
    told = refused(errors.TooFewAttempts, posts.yongle, actions.close, matters, outcome="lost")
    assert "3" in told
    done(posts.yongle, actions.note, matters, text="无人接听", attempt=True)
    (closed,) = done(posts.yongle, actions.close, matters, outcome="lost")
    assert (closed.attempts, closed.outcome) == (3, "lost")


def test_first_attempt_takes_the_matter_in_hand(posts: Posts) -> None:
    (tried,) = done(posts.yongle, actions.note, opened(posts.yongle), text="", attempt=True)
    assert (tried.state, tried.holder_id) == (State.ACCEPTED, posts.yongle.by.staff_id)


def test_plain_note_needs_words_and_takes_200_of_them_at_most(posts: Posts) -> None:
    matters = opened(posts.yongle)
    refused(errors.ReasonNeeded, posts.yongle, actions.note, matters, text=" ")
    refused(errors.NoteRefused, posts.yongle, actions.note, matters, text="字" * 201)
    refused(errors.NoteRefused, posts.yongle, actions.note, matters, text="a\x00b")
    done(posts.yongle, actions.note, matters, text="䶮家 😷 " + "字" * 190)
    assert again(posts.yongle, matters[0]).state == State.OPEN


def test_new_due_time_needs_a_reason_and_lies_ahead(posts: Posts) -> None:
    matters = opened(posts.yongle)
    later = clock.now() + timedelta(days=2)
    refused(errors.DueRefused, posts.yongle, actions.set_due, matters, due_at=clock.now(), reason="x")
    refused(errors.ReasonNeeded, posts.yongle, actions.set_due, matters, due_at=later, reason="")
    (moved,) = done(posts.yongle, actions.set_due, matters, due_at=later, reason="约好后天")
    assert moved.due_at == later


def test_transfer_goes_to_the_other_unit_which_reads_the_whole_story(posts: Posts) -> None:
    (matter,) = opened(posts.yongle)
    done(posts.yongle, actions.accept, [matter])
    done(posts.yongle, actions.transfer, [matter], to_unit_id=posts.tangxing.unit.id, reason="住在唐行")
    moved = again(posts.tangxing, matter)
    assert (moved.owner_unit_id, moved.state, moved.holder_id) == (posts.tangxing.unit.id, State.OPEN, None)
    with database.acting(posts.tangxing.by.scope.places):
        story = queries.story(matter.id, by=posts.tangxing.by)
    assert [event.act for event in story] == [Act.OPEN, Act.ACCEPT, Act.TRANSFER]
    assert story[-1].to_unit == posts.tangxing.unit


def test_sender_keeps_sight_of_a_transferred_matter_and_cannot_act_on_it(posts: Posts) -> None:
    (matter,) = opened(posts.yongle)
    done(posts.yongle, actions.transfer, [matter], to_unit_id=posts.tangxing.unit.id, reason="住在唐行")
    assert again(posts.yongle, matter).owner_unit_id == posts.tangxing.unit.id
    refused(NotAllowed, posts.yongle, actions.accept, [matter])


def test_transfer_needs_a_reason_and_another_open_unit(posts: Posts) -> None:
    matters = opened(posts.yongle)
    other, own = posts.tangxing.unit, posts.yongle.unit
    refused(errors.ReasonNeeded, posts.yongle, actions.transfer, matters, to_unit_id=other.id, reason="")
    refused(errors.UnitRefused, posts.yongle, actions.transfer, matters, to_unit_id=own.id, reason="x")
    refused(errors.UnitRefused, posts.yongle, actions.transfer, matters, to_unit_id=ids.new(), reason="x")
    other.closed_on = clock.today()
    other.save()
    refused(errors.UnitRefused, posts.yongle, actions.transfer, matters, to_unit_id=other.id, reason="x")


def test_refused_matter_goes_back_and_cannot_be_refused_again(posts: Posts) -> None:
    (matter,) = opened(posts.yongle, to=posts.tangxing)
    refused(errors.ReasonNeeded, posts.tangxing, actions.refuse, [matter], reason="")
    (back,) = done(posts.tangxing, actions.refuse, [matter], reason="不住这里")
    assert (back.state, back.owner_unit_id, back.place_id) == (
        State.RETURNED,
        posts.yongle.unit.id,
        posts.yongle.place.id,
    )
    refused(errors.WrongState, posts.yongle, actions.refuse, [matter], reason="也不住这里")
    done(posts.yongle, actions.accept, [matter])


def test_matter_of_the_own_unit_cannot_be_refused(posts: Posts) -> None:
    refused(errors.NobodySentIt, posts.yongle, actions.refuse, opened(posts.yongle), reason="x")


def test_reopening_needs_a_reason_unless_one_undoes_the_own_close_at_once(posts: Posts) -> None:
    yongle, matters = posts.yongle, opened(posts.yongle)
    done(yongle, actions.accept, matters)
    done(yongle, actions.close, matters, outcome="done")
    other = Post(yongle.place, yongle.unit, actor(yongle.place.id))
    refused(errors.ReasonNeeded, other, actions.reopen, matters)
    with clock.at(clock.now() + timedelta(minutes=11)):
        refused(errors.ReasonNeeded, yongle, actions.reopen, matters)
    (open_again,) = done(yongle, actions.reopen, matters)
    assert (open_again.state, open_again.outcome, open_again.closed_by) == (State.ACCEPTED, None, None)
    done(yongle, actions.close, matters, outcome="done")
    done(other, actions.reopen, matters, reason="又来电")


def test_closed_matter_takes_no_other_act(posts: Posts) -> None:
    matters = opened(posts.yongle)
    done(posts.yongle, actions.accept, matters)
    done(posts.yongle, actions.close, matters, outcome="done")
    later = clock.now() + timedelta(days=1)
    for act, words in (
        (actions.accept, {}),
        (actions.note, {"text": "x"}),
        (actions.note, {"text": "x", "attempt": True}),
        (actions.close, {"outcome": "done"}),
        (actions.set_due, {"due_at": later, "reason": "x"}),
        (actions.transfer, {"to_unit_id": posts.tangxing.unit.id, "reason": "x"}),
        (actions.refuse, {"reason": "x"}),
    ):
        refused(errors.WrongState, posts.yongle, act, matters, **words)


def test_list_with_refusals_changes_nothing_and_tells_each_with_its_receipt(posts: Posts) -> None:
    waiting, ready = opened(posts.yongle, 2), opened(posts.yongle, 2)
    done(posts.yongle, actions.accept, ready)
    told = refused(Several, posts.yongle, actions.close, [*waiting, *ready], outcome="done")
    assert all(str(matter) in told for matter in waiting)
    assert again(posts.yongle, ready[0]).state == State.ACCEPTED


def test_nothing_chosen_and_unknown_matter_are_refused(posts: Posts) -> None:
    (known,) = opened(posts.yongle)
    with database.acting(posts.yongle.by.scope.places):
        for wanted in ([], [ids.new()], [known.id, ids.new()]):
            with pytest.raises(errors.MatterUnknown):
                actions.accept(wanted, by=posts.yongle.by)


def test_of_two_who_accept_at_once_one_is_told_that_it_is_in_hand(posts: Posts) -> None:
    matters = opened(posts.yongle)
    both = Barrier(2)

    def take(_number: int) -> str:
        try:
            both.wait(5)
            done(posts.yongle, actions.accept, matters)
        except errors.WrongState as error:
            return error.code
        finally:
            connections.close_all()
        return "accepted"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, range(2))) == ["accepted", "wrong_state"]
    assert again(posts.yongle, matters[0]).length == 2


def test_unit_of_another_town_neither_sees_nor_acts(posts: Posts) -> None:
    (matter,) = opened(posts.yongle)
    refused(errors.MatterUnknown, posts.tangxing, actions.accept, [matter])
    with database.acting(posts.tangxing.by.scope.places):
        assert not Matter.objects.exists()
        assert not Event.objects.exists()


def test_wall_holds_when_the_filter_is_forgotten(posts: Posts) -> None:
    """A scope claimed by the actor but not held by the transaction opens nothing."""
    (matter,) = opened(posts.yongle)
    with database.acting(posts.tangxing.by.scope.places), pytest.raises(errors.MatterUnknown):
        actions.accept([matter.id], by=posts.yongle.by)


def test_duty_without_the_permission_or_past_its_end_opens_nothing(posts: Posts) -> None:
    yongle, (matter,) = posts.yongle, opened(posts.yongle)
    reader = actor(yongle.place.id, permissions=[Permission.MATTER_VIEW])
    ended = actor(yongle.place.id, hours=-1)
    for by in (reader, ended):
        refused(NotAllowed, Post(yongle.place, yongle.unit, by), actions.accept, [matter])
        with pytest.raises(NotAllowed):
            actions.open_matters([], by=by)


def test_words_of_an_event_cannot_be_changed_by_the_application(posts: Posts) -> None:
    opened(posts.yongle)
    with database.acting(posts.yongle.by.scope.places), pytest.raises(Exception, match="permission denied"):
        Event.objects.update(note="changed")
