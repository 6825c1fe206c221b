"""Somebody is moved in the grid of a draft: to a free place, or onto somebody else; judged like any change by hand."""

from datetime import time, timedelta
from uuid import UUID

import pytest

from tongzhou.kernel import clock, database
from tongzhou.programmes.deployment.actions import rotas
from tongzhou.programmes.deployment.actions.rotas import Spot
from tongzhou.programmes.deployment.errors import RotaRefused
from tongzhou.programmes.deployment.models import Rota, Worker
from tongzhou.programmes.deployment.rosters import assignment, slot
from tongzhou.programmes.deployment.tests.test_deployment import TODAY, Office, need, office, placed
from tongzhou.rostering import reading
from tongzhou.rostering.documents import Plan

__all__ = ["office"]
TOMORROW = TODAY + timedelta(days=1)


def drafted(office: Office, *wanted: tuple[Worker, UUID, int]) -> UUID:
    """A draft of three days from tomorrow in which these stand."""
    by = office.town
    with database.acting(by.scope.places):
        rota = rotas.draft(office.town_id, TOMORROW, TOMORROW + timedelta(days=2), seconds=0, by=by)
        roster = rotas.roster_of(office.town_id, rota.from_on, rota.until_on, by)
        needs = {need.id: need for listed in roster.needs.values() for need in listed}
        plan = Plan(tuple(assignment(str(worker.id), slot(needs[need_id], day)) for worker, need_id, day in wanted))
        Rota.objects.filter(id=rota.id).update(plan=reading.plan_document(plan), solved_at=clock.now())
        return rota.id


def move(office: Office, rota_id: UUID, picked: tuple[Worker, UUID, int], onto: Spot) -> set[tuple[str, int, str]]:
    """Who stands where afterwards."""
    who, need_id, day = picked
    with database.acting(office.town.scope.places):
        rotas.move(rota_id, Spot(str(who.id), need_id, day), onto, by=office.town)
        return standing(rota_id)


def standing(rota_id: UUID) -> set[tuple[str, int, str]]:
    return {(one.person, one.day, one.shift) for one in rotas.plan_of(Rota.objects.get(id=rota_id)).assignments}


def test_somebody_goes_to_a_free_place_of_another_day_and_undo_takes_it_back(office: Office) -> None:
    one, _other = placed(office, 2)
    early, late = need(office, starts=time(8), count=1), need(office, starts=time(16), count=1)
    rota_id = drafted(office, (one, early, 0))
    moved = move(office, rota_id, (one, early, 0), Spot("", late, 2))
    assert moved == {(str(one.id), 2, "16:00+8")}
    with database.acting(office.town.scope.places):
        rotas.undo(rota_id, by=office.town)
        assert standing(rota_id) == {(str(one.id), 0, "08:00+8")}


def test_two_change_places_in_one_step(office: Office) -> None:
    one, other = placed(office, 2)
    early, late = need(office, starts=time(8), count=1), need(office, starts=time(16), count=1)
    rota_id = drafted(office, (one, early, 0), (other, late, 1))
    moved = move(office, rota_id, (one, early, 0), Spot(str(other.id), late, 1))
    assert moved == {(str(other.id), 0, "08:00+8"), (str(one.id), 1, "16:00+8")}
    with database.acting(office.town.scope.places):
        rotas.undo(rota_id, by=office.town)
        assert standing(rota_id) == {(str(one.id), 0, "08:00+8"), (str(other.id), 1, "16:00+8")}


def test_a_shift_is_given_to_somebody_who_is_free(office: Office) -> None:
    one, other = placed(office, 2)
    early = need(office, starts=time(8), count=1)
    rota_id = drafted(office, (one, early, 0))
    assert move(office, rota_id, (one, early, 0), Spot(str(other.id), None, 0)) == {(str(other.id), 0, "08:00+8")}


def test_a_move_that_breaks_a_rule_is_refused_with_whose_and_why(office: Office) -> None:
    one, other = placed(office, 2)
    early, late = need(office, starts=time(8), count=1), need(office, starts=time(16), count=1)
    rota_id = drafted(office, (one, late, 0), (other, early, 0), (one, late, 2))
    with pytest.raises(RotaRefused, match=f"{one.staff.name}.*11"):
        move(office, rota_id, (one, late, 2), Spot("", early, 1))  # no rest after the evening before
    with pytest.raises(RotaRefused):
        move(office, rota_id, (one, late, 0), Spot("", early, 9))  # not a day of this rota
    with pytest.raises(RotaRefused):
        move(office, rota_id, (one, late, 0), Spot("", early, 0))  # nobody more is asked for
    with pytest.raises(RotaRefused):
        move(office, rota_id, (one, early, 0), Spot("", early, 1))  # is not on that shift
