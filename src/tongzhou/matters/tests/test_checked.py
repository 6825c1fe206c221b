"""Work that a second person checks: no path ends it without the proof and the second person."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import RuleBroken
from tongzhou.kernel.tests.test_photos import picture
from tongzhou.matters import actions, casetypes, errors, evidence, policies, queries, running
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import HANDLING, Act, State
from tongzhou.matters.models import Event, Matter
from tongzhou.matters.tests.conftest import Posts
from tongzhou.matters.tests.factories import FIX, Post, opened, unit
from tongzhou.people import retention
from tongzhou.places.tests import factories
from tongzhou.units.models import UnitKind

pytestmark = pytest.mark.usefixtures("committed")
MONDAY = datetime(2020, 2, 10, 9, tzinfo=clock.ZONE)
PHOTO = picture(40, 30)


def acts(by: Actor, matter: Matter) -> dict[str, Callable[[], object]]:
    one, words, kind = [matter.id], "看过了", matter.type
    void = next(code for code, outcome in kind.outcomes.items() if outcome.needs_no_proof or outcome.needs_note)
    fixed = next(code for code in kind.outcomes if code != void)
    later = clock.now() + timedelta(days=1)
    return {
        "accept": lambda: actions.accept(one, by=by),
        "attempt": lambda: actions.note(one, text=words, attempt=True, by=by),
        "photo": lambda: evidence.prove(matter.id, kind="photo", content=PHOTO, name="a.jpg", by=by),
        "paper": lambda: evidence.prove(matter.id, kind="document", content=b"%PDF-1", name="a.pdf", by=by),
        "fixed": lambda: actions.submit(one, outcome=fixed, note=words, by=by),
        "void": lambda: actions.submit(one, outcome=void, note=words, by=by),
        "reject": lambda: actions.reject(one, reason=words, by=by),
        "close": lambda: actions.close(one, outcome=fixed, note=words, by=by),
        "reopen": lambda: actions.reopen(one, reason=words, by=by),
        "pause": lambda: actions.pause(one, until=later, reason=words, by=by),
        "resume": lambda: actions.resume(one, by=by),
    }


NAMES = [*("accept", "photo", "fixed", "close"), *("attempt", "paper", "void", "reject", "reopen", "pause", "resume")]


def attempt(by: Actor, matter: Matter, name: str) -> bool:
    try:
        with database.acting(by.scope.places):
            acts(by, matter)[name]()
    except RuleBroken:
        return False
    return True


def story(matter: Matter) -> list[Event]:
    with database.acting((), is_wide=True):
        return list(Event.objects.filter(matter=matter).order_by("number"))


CHECKED = [kind.code for kind in casetypes.registered() if kind.is_checked]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=st.sampled_from(CHECKED),
    tried=st.lists(st.tuples(st.integers(0, 1), st.sampled_from(NAMES)), min_size=4, max_size=14),
)
def test_no_path_closes_without_proof_and_a_second_person(
    posts: Posts, code: str, tried: list[tuple[int, str]]
) -> None:
    """Every kind of the house that a second person checks, with a photo wanted."""
    people, here = (posts.yongle.by, actor(posts.yongle.place.id, unit_id=posts.yongle.unit.id)), posts.yongle
    new = NewMatter(case_type=code, owner_unit_id=here.unit.id, place_id=here.place.id, proof="photo")
    with clock.at(MONDAY):
        with database.acting(here.by.scope.places):
            (matter,) = actions.open_matters([new], by=here.by)
        for who, name in tried:
            attempt(people[who], matter, name)
    told = story(matter)
    for number, event in enumerate(told):
        if event.act != Act.CLOSE:
            continue
        before = told[:number]
        assert before[-1].state == State.CHECKING
        assert event.staff_id not in {one.staff_id for one in before if one.act in HANDLING}
        if event.outcome and not matter.type.outcomes[event.outcome].needs_no_proof:
            assert any(one.act == Act.PROVE and one.object_name == "photo" for one in before)


def test_the_whole_way_with_a_photo_given_back_once(posts: Posts) -> None:
    worker, checker = posts.yongle.by, actor(posts.yongle.place.id, unit_id=posts.yongle.unit.id)
    with clock.at(MONDAY):
        (matter,) = opened(posts.yongle, kind=FIX)
        assert matter.due_at == datetime(2020, 2, 12, 9, tzinfo=clock.ZONE)
        tried = [(worker, "accept", True), (worker, "fixed", False), (worker, "paper", True), (worker, "fixed", False)]
        tried += [(worker, "photo", True), (worker, "fixed", True), (worker, "close", False), (worker, "reject", False)]
        tried += [(checker, "reject", True), (worker, "fixed", False), (worker, "photo", True), (worker, "fixed", True)]
        assert [attempt(who, matter, name) for who, name, _holds in tried] == [holds for _who, _name, holds in tried]
        with database.acting(worker.scope.places):
            row = queries.one(matter.id, by=worker)
            assert Act.CLOSE not in policies.possible(worker, row.matter)
            assert Act.CLOSE in policies.possible(checker, row.matter)
        assert attempt(checker, matter, "close")
    kept = [one.object_id for one in story(matter) if one.act == Act.PROVE]
    with database.acting(worker.scope.places):
        assert b"SecretPhone" not in bytes(evidence.one(matter.id, kept[1], by=worker).content)
    with database.acting(posts.tangxing.by.scope.places), pytest.raises(errors.MatterUnknown):
        evidence.one(matter.id, kept[1], by=posts.tangxing.by)
    assert retention.run((MONDAY + timedelta(days=60)).date()).counts["evidence"] == 3


def test_a_pause_moves_the_due_time_and_ends_by_itself(posts: Posts) -> None:
    with clock.at(MONDAY):
        (matter,) = opened(posts.yongle, kind=FIX)
        attempt(posts.yongle.by, matter, "accept")
        assert attempt(posts.yongle.by, matter, "pause")
    with database.acting((), is_wide=True):
        paused = Matter.objects.get(id=matter.id)
    assert (paused.state, paused.due_at) == (State.PAUSED, MONDAY + timedelta(days=3))
    with clock.at(MONDAY + timedelta(days=1, minutes=1)):
        assert running.run().resumed == 1
    with database.acting((), is_wide=True):
        again = Matter.objects.get(id=matter.id)
    assert (again.state, again.due_at) == (State.ACCEPTED, paused.due_at)


def test_each_level_is_told_once(posts: Posts) -> None:
    with clock.at(MONDAY):
        (matter,) = opened(posts.yongle)
    seen = []
    for hours in (11, 13, 13, 20, 25):
        with clock.at(MONDAY + timedelta(hours=hours)):
            done = running.run()
        with database.acting((), is_wide=True):
            seen.append((done.warned, Matter.objects.get(id=matter.id).warned))
    assert seen == [(0, 0), (1, 50), (0, 50), (1, 80), (1, 100)]


def test_linked_matters_keep_their_stories(posts: Posts) -> None:
    first, second = opened(posts.yongle, 2)
    with database.acting(posts.yongle.by.scope.places):
        actions.link(first.id, other=str(second), by=posts.yongle.by)
        ends = [queries.story(one.id, by=posts.yongle.by)[-1] for one in (first, second)]
        assert [end.object_id for end in ends] == [second.id, first.id]
        with pytest.raises(errors.MatterUnknown):
            actions.link(first.id, other=str(first), by=posts.yongle.by)


def test_the_first_unit_answers_until_the_next_accepts(posts: Posts) -> None:
    (matter,) = opened(posts.yongle)
    yongle, tangxing = posts
    with database.acting(yongle.by.scope.places):
        actions.transfer([matter.id], to_unit_id=tangxing.unit.id, reason="住在唐行", by=yongle.by)
        assert queries.one(matter.id, by=yongle.by).matter.accountable_unit_id == yongle.unit.id
    with database.acting(tangxing.by.scope.places):
        actions.accept([matter.id], by=tangxing.by)
        assert queries.one(matter.id, by=tangxing.by).matter.accountable_unit_id is None


def test_overdue_is_told_to_the_town_then_to_the_district(committed: None) -> None:
    district = factories.district()
    headquarters, town = (
        unit(place, kind=kind)
        for place, kind in ((district.district, UnitKind.HEADQUARTERS), (district.huating, UnitKind.TOWN_OFFICE))
    )
    owner = unit(district.yongle)
    post = Post(district.yongle, owner, actor(district.yongle.id, unit_id=owner.id))
    with clock.at(MONDAY):
        (matter,) = opened(post)
    told = []
    for hours in (25, 26, 49, 50):
        with clock.at(MONDAY + timedelta(hours=hours)):
            running.run()
        with database.acting((), is_wide=True):
            told.append(Matter.objects.get(id=matter.id).raised_to_id)
    assert told == [town.id, town.id, headquarters.id, headquarters.id]
    assert [event.act for event in story(matter)] == [Act.OPEN, Act.RAISE, Act.RAISE]


def test_the_second_refusal_goes_to_the_districts_desk(committed: None) -> None:
    district = factories.district()
    headquarters = unit(district.district, kind=UnitKind.HEADQUARTERS)
    posts = []
    for place in (district.yongle, district.nanchen):
        owner = unit(place)
        posts.append(Post(place, owner, actor(place.id, unit_id=owner.id)))
    yongle, nanchen = posts
    (matter,) = opened(yongle, to=nanchen)
    for post, act in ((nanchen, "refuse"), (yongle, "transfer"), (nanchen, "refuse")):
        with database.acting(post.by.scope.places):
            if act == "refuse":
                actions.refuse([matter.id], reason="不住在这里", by=post.by)
            else:
                actions.transfer([matter.id], to_unit_id=nanchen.unit.id, reason="户口在这里", by=post.by)
    with database.acting((), is_wide=True):
        now = Matter.objects.get(id=matter.id)
    assert (now.owner_unit_id, now.place_id, now.refusals) == (headquarters.id, district.district.id, 2)
    assert now.accountable_unit_id == yongle.unit.id
    with database.acting(yongle.by.scope.places):
        assert len(queries.story(matter.id, by=yongle.by)) == 4
