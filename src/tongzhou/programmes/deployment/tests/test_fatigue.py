"""A meal that was relieved is written down, whoever worked most eats first, and who is tired stands first."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.programmes.deployment import days, fatigue, meals, reasons, resting
from tongzhou.programmes.deployment.actions import arriving, forgetting, planning, relieving, repairs
from tongzhou.programmes.deployment.errors import NotFound, ReliefRefused, ShiftRefused
from tongzhou.programmes.deployment.models import Need, Relief, Shift, Worker
from tongzhou.programmes.deployment.tests.test_deployment import NOON, TODAY, Office, need, office, placed
from tongzhou.programmes.deployment.tests.test_swaps import own, put_on

__all__ = ["office"]
MEAL = NOON + timedelta(hours=6)


def two_on(office: Office) -> tuple[Worker, Worker, UUID]:
    """Both on the same shift from 14:00 today; the first one's shift."""
    one, other = placed(office, 2)
    with database.acting(office.town.scope.places):
        made = planning.put_on(need(office, count=2), TODAY, [one.id, other.id], by=office.town)
    return one, other, next(shift.id for shift in made if shift.worker_id == one.id)


def confirmed(office: Office, who: Worker, shift_id: UUID, reliever: Worker, at: datetime = MEAL) -> Relief:
    by = own(office, who)
    with database.acting(by.scope.places):
        return relieving.confirm(shift_id, reliever.id, at, at + timedelta(minutes=30), by=by)


def test_a_meal_that_was_relieved_is_written_down_by_either_and_shown(office: Office) -> None:
    one, other, shift_id = two_on(office)
    with pytest.raises(ReliefRefused):
        confirmed(office, one, shift_id, other)  # it has not happened yet
    with clock.at(MEAL + timedelta(hours=1)):
        confirmed(office, one, shift_id, other)
        confirmed(office, other, shift_id, other, MEAL + timedelta(minutes=15))  # put right
        with database.acting(office.town.scope.places):
            (relief,) = Relief.objects.all()
            assert (relief.worker_id, relief.from_at) == (other.id, MEAL + timedelta(minutes=15))
            meal = next(each for each in meals.meals([office.village], TODAY, 1) if each.shift.id == shift_id)
            assert (meal.done, meal.at, meal.is_due) == (relief, relief.from_at, False)
            assert {one.worker.id: one.reliefs for one in fatigue.fatigue(by=office.town)} == {other.id: 1, one.id: 0}
        by = own(office, other)
        with database.acting(by.scope.places):
            assert [each.done is not None for each in days.mine(by=by).relieves] == []


@pytest.mark.parametrize(("after", "minutes"), [(-8, 30), (0, 180), (9, 30)])
def test_a_relief_outside_the_shift_or_of_hours_is_refused(office: Office, after: int, minutes: int) -> None:
    one, other, shift_id = two_on(office)
    by, at = own(office, one), MEAL + timedelta(hours=after)
    with clock.at(MEAL + timedelta(hours=1)), database.acting(by.scope.places), pytest.raises(ReliefRefused):
        relieving.confirm(shift_id, other.id, at, at + timedelta(minutes=minutes), by=by)


def test_nobody_relieves_the_own_meal_and_a_stranger_says_nothing(office: Office) -> None:
    one, other, shift_id = two_on(office)
    with clock.at(MEAL + timedelta(hours=1)):
        with pytest.raises(ReliefRefused):
            confirmed(office, one, shift_id, one)
        stranger = replace(own(office, one), staff_id=office.chief.staff_id)
        stranger = replace(stranger, permissions=stranger.permissions - {"staff.receive"})
        with pytest.raises(NotAllowed), database.acting(stranger.scope.places):
            relieving.confirm(shift_id, other.id, MEAL, MEAL + timedelta(minutes=30), by=stranger)


def test_whoever_worked_most_eats_first(office: Office) -> None:
    workers = placed(office, 4)
    wanted = need(office, count=4)
    with database.acting(office.town.scope.places):
        planning.put_on(wanted, TODAY, [one.id for one in workers], by=office.town)
        for worker in workers[2:]:
            planning.shift(Need.objects.get(id=wanted), worker.id, TODAY - timedelta(days=2), office.town).save()
        Shift.objects.filter(starts_at__lt=clock.now()).update(checked_in_at=clock.now() - timedelta(days=2))
        found = meals.meals([office.village], TODAY, 1)
    first = {meal.shift.worker_id for meal in found if meal.at == min(each.at for each in found)}
    assert first == {one.id for one in workers[2:]}


def test_the_tired_stand_first_with_hours_from_check_ins_and_efforts_from_the_ledger(office: Office) -> None:
    one, other = placed(office, 2)
    wanted = need(office, count=2)
    with database.acting(office.town.scope.places):
        (shift,) = planning.put_on(wanted, TODAY, [other.id], by=office.town)
    with clock.at(NOON + timedelta(hours=2)), database.acting(office.town.scope.places):
        arriving.check_in(shift.id, by=office.town)
    by = own(office, one)
    body = {"sort": "firm", "way": "phone", "outcome": "talked", "first": True, "recheck": False}
    with database.acting(by.scope.places):
        told = [
            Entry("screening.contacted", office.village, clock.now(), body={**body, "way": way})
            for way in ("phone", "visit", "visit")
        ]
        assert [verdict.error for verdict in ledger.append(told, by=by)] == [None] * 3
    with clock.at(NOON + timedelta(hours=6)), database.acting(office.town.scope.places):
        found = fatigue.fatigue(by=office.town)
        assert [(each.worker.id, each.hours, each.in_a_row, each.calls, each.doors) for each in found] == [
            (other.id, 4, 1, 0, 0),
            (one.id, 0, 0, 1, 2),
        ]
        assert [each.worker.id for each in fatigue.fatigue(by=office.town, sort="doors")] == [one.id, other.id]
        assert not found[0].is_at_limit
    assert (reasons.limits().hours, reasons.limits().nights, reasons.limits().days) == (44, 3, 6)


def test_what_is_destroyed_takes_its_reliefs_along(office: Office) -> None:
    one, other, shift_id = two_on(office)
    with clock.at(MEAL + timedelta(hours=1)):
        confirmed(office, one, shift_id, other)
    with database.acting((), is_wide=True):
        Worker.objects.filter(id=other.id).update(keep_until=TODAY - timedelta(days=1))
        forgetting.destroy(TODAY)
        assert not Relief.objects.exists()


def test_whoever_is_missing_is_replaced_within_the_rules(office: Office) -> None:
    late, tired, able = placed(office, 3)
    put_on(office, tired, TODAY, starts=time(8))
    shift_id = put_on(office, late, TODAY)
    by = office.town
    with clock.at(NOON + timedelta(hours=2, minutes=20)), database.acting(by.scope.places):
        (row,) = [one for one in days.missing(by=by) if one.shift.id == shift_id]
        assert [one.worker.id for one in row.able] == [able.id]
        with pytest.raises(ShiftRefused):
            arriving.step_in(shift_id, tired.id, by=by)
        made = arriving.step_in(shift_id, able.id, by=by)
        assert made.worker_id == able.id
        assert Shift.objects.get(id=shift_id).dropped_why != ""
        assert resting.instead_of([made]) == []  # whoever did not come is not proposed
        with pytest.raises(NotFound):
            arriving.step_in(shift_id, able.id, by=by)


def test_a_failed_health_check_opens_the_shift_and_the_day(office: Office) -> None:
    one, other = placed(office, 2)
    first, second = (put_on(office, who, TODAY) for who in (one, other))
    by = own(office, one)
    with database.acting(by.scope.places):
        arriving.unfit(first, by=by)
        arriving.unfit(second, by=by)  # whoever receives says it too
    with database.acting(office.town.scope.places):
        assert [(each.away_why, each.is_away(TODAY)) for each in Worker.objects.all()] == [("unfit", True)] * 2
        assert {gap.shift.id for gap in repairs.gaps(office.town_id, by=office.town).listed} == {first, second}
    stranger = replace(own(office, one), staff_id=office.chief.staff_id, permissions=frozenset({"shift.view"}))
    third = put_on(office, other, TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed), database.acting(stranger.scope.places):
        arriving.unfit(third, by=stranger)
