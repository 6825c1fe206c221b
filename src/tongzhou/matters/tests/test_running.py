"""Clocks told in one statement for all equal clocks told one after the other; working days that change are noticed."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.matters import actions, clocks, running, workdays
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import Act, State
from tongzhou.matters.models import Event, Matter
from tongzhou.matters.tests.factories import FIX, VISIT, Post, opened, unit
from tongzhou.places.tests import factories
from tongzhou.units.models import UnitKind

pytestmark = pytest.mark.usefixtures("committed")
MONDAY = datetime(2020, 2, 10, 9, tzinfo=clock.ZONE)
#: Hours before now that it was opened, by office hours or not, hours it has (None: its type's), hours of a pause.
WORK = st.tuples(st.integers(0, 72), st.booleans(), st.none() | st.integers(1, 60), st.none() | st.integers(1, 9))


class Told(NamedTuple):
    warned: int
    warn_at: datetime | None
    raised_to_id: UUID | None
    length: int


def one_at_a_time(matter: Matter, now: datetime) -> Told:
    """Level after level, as the rule of a clock is told in words."""
    raised, length = matter.raised_to_id, matter.length
    for level in clocks.LEVELS:
        if level <= matter.warned:
            continue
        matter.warn_at = clocks.reached_at(matter, level)
        if matter.warn_at > now:
            break
        matter.warned, matter.warn_at = level, None
    office = running.above(matter.place_id, matter.warned // 100)
    if office and office not in (raised, matter.owner_unit_id):
        raised, length = office, length + 1
    return Told(matter.warned, matter.warn_at, raised, length)


@pytest.fixture
def posts(committed: None) -> list[Post]:
    """Two villages and a town's office; the headquarters above them, and no office of the other village's town."""
    district = factories.district()
    unit(district.district, kind=UnitKind.HEADQUARTERS)
    kinds = {district.huating: UnitKind.TOWN_OFFICE}
    places = (district.yongle, district.nanchen, district.huating)
    owners = [unit(place, kind=kinds.get(place, UnitKind.COMMITTEE)) for place in places]
    return [Post(place, owner, actor(place.id, unit_id=owner.id)) for place, owner in zip(places, owners, strict=True)]


def make(post: Post, work: tuple[int, bool, int | None, int | None]) -> UUID:
    ago, is_office, hours, pause = work
    begun = MONDAY - timedelta(hours=ago)
    with clock.at(begun), database.acting(post.by.scope.places):
        due = begun + timedelta(hours=hours) if hours else None
        kind = FIX if is_office or pause else VISIT
        new = NewMatter(case_type=kind.code, owner_unit_id=post.unit.id, place_id=post.place.id, due_at=due)
        (matter,) = actions.open_matters([new], by=post.by)
        if pause:
            actions.accept([matter.id], by=post.by)
            actions.pause([matter.id], until=begun + timedelta(hours=pause), reason="封村道路", by=post.by)
    return matter.id


def known(made: list[UUID]) -> dict[UUID, Matter]:
    with database.acting((), is_wide=True):
        return Matter.objects.in_bulk(made)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(work=st.lists(WORK, min_size=1, max_size=8), later=st.lists(st.integers(1, 3000), min_size=1, max_size=4))
def test_told_together_as_told_one_at_a_time(
    posts: list[Post], work: list[tuple[int, bool, int | None, int | None]], later: list[int]
) -> None:
    made, now = [make(posts[number % 3], one) for number, one in enumerate(work)], MONDAY
    for minutes in later:
        now += timedelta(minutes=minutes)
        with clock.at(now):
            before = known(made)
            over = [one for one in before.values() if one.state == State.PAUSED and one.paused_until <= now]
            for matter in over:
                clocks.resume(matter, at=now)
                matter.length += 1
            running.run()
            expected = {id: one_at_a_time(matter, now) for id, matter in before.items()}
        told = {id: Told(m.warned, m.warn_at, m.raised_to_id, m.length) for id, m in known(made).items()}
        assert told == expected
    with database.acting((), is_wide=True):
        numbers = {
            id: list(Event.objects.filter(matter=id).order_by("number").values_list("number", flat=True)) for id in made
        }
        told_of = Event.objects.filter(matter__in=made, act=Act.RAISE)
        assert all(ids.time_of(event.id) == event.at.replace(microsecond=0) for event in told_of)
    assert numbers == {id: list(range(1, one.length + 1)) for id, one in known(made).items()}


def test_a_clock_that_somebody_works_on_waits_for_the_next_run(posts: list[Post]) -> None:
    with clock.at(MONDAY):
        first, second = opened(posts[0], 2)
    now = MONDAY + timedelta(hours=13)

    def run() -> None:
        with clock.at(now):
            running.run()

    with clock.at(now):
        with database.acting((), is_wide=True):
            Matter.objects.select_for_update().get(id=first.id)
            database.apart(run)
        assert {id: one.warned for id, one in known([first.id, second.id]).items()} == {first.id: 0, second.id: 50}
        assert (running.run().warned, running.run().warned) == (1, 0)


def test_what_was_reckoned_with_other_working_days_is_reckoned_anew_once(posts: list[Post]) -> None:
    with clock.at(MONDAY):
        (matter,) = opened(posts[0], kind=FIX)
        opened(posts[0])
        assert running.run().reckoned == 0
        with database.acting((), is_wide=True):
            workdays.decide(date(2020, 2, 11), is_worked=False, source="区防疫指挥部 1 号通知")
        assert (running.run().reckoned, running.run().reckoned) == (1, 0)
        now = known([matter.id])[matter.id]
        assert now.due_at == matter.due_at + timedelta(days=1)
        assert now.levels_at == [clocks.reached_at(now, level) for level in clocks.LEVELS]
    workdays.forget()


def test_a_matter_from_before_levels_were_kept_has_them_written(posts: list[Post]) -> None:
    with clock.at(MONDAY):
        (matter,) = opened(posts[0])
        with database.acting((), is_wide=True):
            Matter.objects.filter(id=matter.id).update(levels_at=None)
    with clock.at(MONDAY + timedelta(hours=13)):
        assert running.run().warned == 1
    now = known([matter.id])[matter.id]
    assert (now.levels_at, now.due_at, now.warned) == (matter.levels_at, matter.due_at, 50)
