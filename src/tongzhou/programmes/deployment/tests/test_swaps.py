"""Shifts change hands with consent, meals are relieved, and the post's square leads to checking in."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, database
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import days, drafts, meals, swaps
from tongzhou.programmes.deployment.actions import placing, planning, swapping
from tongzhou.programmes.deployment.actions.placing import NewTeam
from tongzhou.programmes.deployment.errors import NotFound, RotaRefused, SwapRefused
from tongzhou.programmes.deployment.models import Rota, Shift, Worker
from tongzhou.programmes.deployment.tests.test_deployment import (
    NOON,
    TODAY,
    Office,
    need,
    office,
    on_shift,
    placed,
    signed_in,
)

__all__ = ["office"]
TOMORROW = TODAY + timedelta(days=1)


def own(office: Office, worker: Worker) -> Actor:
    """The worker on a duty of the village alone: less than what the rules must be asked about."""
    return replace(
        office.town,
        staff_id=worker.staff_id,
        name=worker.staff.name,
        permissions=frozenset({Permission.SHIFT_VIEW, Permission.STAFF_RECEIVE}),
        scope=current_tree().scope([office.village]),
        post_id=office.village,
    )


def put_on(office: Office, worker: Worker, day: date, *, starts: time = time(14)) -> UUID:
    wanted = need(office, count=1, starts=starts)
    with database.acting(office.town.scope.places):
        (shift,) = planning.put_on(wanted, day, [worker.id], by=office.town)
    return shift.id


def offered(office: Office, worker: Worker, shift_id: UUID) -> UUID:
    by = own(office, worker)
    with database.acting(by.scope.places):
        return swapping.offer(shift_id, by=by).id


def test_a_shift_changes_hands_within_the_rules_and_a_version_tells_of_it(office: Office) -> None:
    one, busy, free = placed(office, 3)
    shift_id = put_on(office, one, TOMORROW)
    put_on(office, busy, TOMORROW, starts=time(6))
    swap_id = offered(office, one, shift_id)
    by = own(office, busy)
    with pytest.raises(RotaRefused, match=busy.staff.name), database.acting(by.scope.places):
        swapping.take(swap_id, by=by)
    by = own(office, free)
    with database.acting(by.scope.places):
        assert [each.id for each in swaps.open_to(by=by)] == [swap_id]
        assert swapping.take(swap_id, by=by).rota is not None
    with database.acting(office.town.scope.places):
        rota = Rota.objects.get()
        assert (rota.cause, rota.version, rota.asked_by_name) == ("swap", 1, one.staff.name)
        told = drafts.changes(drafts.draft(rota.id, by=office.town))
        assert {(each.worker, each.is_put) for each in told} == {(one.staff.name, False), (free.staff.name, True)}
        rows = {row.shift.worker_id: row.gave for row in days.coming(TOMORROW, by=office.town)}
        assert rows == {busy.id: "", free.id: one.staff.name}


def test_a_swap_at_short_notice_waits_for_the_post(office: Office) -> None:
    one, other, lead = placed(office, 3)
    swap_id = offered(office, one, put_on(office, one, TODAY))
    by = own(office, other)
    with database.acting(by.scope.places):
        assert swapping.take(swap_id, by=by).rota is None
        assert [row.worker_id for row in Shift.objects.planned()] == [one.id]
    with pytest.raises(SwapRefused), database.acting(by.scope.places):
        swapping.confirm(swap_id, by=by)
    by = own(office, lead)
    with database.acting(by.scope.places):
        assert [each.id for each in swaps.to_confirm(by=by)] == [swap_id]
        swapping.confirm(swap_id, by=by)
        assert [row.worker_id for row in Shift.objects.planned()] == [other.id]


def test_an_offer_that_is_withdrawn_or_refused_moves_nobody(office: Office) -> None:
    one, other, lead = placed(office, 3)
    shift_id = put_on(office, one, TODAY)
    first = offered(office, one, shift_id)
    assert offered(office, one, shift_id) == first
    by = own(office, one)
    with database.acting(by.scope.places):
        swapping.withdraw(first, by=by)
    second = offered(office, one, shift_id)
    with pytest.raises(NotFound), database.acting(by.scope.places):
        swapping.take(first, by=own(office, other))
    with pytest.raises(SwapRefused), database.acting(by.scope.places):
        swapping.take(second, by=by)
    with database.acting(by.scope.places):
        swapping.take(second, by=own(office, other))
        swapping.refuse(second, by=own(office, lead))
        assert [row.worker_id for row in Shift.objects.planned()] == [one.id]
    with clock.at(NOON + timedelta(hours=3)), pytest.raises(NotFound), database.acting(by.scope.places):
        swapping.offer(shift_id, by=by)  # it has begun


def test_those_of_one_post_relieve_each_other_and_nobody_eats_while_relieving(office: Office) -> None:
    workers = placed(office, 3)
    wanted = need(office, count=3)
    with database.acting(office.town.scope.places):
        planning.put_on(wanted, TODAY, [one.id for one in workers], by=office.town)
        found = meals.meals([office.village], TODAY, 1)
    eats = {meal.shift.worker_id: meal.at for meal in found}
    assert len(set(eats.values())) == 3
    assert {meal.reliever.id for meal in found if meal.reliever} == set(eats)
    assert all(meal.reliever and eats[meal.reliever.id] != meal.at for meal in found)


def test_whoever_stands_alone_is_relieved_by_the_mobile_group_and_both_see_it(office: Office) -> None:
    alone, mobile = placed(office, 2)
    put_on(office, alone, TODAY)
    by = office.town
    with database.acting(by.scope.places):
        assert [row.meal and row.meal.reliever for row in days.coming(TODAY, by=by)] == [None]
        group = NewTeam(
            **{"sort": "mobile", "name": "机动组", "place_id": office.town_id, "members": [mobile.id]},
            from_on=TODAY,
            until_on=TOMORROW,
        )
        placing.form(group, by=by)
    for who, meal_of in ((alone, True), (mobile, False)):
        by = own(office, who)
        with database.acting(by.scope.places):
            mine = days.mine(by=by)
        told = [each.meal for each in mine.shifts] if meal_of else mine.relieves
        assert [(meal.reliever.id, meal.is_mobile) for meal in told if meal and meal.reliever] == [(mobile.id, True)]


def test_the_square_of_the_post_leads_to_checking_in(office: Office) -> None:
    worker, shift = on_shift(office)
    address = reverse("deployment:here", args=[office.village])
    page = Client().get(address).content.decode()
    assert f"next={address}" in page
    assert worker.staff.name not in page
    assert str(shift.id) not in page
    client = signed_in(worker)
    assert str(shift.id) not in client.get(address).content.decode()  # two hours too early
    with clock.at(NOON + timedelta(hours=1, minutes=30)):
        elsewhere = client.get(reverse("deployment:here", args=[office.town_id])).content.decode()
        assert str(shift.id) not in elsewhere
        assert str(shift.id) in client.get(address).content.decode()
        assert client.post(address, {"shift": str(shift.id)}).status_code == 302
    with database.acting(office.town.scope.places):
        assert Shift.objects.get().checked_in_at is not None
