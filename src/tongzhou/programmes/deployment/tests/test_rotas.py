"""A rota of some days: asked for, solved, changed by hand, published in versions, and repaired."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, database
from tongzhou.programmes.deployment import drafts, resting, rosters
from tongzhou.programmes.deployment.actions import arriving, calendars, intake, placing, planning, repairs, rotas
from tongzhou.programmes.deployment.actions.placing import NewTeam
from tongzhou.programmes.deployment.errors import NeedRefused, RotaRefused
from tongzhou.programmes.deployment.models import Need, Rota, Shift, Worker
from tongzhou.programmes.deployment.tests.test_deployment import NOON, TODAY, Office, need, office, placed
from tongzhou.rostering.checking import check
from tongzhou.rostering.solving import solve

__all__ = ["office"]
TOMORROW = TODAY + timedelta(days=1)
LAST = TODAY + timedelta(days=5)


def planned(office: Office, by: Actor | None = None, until_on: date = LAST) -> Rota:
    """A rota from tomorrow, solved."""
    by = by or office.town
    with database.acting(by.scope.places):
        rota = rotas.draft(office.town_id, TOMORROW, until_on, seconds=10, by=by)
        rotas.solve(rota.id, by=by, steps=3)
        return Rota.objects.get(id=rota.id)


def published(office: Office) -> Rota:
    rota = planned(office)
    with database.acting(office.town.scope.places):
        return rotas.publish(rota.id, by=office.town)


def shifts(office: Office) -> list[Shift]:
    with database.acting(office.town.scope.places):
        return list(Shift.objects.planned().order_by("worker_id", "starts_at"))


def test_a_rota_fills_every_place_and_the_checker_finds_nothing(office: Office) -> None:
    placed(office, 9)
    need(office, count=2)
    need(office, starts=time(22), count=2, priority=1)
    rota = published(office)
    assert (rota.version, len(rota.plan["assignments"])) == (1, 20)
    with database.acting(office.town.scope.places):
        roster = rotas.roster_of(office.town_id, TOMORROW, LAST, office.town)
        verdict = check(roster.problem, roster.plan)
    assert (len(shifts(office)), verdict.violations, verdict.missing) == (20, (), 0)
    assert verdict.costs["fairness"] == 0


def test_publishing_again_changes_only_what_differs(office: Office) -> None:
    placed(office, 6)
    need(office, count=2)
    first = published(office)
    before = {one.id for one in shifts(office)}
    need(office, starts=time(8), count=1)
    second = published(office)
    assert (first.version, second.version) == (1, 2)
    assert before < {one.id for one in shifts(office)}
    assert (len(second.changes["put"]), second.changes["out"]) == (5, [])


def test_a_hand_changes_one_shift_within_the_rules_and_takes_it_back(office: Office) -> None:
    workers = placed(office, 3)
    wanted = need(office, count=1)
    rota = planned(office)
    with database.acting(office.town.scope.places):
        roster = rotas.roster_of(office.town_id, TOMORROW, LAST, office.town)
        slot = rosters.slot(Need.objects.get(id=wanted), 0)
        plan = rotas.plan_of(rota)
        (held,) = [one for one in plan.assignments if one.day == 0]
        found = resting.among(roster, plan, slot)
        assert {one.worker.id for one in found} == {one.id for one in workers}
        other = next(str(one.worker.id) for one in found if not one.why)
        put = rosters.assignment(other, slot)
        rotas.change(rota.id, out=[held], put=[put], by=office.town)
        with pytest.raises(RotaRefused):
            rotas.change(rota.id, put=[held], by=office.town)  # one is asked for
        assert put in rotas.plan_of(Rota.objects.get()).assignments
        rotas.undo(rota.id, by=office.town)
        assert rotas.plan_of(Rota.objects.get()).assignments == plan.assignments


def test_a_draft_that_breaks_a_rule_by_now_is_not_published(office: Office) -> None:
    placed(office, 2)
    need(office, count=2)
    rota = planned(office)
    with database.acting(office.town.scope.places):
        worker = Worker.objects.first()
        assert worker is not None
        intake.set_away(worker.id, from_on=TOMORROW, until_on=LAST, by=office.town)
        with pytest.raises(RotaRefused, match=worker.staff.name):
            rotas.publish(rota.id, by=office.town)
        assert not Shift.objects.exists()


def test_what_a_withdrawn_need_asked_for_is_left_out(office: Office) -> None:
    placed(office, 2)
    wanted = need(office, count=1)
    need(office, starts=time(8), count=1)
    rota = planned(office)
    with database.acting(office.town.scope.places):
        Need.objects.filter(id=wanted).update(withdrawn_at=clock.now())
        rotas.publish(rota.id, by=office.town)
    assert {clock.day_of(one.starts_at) for one in shifts(office)} <= {TOMORROW + timedelta(days=n) for n in range(5)}
    assert all(one.need_id != wanted for one in shifts(office))


def test_nobody_placed_gives_a_plan_with_every_place_empty(office: Office) -> None:
    need(office, count=2)
    rota = planned(office)
    assert rota.solved_at is not None
    assert rota.plan["assignments"] == []
    assert any("10" in note for note in rota.plan["notes"])


def test_shifts_around_the_days_bind_them(office: Office) -> None:
    (one,) = placed(office, 1)
    late, early = need(office, starts=time(14), count=1), need(office, starts=time(8), count=1)
    with database.acting(office.town.scope.places):
        planning.put_on(late, TODAY, [one.id], by=office.town)
        planning.put_on(late, TOMORROW + timedelta(days=1), [one.id], by=office.town)
        why = {found.worker.id: found.why for found in resting.candidates(Need.objects.get(id=early), TOMORROW)}
        assert "11" in why[one.id]
    rota = planned(office, until_on=TOMORROW)
    assert [line["shift"] for line in rota.plan["assignments"]] == ["14:00+8"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from_on": TODAY - timedelta(days=1)}, "from_on"),
        ({"until_on": TODAY + timedelta(days=40)}, "until_on"),
        ({"seconds": 7}, "seconds"),
        ({}, "place"),
    ],
)
def test_a_rota_that_cannot_be_is_refused_at_its_field(office: Office, changes: dict[str, Any], field: str) -> None:
    given = {"from_on": TODAY, "until_on": LAST, "seconds": 10, **changes}
    with pytest.raises(RotaRefused) as refused, database.acting(office.town.scope.places):
        rotas.ask(office.town_id, **given, by=office.town)
    assert refused.value.field == field


def test_a_shift_longer_than_the_law_allows_is_not_asked_for(office: Office) -> None:
    with pytest.raises(NeedRefused, match="11"):
        need(office, hours=12)
    assert NOON


def test_a_search_that_is_cut_leaves_the_best_plan_so_far(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    placed(office, 3)
    need(office, count=2)
    by = office.town
    with database.acting(by.scope.places):
        rota = rotas.draft(office.town_id, TOMORROW, LAST, seconds=1, by=by)

    def killed(problem: Any, seconds: int, *, progress: Any, **given: Any) -> None:
        progress(solve(problem, seconds, steps=1))
        raise KeyboardInterrupt

    monkeypatch.setattr(rotas, "best", killed)
    with pytest.raises(KeyboardInterrupt), database.acting(by.scope.places):
        rotas.solve(rota.id, by=by)
    with clock.at(NOON + timedelta(minutes=5)), database.acting(by.scope.places):
        found = drafts.draft(rota.id, by=by)
        assert (found.is_cut, found.missing, len(found.plan.assignments)) == (True, 0, 10)
        assert rotas.publish(rota.id, by=by).version == 1


def test_the_pages_of_a_rota_say_who_where_and_why_not(office: Office) -> None:
    placed(office, 2)
    need(office, count=3, until_on=TOMORROW)
    need(office, starts=time(6), count=1, until_on=TOMORROW, priority=3)
    rota = planned(office)
    with database.acting(office.town.scope.places):
        found = drafts.draft(rota.id, by=office.town)
        told = drafts.short(found)
        assert (found.asked, found.missing, told.floor.missing) == (4, 2, 2)
        assert {(way.kind, way.number, way.missing) for way in told.ways} == {("people", 2, 0), ("later", 1, 1)}
        assert [(one.number, len(one.why)) for one in told.empty] == [(1, 1), (1, 1)]
        assert [len(row.cells) for row in drafts.people(found)] == [5, 5]
        assert [seats.short for seats in drafts.posts(found)[1].seats] == [1, -0, 0, 0, 0]
        assert [one.hours for one in drafts.loads(found)] == [8, 8]
        assert [one.is_put for one in drafts.changes(found)] == [True, True]


def test_a_drop_out_is_repaired_by_the_way_that_was_looked_at(office: Office) -> None:
    placed(office, 4)
    need(office, count=2)
    first = published(office)
    by = office.town
    with database.acting(by.scope.places):
        shift = Shift.objects.planned().order_by("starts_at", "id")[2]
        intake.set_away(shift.worker_id, from_on=clock.day_of(shift.starts_at), until_on=LAST, why="stood_down", by=by)
        found = drafts.repair(office.town_id, by=by)
        away = {gap.shift.worker_id for gap in found.gaps}
        way = found.ways[0]
        with pytest.raises(RotaRefused):
            repairs.take(office.town_id, "something", by=by)
        made = repairs.take(office.town_id, way.code, by=by)
        assert (away, made.version, first.version) == ({shift.worker_id}, 2, 1)
        ahead = Shift.objects.planned().filter(worker_id=shift.worker_id, starts_at__gte=shift.starts_at)
        assert not ahead.exists()
        assert drafts.repair(office.town_id, by=by).gaps == []
    assert len(way.changes) <= 1.25 * len(found.gaps)


def test_who_drops_out_on_the_day_is_replaced_by_the_mobile_group(office: Office) -> None:
    one, two = placed(office, 2)
    by = office.town
    with database.acting(by.scope.places):
        new = NewTeam(
            sort="mobile", name="机动组", place_id=office.town_id, members=[two.id], from_on=TODAY, until_on=LAST
        )
        placing.form(new, by=by)
    wanted = need(office, count=1)
    with database.acting(by.scope.places):
        (shift,) = planning.put_on(wanted, TODAY, [one.id], by=by)
        arriving.drop_out(shift.id, why="咳嗽", by=by)
        (way,) = drafts.repair(office.town_id, by=by).ways
        assert [(change.worker, change.is_put) for change in way.changes] == [(two.staff.name, True)]
        repairs.take(office.town_id, way.code, by=by)
        assert [row.worker_id for row in Shift.objects.planned()] == [two.id]


def test_the_own_calendar_opens_by_its_secret_only(office: Office) -> None:
    (one,) = placed(office, 1)
    wanted = need(office, count=1)
    with database.acting(office.town.scope.places):
        planning.put_on(wanted, TODAY, [one.id], by=office.town)
    own = replace(office.chief, staff_id=one.staff_id)
    with database.acting(()):
        old = calendars.make(by=own)
        secret = calendars.make(by=own)
        assert (calendars.entries(old), calendars.entries("x")) == (None, None)
        assert [entry.role for entry in calendars.entries(secret) or ()] == ["village_desk"]
    answer = Client().get(reverse("deployment:feed", args=[secret]))
    book = Calendar.from_ical(answer.content)
    assert [str(event["location"]) for event in book.walk("VEVENT")] == ["永乐村"]
    assert one.staff.name not in answer.content.decode()
    assert Client().get(reverse("deployment:feed", args=["nothing"])).status_code == 404
