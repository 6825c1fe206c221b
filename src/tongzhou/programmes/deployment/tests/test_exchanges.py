"""A shift for a shift: both are judged, both say yes, and each stands on the other's."""

from dataclasses import replace
from datetime import time, timedelta
from uuid import UUID

import pytest

from tongzhou.kernel import clock, database
from tongzhou.programmes.deployment import days, swaps
from tongzhou.programmes.deployment.actions import calendars, placing, planning, swapping
from tongzhou.programmes.deployment.errors import NotFound, RotaRefused, SwapRefused
from tongzhou.programmes.deployment.models import Posting, Rota, Shift, Swap, Worker
from tongzhou.programmes.deployment.tests.test_deployment import TODAY, Office, need, office, placed
from tongzhou.programmes.deployment.tests.test_swaps import offered, own, put_on
from tongzhou.programmes.deployment.tests.test_telling import told

__all__ = ["office"]
TOMORROW, LATER = TODAY + timedelta(days=1), TODAY + timedelta(days=3)


def proposed(office: Office, taker: Worker, swap_id: UUID, shift_id: UUID) -> None:
    by = own(office, taker)
    with database.acting(by.scope.places):
        swapping.take(swap_id, in_return=shift_id, by=by)


def agreed(office: Office, owner: Worker, swap_id: UUID) -> Swap:
    by = own(office, owner)
    with database.acting(by.scope.places):
        return swapping.agree(swap_id, by=by)


def standing(office: Office) -> set[tuple[UUID, int, int]]:
    """Who is on from which hour of which day."""
    with database.acting(office.town.scope.places):
        rows = Shift.objects.planned()
        return {
            (one.worker_id, clock.day_of(one.starts_at).day, one.starts_at.astimezone(clock.ZONE).hour) for one in rows
        }


def test_two_shifts_of_two_days_change_hands_once_both_have_said_yes(office: Office) -> None:
    one, other = placed(office, 2)
    first, second = put_on(office, one, TOMORROW), put_on(office, other, LATER, starts=time(8))
    swap_id = offered(office, one, first)
    proposed(office, other, swap_id, second)
    before = {(one.id, 9, 14), (other.id, 11, 8)}
    assert standing(office) == before
    by = own(office, other)
    with database.acting(by.scope.places):
        assert [each.waits_for_word for each in days.mine(by=by).taken] == [True]
        with pytest.raises(NotFound):
            swapping.agree(swap_id, by=by)  # it is not the taker's to agree
    assert agreed(office, one, swap_id).rota is not None
    assert standing(office) == {(other.id, 9, 14), (one.id, 11, 8)}
    with database.acting(office.town.scope.places):
        rota = Rota.objects.get()
        assert (rota.cause, rota.days, len(rota.changes["put"]), len(rota.changes["out"])) == ("swap", 3, 2, 2)
        assert swaps.given_by(list(Shift.objects.planned().order_by("starts_at"))) == {
            each.id: name
            for each, name in zip(
                Shift.objects.planned().order_by("starts_at"), (one.staff.name, other.staff.name), strict=True
            )
        }
    assert told(office, one)[1:] == [
        "您的班次有变动。取消:2月9日 14:00 永乐村 登记台。 改为:2月11日 08:00 永乐村 登记台。"
    ]


def test_an_exchange_that_breaks_a_rule_for_either_is_refused(office: Office) -> None:
    one, other = placed(office, 2)
    first = put_on(office, one, TOMORROW)
    put_on(office, one, LATER, starts=time(6))
    second = put_on(office, other, LATER, starts=time(14))  # one worker has a shift on that day already
    swap_id = offered(office, one, first)
    with pytest.raises(RotaRefused, match=one.staff.name):
        proposed(office, other, swap_id, second)
    assert standing(office) == {(one.id, 9, 14), (one.id, 11, 6), (other.id, 11, 14)}


def test_only_an_own_shift_is_given_and_either_may_step_back(office: Office) -> None:
    one, other, third = placed(office, 3)
    first, second = put_on(office, one, TOMORROW), put_on(office, other, LATER)
    swap_id = offered(office, one, first)
    with pytest.raises(NotFound):
        proposed(office, third, swap_id, second)
    for who in (one, other):
        proposed(office, other, swap_id, second)
        by = own(office, third)
        with pytest.raises(NotFound), database.acting(by.scope.places):
            swapping.step_back(swap_id, by=by)
        by = own(office, who)
        with database.acting(by.scope.places):
            swapping.step_back(swap_id, by=by)
            assert [each.taker_id for each in Swap.objects.filter(ended_at=None)] == [None]
    assert standing(office) == {(one.id, 9, 14), (other.id, 11, 14)}


def test_an_exchange_at_short_notice_is_agreed_and_then_confirmed_by_the_post(office: Office) -> None:
    one, other, lead = placed(office, 3)
    first, second = put_on(office, one, TODAY), put_on(office, other, LATER)
    swap_id = offered(office, one, first)
    proposed(office, other, swap_id, second)
    by = own(office, lead)
    with database.acting(by.scope.places):
        assert list(swaps.to_confirm(by=by)) == []
        with pytest.raises(SwapRefused):
            swapping.confirm(swap_id, by=by)
    assert agreed(office, one, swap_id).rota is None
    with database.acting(by.scope.places):
        assert [each.id for each in swaps.to_confirm(by=by)] == [swap_id]
        swapping.confirm(swap_id, by=by)
    assert standing(office) == {(other.id, 8, 14), (one.id, 11, 14)}


def test_a_swap_at_a_place_leaves_the_posts_below_it_alone(office: Office) -> None:
    one, other, below = placed(office, 3)
    put_on(office, below, TOMORROW)
    wanted = need(office, count=1, place_id=office.town_id)
    with database.acting(office.town.scope.places):
        ids = list(Posting.objects.filter(worker__in=[one, other]).values_list("id", flat=True))
        placing.place(ids, office.town_id, by=office.town)
        (shift,) = planning.put_on(wanted, TOMORROW, [one.id], by=office.town)
    by = [replace(own(office, who), scope=office.town.scope, post_id=office.town_id) for who in (one, other)]
    with database.acting(office.town.scope.places):
        swap_id = swapping.offer(shift.id, by=by[0]).id
        swapping.take(swap_id, by=by[1])
    assert standing(office) == {(other.id, 9, 14), (below.id, 9, 14)}


def test_the_page_shows_what_is_given_and_the_calendars_follow(office: Office) -> None:
    one, other = placed(office, 2)
    first, second = put_on(office, one, TOMORROW), put_on(office, other, LATER)
    swap_id = offered(office, one, first)
    proposed(office, other, swap_id, second)
    by = own(office, one)
    with database.acting(by.scope.places):
        (mine,) = days.mine(by=by).shifts
        assert mine.offer is not None
        assert (mine.offer.waits_for_word, mine.offer.in_return_id) == (True, second)
        secret = calendars.make(by=by)
    agreed(office, one, swap_id)
    (entry,) = calendars.entries(secret) or []
    assert clock.day_of(entry.starts_at) == LATER
