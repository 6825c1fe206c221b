"""Whoever's shift is cancelled or moved is told once, of what differs for them and of nothing else."""

from datetime import time, timedelta
from uuid import UUID

from tongzhou.kernel import clock, database
from tongzhou.messages.models import Message
from tongzhou.programmes.deployment.actions import arriving, planning, rotas, sending, swapping, telling
from tongzhou.programmes.deployment.models import Posting, Rota, Shift, Worker
from tongzhou.programmes.deployment.rosters import assignment, slot
from tongzhou.programmes.deployment.tests.test_deployment import NOON, TODAY, Office, need, office, placed
from tongzhou.programmes.deployment.tests.test_swaps import offered, own, put_on
from tongzhou.rostering import reading
from tongzhou.rostering.documents import Plan

__all__ = ["office"]
TOMORROW = TODAY + timedelta(days=1)


def told(office: Office, worker: Worker) -> list[str]:
    """What a worker was told of shifts, the first one first."""
    with database.acting(office.town.scope.places):
        rows = Message.objects.filter(
            recipient_id=worker.staff_id, cause__in=["deployment.on_shift", "deployment.changed"]
        )
        return list(rows.order_by("made_at", "-cause").values_list("words", flat=True))


def published(office: Office, *wanted: tuple[Worker, UUID]) -> Rota:
    """A version in which these workers take these needs tomorrow, and nobody else."""
    by = office.town
    with database.acting(by.scope.places):
        rota = rotas.draft(office.town_id, TOMORROW, TOMORROW, seconds=0, by=by)
        roster = rotas.roster_of(office.town_id, TOMORROW, TOMORROW, by)
        needs = {need.id: need for listed in roster.needs.values() for need in listed}
        plan = Plan(tuple(assignment(str(worker.id), slot(needs[need_id], 0)) for worker, need_id in wanted))
        Rota.objects.filter(id=rota.id).update(plan=reading.plan_document(plan), solved_at=clock.now())
        return rotas.publish(rota.id, by=by)


def test_a_new_version_tells_only_those_for_whom_something_differs(office: Office) -> None:
    moved, stays, gone = placed(office, 3)
    early, late = need(office, starts=time(8), count=2), need(office, starts=time(16), count=2)
    published(office, (moved, early), (stays, early), (gone, late))
    before = {one.id: len(told(office, one)) for one in (moved, stays, gone)}
    with clock.at(NOON + timedelta(minutes=1)):
        published(office, (moved, late), (stays, early))
        published(office, (moved, late), (stays, early))
    assert before == {moved.id: 1, stays.id: 1, gone.id: 1}
    assert told(office, moved)[1:] == [
        "您的班次有变动。取消:2月9日 08:00 永乐村 登记台。 改为:2月9日 16:00 永乐村 登记台。"
    ]
    assert told(office, stays)[1:] == []
    assert told(office, gone)[1:] == ["您的班次有变动。取消:2月9日 16:00 永乐村 登记台。"]


def test_a_shift_that_is_planned_anew_as_it_was_is_no_change(office: Office) -> None:
    (worker,) = placed(office, 1)
    first = put_on(office, worker, TOMORROW)
    with database.acting(office.town.scope.places):
        row = Shift.objects.get(id=first)
        anew = planning.shift(row.need, worker.id, TOMORROW, office.town)
        before = Message.objects.count()
        telling.changed(put=[anew], out=[row], by=office.town)
        assert Message.objects.count() == before


def test_whoever_is_taken_off_by_hand_or_by_the_end_of_a_posting_is_told(office: Office) -> None:
    off, ended = placed(office, 2)
    first = put_on(office, off, TOMORROW)
    put_on(office, ended, TOMORROW)
    with database.acting(office.town.scope.places):
        planning.take_off(first, by=office.town)
        sending.end(Posting.objects.get(worker=ended).id, why="轮换", by=office.town)
    words = ["您的班次有变动。取消:2月9日 14:00 永乐村 登记台。"]
    assert (told(office, off)[1:], told(office, ended)[1:]) == (words, words)


def test_whoever_drops_out_is_told_before_the_shift_begins_and_not_after(office: Office) -> None:
    before, after = placed(office, 2)
    early, late = (put_on(office, one, TODAY) for one in (before, after))
    with database.acting(office.town.scope.places):
        arriving.drop_out(early, why="咳嗽", by=office.town)
        with clock.at(NOON + timedelta(hours=3)):
            arriving.drop_out(late, why="", by=office.town)
    assert (len(told(office, before)), len(told(office, after))) == (2, 1)


def test_both_are_told_when_a_shift_changes_hands(office: Office) -> None:
    one, other = placed(office, 2)
    swap_id = offered(office, one, put_on(office, one, TOMORROW))
    by = own(office, other)
    with database.acting(by.scope.places):
        swapping.take(swap_id, by=by)
    assert told(office, one)[1:] == ["您的班次有变动。取消:2月9日 14:00 永乐村 登记台。"]
    assert told(office, other) == ["您的班次:2月9日 14:00 永乐村 登记台。"]
