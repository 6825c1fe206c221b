"""A board is filled by a list, by a touch and by a visit; who is to be visited is on the list, and nobody twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongzhou.access.actors import Actor
from tongzhou.figures.models import Count
from tongzhou.kernel import clock, database, sheets
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger.models import Stored
from tongzhou.passes.tests import factories
from tongzhou.passes.tests.factories import NOON
from tongzhou.people import retention
from tongzhou.places.models import Place
from tongzhou.programmes.screening import boards
from tongzhou.programmes.screening.actions import carrying, dwelling, moving_in, recording
from tongzhou.programmes.screening.actions.importing import Imported
from tongzhou.programmes.screening.actions.recording import NewContact
from tongzhou.programmes.screening.errors import ContactRefused, DwellingRefused, NotFound
from tongzhou.programmes.screening.models import Dwelling, Sighting, Target


@pytest.fixture
def by(committed: None) -> Iterator[Actor]:
    with clock.at(NOON):
        yield factories.desk().by


def taken(by: Actor, *rows: list[str]) -> Imported:
    with database.acting(by.scope.places):
        return moving_in.take_in(sheets.write(["楼栋", "房号", "状态"], rows), place_id=by.post_id, by=by)


def flat(number: str) -> Dwelling:
    with database.acting((), is_wide=True):
        return Dwelling.objects.select_related("target").get(flat=number)


def mark(by: Actor, number: str, state: str) -> None:
    with database.acting(by.scope.places):
        dwelling.mark([flat(number).id], state, by=by)


def visited(by: Actor, number: str, outcome: str) -> None:
    target_id = flat(number).target_id
    assert target_id is not None
    with database.acting(by.scope.places):
        recording.record([NewContact(target_id=target_id, way="visit", outcome=outcome)], by=by)


def outcome(number: str) -> str | None:
    target = flat(number).target
    return target.outcome if target else None


def count(indicator: str) -> int:
    with database.acting((), is_wide=True):
        return sum(Count.objects.filter(indicator=indicator).values_list("value", flat=True))


def test_bad_rows_come_back_and_a_flat_without_a_state_is_to_be_visited(by: Actor) -> None:
    done = taken(by, ["2号楼", "501", ""], ["2号楼", "502", "空置"], ["", "503", ""], ["2号楼", "", ""])
    assert (done.taken, [error.row for error in done.refused]) == (2, [4, 5])
    again = taken(
        by, ["2号楼", "502", "出租"], ["2号楼", "601", "飞走"], ["3号楼", "101", "出租"], ["3号楼", "101", ""]
    )
    assert (again.taken, [error.row for error in again.refused]) == (1, [2, 3, 5])
    assert sheets.read(again.given_back).headings[:3] == ["楼栋", "房号", "状态"]
    assert (flat("501").state, flat("502").state, flat("501").seen_at) == ("visit", "empty", None)
    with database.acting(by.scope.places):
        (listed,) = Target.objects.all()
        assert (listed.sort, listed.name, listed.area, listed.place_id) == (
            "household",
            "2号楼 501",
            "2号楼",
            by.post_id,
        )
        assert carrying.take(5, area="2号楼", by=by) == 1


def test_a_touch_says_who_saw_what_and_when_and_is_a_fact_of_the_ledger(by: Actor) -> None:
    taken(by, ["2号楼", "501", ""], ["2号楼", "502", "空置"])
    mark(by, "502", "rented")
    mark(by, "502", "occupied")
    seen = flat("502")
    assert (seen.state, seen.seen_at, seen.seen_by_name) == ("occupied", NOON, f"{by.unit_name} {by.name}")
    with database.acting((), is_wide=True):
        bodies = sorted((row.body for row in Stored.objects.of_kind("screening.seen")), key=lambda one: one["before"])
        assert bodies == [
            {"state": "rented", "before": "empty", "first": True},
            {"state": "occupied", "before": "rented", "first": False},
        ]
        assert Sighting.objects.count() == 2
    assert count("screening.flats") == 1
    with pytest.raises(DwellingRefused):
        mark(by, "502", "burning")


def test_what_was_settled_on_the_board_is_visited_by_nobody_until_it_is_to_be_visited_again(by: Actor) -> None:
    taken(by, ["2号楼", "501", ""])
    mark(by, "501", "empty")
    assert (outcome("501"), count("screening.doors")) == ("settled", 0)
    with database.acting(by.scope.places):
        assert carrying.take(5, by=by) == 0
    mark(by, "501", "visit")
    assert outcome("501") == ""
    with database.acting(by.scope.places):
        assert carrying.take(5, by=by) == 1
    with pytest.raises(ContactRefused):
        visited(by, "501", "settled")


@pytest.mark.parametrize(
    ("before", "told", "after"),
    [("", "reached", "occupied"), ("", "refused", "refused"), ("", "nobody", "visit"), ("出租", "reached", "rented")],
)
def test_a_visit_says_what_the_flat_is(by: Actor, before: str, told: str, after: str) -> None:
    taken(by, ["2号楼", "501", before])
    if before:
        with database.acting(by.scope.places):
            one = Dwelling.objects.get()
            one.state = "visit"
            dwelling.to_visit([one], by=by)
            Dwelling.objects.update(state="rented")
    visited(by, "501", told)
    assert flat("501").state == after


def test_another_village_sees_no_board_and_touches_no_flat(by: Actor) -> None:
    taken(by, ["2号楼", "501", ""])
    there = factories.at(Place.objects.get(name="南陈社区").id)
    with database.acting(there.scope.places):
        assert boards.boards(by=there) == []
        with pytest.raises(NotFound):
            dwelling.mark([flat("501").id], "empty", by=there)
        with pytest.raises(NotFound):
            boards.flats(by.post_id, by=there)
        with pytest.raises(NotFound):
            boards.flat(flat("501").id, by=there)
        with pytest.raises(NotFound):
            moving_in.take_in(sheets.write(["楼栋", "房号"], [["1", "2"]]), place_id=by.post_id, by=there)
    worker = replace(by, permissions=frozenset())
    with pytest.raises(NotAllowed), database.acting(by.scope.places):
        dwelling.mark([flat("501").id], "empty", by=worker)


def test_a_board_stands_by_building_and_floor_as_people_count(by: Actor) -> None:
    taken(
        by,
        *([building, number, "空置"] for building in ("10号楼", "2号楼") for number in ("1001", "201", "202", "车库")),
    )
    with database.acting(by.scope.places):
        listed = boards.flats(by.post_id, by=by)
    told = [
        (one.name, [(floor, [cell.flat.flat for cell in cells]) for floor, cells in one.floors])
        for one in boards.buildings(listed)
    ]
    floors = [("10", ["1001"]), ("2", ["201", "202"]), ("", ["车库"])]
    assert told == [("2号楼", floors), ("10号楼", floors)]


@given(st.lists(st.text("0123456789号楼A甲", max_size=6), max_size=5))
def test_any_names_can_be_put_in_order(names: list[str]) -> None:
    backwards = names[::-1]
    backwards.sort(key=boards.counted)
    assert backwards == sorted(names, key=boards.counted)


def test_a_flat_is_forgotten_after_its_days_and_outlives_its_target(by: Actor) -> None:
    taken(by, ["2号楼", "501", ""])
    with clock.at(NOON + timedelta(days=60)):
        mark(replace(by, ends_at=NOON + timedelta(days=61)), "501", "empty")
        retention.run(clock.today() + timedelta(days=dwelling.KEEP_DAYS - 10))
        assert flat("501").target is None
        retention.run(clock.today() + timedelta(days=dwelling.KEEP_DAYS + 1))
    with database.acting((), is_wide=True):
        assert (Dwelling.objects.count(), Sighting.objects.count(), Target.objects.count()) == (0, 0, 0)
