"""The reserve of a rota: absences learnt from shifts that are over, by unit, and the page that shows what to keep."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.kernel import database, ids
from tongzhou.kernel.errors import NotAllowed
from tongzhou.programmes.deployment import absences, drafts
from tongzhou.programmes.deployment.models import Rota, Shift
from tongzhou.programmes.deployment.tests.test_deployment import NOON, Office, need, office, placed
from tongzhou.programmes.deployment.tests.test_rotas import published
from tongzhou.rostering.tests.test_reserving import chance

__all__ = ["office"]


def past(office: Office, came: int, absent: int, dropped: int = 0, taken_off: int = 0) -> None:
    """Shifts that are over, of one worker each hour."""
    with database.acting(office.town.scope.places):
        known = Shift.objects.order_by("id").first()
        assert known is not None
        for number in range(came + absent + dropped + taken_off):
            starts_at = NOON - timedelta(hours=number + 9)
            is_out = number >= came + absent
            Shift.objects.create(
                need=known.need, worker=known.worker, place=known.place, role=known.role, starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=8), checked_in_at=starts_at if number < came else None,
                dropped_at=starts_at if is_out else None, planned_by_name="",
                dropped_why="病了" if is_out and number < came + absent + dropped else "",
            )  # fmt: skip


def rota(office: Office) -> Rota:
    placed(office, 9)
    need(office, count=6, priority=1)
    return published(office)


def found(office: Office, made: Rota) -> tuple[absences.Learnt, absences.Reserve]:
    with database.acting(office.town.scope.places):
        draft = drafts.draft(made.id, by=office.town)
        learnt = absences.learnt(made.place_id, by=office.town)
        return learnt, absences.reserve(draft, learnt.share, learnt.by_unit)


def test_shares_are_learnt_by_unit_and_what_a_plan_took_off_does_not_count(office: Office) -> None:
    made = rota(office)
    past(office, came=90, absent=6, dropped=4, taken_off=30)
    learnt, _reserve = found(office, made)
    assert (learnt.shifts, learnt.absent, learnt.share, learnt.is_usual) == (100, 10, 0.1, False)
    (unit,) = learnt.units
    assert (unit.name, unit.shifts, unit.absent, unit.percent) == ("区人社局", 100, 10, 10.0)


@pytest.mark.parametrize(("came", "absent"), [(30, 2), (0, 80)])
def test_too_few_shifts_or_none_checked_in_leave_the_usual_share(office: Office, came: int, absent: int) -> None:
    made = rota(office)
    past(office, came=came, absent=absent)
    learnt, _reserve = found(office, made)
    assert (learnt.share, learnt.is_usual, learnt.units) == (0.05, True, [])


def test_the_reserve_of_a_shift_is_what_the_formula_says(office: Office) -> None:
    made = rota(office)
    past(office, came=90, absent=10)
    _learnt, reserve = found(office, made)
    wanted = next(number for number in range(9) if chance(6, number, 0.1) >= 0.95)
    assert {(one.people, one.number) for one in reserve.kept} == {(6, wanted)}
    assert (reserve.most, reserve.mobile, len(reserve.bars)) == (wanted, 0, wanted + 1)


def test_whoever_places_nobody_learns_no_share(office: Office) -> None:
    made = rota(office)
    with pytest.raises(NotAllowed):
        absences.learnt(made.place_id, by=replace(office.town, permissions=frozenset()))


@pytest.fixture
def client(office: Office, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: office.town)
    return Client()


def test_the_page_reckons_with_what_was_learnt_or_with_what_is_typed(office: Office, client: Client) -> None:
    address = reverse("deployment:reserve", args=[rota(office).id])
    past(office, came=90, absent=10)
    learnt, typed = client.get(address), client.get(address, {"absent": "0"})
    assert (learnt.status_code, typed.status_code) == (200, 200)
    assert "10 / 100" in learnt.content.decode()
    assert learnt.context["answer"].most > typed.context["answer"].most == 0


@pytest.mark.parametrize("absent", ["51", "-1", "many", "nan"])
def test_what_is_no_per_cent_is_refused(office: Office, client: Client, absent: str) -> None:
    answer = client.get(reverse("deployment:reserve", args=[rota(office).id]), {"absent": absent})
    assert answer.status_code == 400
    assert "f-absent-error" in answer.content.decode()


def test_a_rota_of_another_town_is_not_found(office: Office, client: Client) -> None:
    assert client.get(reverse("deployment:reserve", args=[ids.new()])).status_code == 404
