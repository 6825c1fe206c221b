"""The worklist and its counts: what is seen, in what order, at what price."""

from datetime import datetime, timedelta

import pytest

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.kernel.errors import NotAllowed
from tongzhou.matters import actions, queries, receipts, subjects
from tongzhou.matters.errors import MatterUnknown
from tongzhou.matters.models import Matter
from tongzhou.matters.queries import Counts, Filter
from tongzhou.matters.tests.conftest import Posts
from tongzhou.matters.tests.counting import statements
from tongzhou.matters.tests.factories import Post, opened

pytestmark = pytest.mark.usefixtures("committed")
NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)


def listed(post: Post, **wanted: object) -> list[Matter]:
    with database.acting(post.by.scope.places):
        return [row.matter for row in queries.worklist(by=post.by, wanted=Filter(**wanted)).rows]


def test_what_is_overdue_comes_first_and_says_how_late(posts: Posts) -> None:
    with clock.at(NOON - timedelta(days=3)):
        (old,) = opened(posts.yongle)
    with clock.at(NOON):
        (new,) = opened(posts.yongle)
        with database.acting(posts.yongle.by.scope.places):
            page = queries.worklist(by=posts.yongle.by)
        assert [row.matter for row in page.rows] == [old, new]
        assert [(row.is_overdue, row.late) for row in page.rows] == [(True, timedelta(days=2)), (False, timedelta())]
        assert listed(posts.yongle, overdue_only=True) == [old]
        with database.acting(posts.yongle.by.scope.places):
            assert list(queries.overdue(posts.yongle.by.scope)) == [old]
            assert not queries.overdue(posts.tangxing.by.scope).exists()


@pytest.mark.parametrize("number", [1, 30])
def test_page_takes_six_statements_and_counts_one(posts: Posts, number: int) -> None:
    opened(posts.yongle, number)
    with database.acting(posts.yongle.by.scope.places):
        with statements(6):  # count, rows, places, units, the names in scope, those of work that was sent here
            page = queries.worklist(by=posts.yongle.by)
            assert [row.matter.place.name + row.matter.owner_unit.name for row in page.rows]
        with statements(1):
            queries.counts(by=posts.yongle.by)


def test_pages_follow_one_another_and_a_page_too_far_is_the_last(posts: Posts) -> None:
    made = opened(posts.yongle, 5)
    with database.acting(posts.yongle.by.scope.places):
        pages = [queries.worklist(by=posts.yongle.by, page=number, size=2) for number in (1, 2, 3, 99)]
    assert [page.number for page in pages] == [1, 2, 3, 3]
    assert (pages[0].total, pages[0].pages) == (5, 3)
    assert {row.matter.id for page in pages for row in page.rows} == {matter.id for matter in made}


def test_mine_my_units_all_and_sent(posts: Posts) -> None:
    yongle, tangxing = posts
    kept, taken = opened(yongle, 2)
    (away,) = opened(yongle, to=tangxing)
    with database.acting(yongle.by.scope.places):
        actions.accept([taken.id], by=yongle.by)
    found = {whose: set(listed(yongle, whose=whose)) for whose in ("mine", "unit", "all", "sent")}
    assert found == {"mine": {taken}, "unit": {kept, taken}, "all": {kept, taken}, "sent": {away}}
    assert listed(tangxing) == [away]


def test_seconded_worker_sees_the_matters_of_the_post_as_the_units(posts: Posts) -> None:
    matters = opened(posts.yongle)
    seconded = actor(posts.yongle.place.id)
    assert listed(Post(posts.yongle.place, posts.yongle.unit, seconded), whose="unit") == matters


def test_state_type_text_and_receipt_choose(posts: Posts) -> None:
    first, second = opened(posts.yongle, 2)
    with database.acting(posts.yongle.by.scope.places):
        actions.accept([first.id], by=posts.yongle.by)
        actions.close([first.id], outcome="done", by=posts.yongle.by)
    assert listed(posts.yongle) == [second]
    assert listed(posts.yongle, state="closed") == [first]
    assert listed(posts.yongle, text=receipts.shown(first.receipt).lower()) == [first]
    assert listed(posts.yongle, text="永乐") == [second]
    assert listed(posts.yongle, text="唐行") == []
    assert listed(posts.yongle, case_type="correction_request") == []
    assert listed(posts.tangxing, text=first.receipt) == []


def test_counts_are_those_of_the_duty(posts: Posts) -> None:
    with clock.at(NOON - timedelta(days=3)):
        opened(posts.yongle, 2)
    with clock.at(NOON - timedelta(hours=20)):
        held, _other = opened(posts.yongle, 2)
    with clock.at(NOON):
        with database.acting(posts.yongle.by.scope.places):
            actions.accept([held.id], by=posts.yongle.by)
            assert queries.counts(by=posts.yongle.by) == Counts(4, 2, 2, 1, 0)
        with database.acting(posts.tangxing.by.scope.places):
            assert queries.counts(by=posts.tangxing.by) == Counts(0, 0, 0, 0, 0)


def test_matter_of_another_town_is_as_unknown_as_none(posts: Posts) -> None:
    (matter,) = opened(posts.yongle)
    with database.acting(posts.tangxing.by.scope.places):
        for wanted in (matter.id, ids.new()):
            with pytest.raises(MatterUnknown):
                queries.one(wanted, by=posts.tangxing.by)
            with pytest.raises(MatterUnknown):
                queries.story(wanted, by=posts.tangxing.by)


def test_each_filter_holds_without_the_wall(posts: Posts) -> None:
    """Read through the login that sees everything: the queries themselves must start from the scope."""
    (matter,) = opened(posts.yongle, subject_id=ids.new())
    by = posts.tangxing.by
    with database.acting([], is_wide=True):
        for whose in ("mine", "unit", "all", "sent"):
            assert queries.worklist(by=by, wanted=Filter(whose=whose)).total == 0
        assert queries.counts(by=by).unfinished == 0
        assert queries.of_subjects([matter.subject_id], by=by) == []
        assert not queries.chosen(by, Filter(text=matter.receipt)).exists()
        with pytest.raises(MatterUnknown):
            queries.one(matter.id, by=by)
        with pytest.raises(MatterUnknown):
            actions.accept([matter.id], by=by)


def test_reading_needs_its_permission(posts: Posts) -> None:
    nobody = actor(posts.yongle.place.id, permissions=[Permission.FIGURE_VIEW])
    with database.acting(nobody.scope.places), pytest.raises(NotAllowed):
        queries.worklist(by=nobody)


def test_subject_is_named_by_whoever_knows_it_and_else_not_at_all(
    posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    (matter,) = opened(posts.yongle)
    with database.acting(posts.yongle.by.scope.places):
        monkeypatch.setattr(subjects, "_words", [])
        assert queries.one(matter.id, by=posts.yongle.by).subject == ""

        def words(wanted: object, by: Actor) -> dict[object, str]:
            return dict.fromkeys(wanted, f"王* ({by.name})")

        monkeypatch.setattr(subjects, "_words", [words])
        assert queries.one(matter.id, by=posts.yongle.by).subject == "王* (测试甲)"
