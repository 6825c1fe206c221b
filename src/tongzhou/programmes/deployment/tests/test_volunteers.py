"""Volunteers sign up without an account, follow it by the receipt, are vetted by their town, and can be sent then."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access.looks import at as looks_at
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import Several
from tongzhou.messages import lines
from tongzhou.programmes.deployment import queries, volunteers
from tongzhou.programmes.deployment.actions import forgetting, sending, volunteering
from tongzhou.programmes.deployment.actions.volunteering import NewVolunteer
from tongzhou.programmes.deployment.errors import NotFound, OrderRefused, VolunteerRefused
from tongzhou.programmes.deployment.models import Volunteer, Worker
from tongzhou.programmes.deployment.tests.test_deployment import TODAY, Office, count, office, order, rows, taken
from tongzhou.units import actions as units
from tongzhou.units.models import Staff

__all__ = ["office"]
LAST = TODAY + timedelta(days=20)


def signed_up(office: Office, **changes: Any) -> str:
    given = {
        **{"name": "演示志愿甲", "phone": "10044400001", "place_id": office.village, "can_work_nights": True},
        **{"from_on": TODAY, "until_on": LAST, "profession": "nurse", "skills": "会方言", **changes},
    }
    with database.acting(()):
        return volunteering.sign_up(NewVolunteer(**given))


def waiting(office: Office) -> list[Volunteer]:
    with database.acting(office.town.scope.places):
        return list(volunteers.waiting(by=office.town))


def test_who_signs_up_on_the_page_is_vetted_and_can_be_sent_on_the_offered_days(office: Office) -> None:
    form = {"name": "演示志愿甲", "phone": "10044400001", "place": str(office.village), "nights": "yes"}
    days = {"from_on": TODAY.isoformat(), "until_on": LAST.isoformat()}
    answer = Client().post(reverse("volunteering:sign_up"), {**form, **days, "profession": "nurse"})
    assert answer.status_code == 200
    (one,) = waiting(office)
    with database.acting(office.town.scope.places):
        shown = volunteers.shown(one.id, by=office.town)
        assert (shown.name, shown.phone, shown.alike, shown.again) == ("演示志愿甲", "10044400001", [], [])
        worker = volunteering.accept(one.id, by=office.town)
        assert [each.id for each in queries.workers(by=office.town)] == [worker.id]
        assert [look.what for look in looks_at(one.id)] == ["volunteer"]
    with pytest.raises(OrderRefused, match="2020-02-28"), database.acting((), is_wide=True):
        sending.send(_order(office, worker, until_on=LAST + timedelta(days=1)), by=office.chief)
    with database.acting((), is_wide=True):
        sending.send(_order(office, worker, until_on=LAST), by=office.chief)
    assert (count("deployment.volunteers"), count("deployment.sent")) == (1, 0)


def _order(office: Office, worker: Worker, **changes: Any) -> Any:
    return order(office, [worker], unit_id=worker.unit_id, **changes)


def test_what_is_unclear_is_asked_and_answered_through_the_receipt(office: Office) -> None:
    code = signed_up(office)
    (one,) = waiting(office)
    with database.acting(office.town.scope.places):
        volunteering.ask_again(one.id, "能到道口吗?", by=office.town)
    page = Client().post(reverse("volunteering:follow"), {"code": code.lower()}).content.decode()
    assert "能到道口吗?" in page
    assert "演示志愿甲" not in page
    Client().post(reverse("volunteering:follow"), {"code": code, "answer": "可以"})
    (one,) = waiting(office)
    assert (one.state, one.answer) == ("waiting", "可以")
    with pytest.raises(VolunteerRefused), database.acting(()):
        volunteering.answer(code, "再说一次")
    with database.acting(office.town.scope.places):
        volunteering.decline(one.id, "名额已满", by=office.town)
    assert "名额已满" in Client().post(reverse("volunteering:follow"), {"code": code}).content.decode()
    with pytest.raises(NotFound), database.acting(office.town.scope.places):
        volunteering.accept(one.id, by=office.town)
    with clock.at(clock.now() + timedelta(days=40)), database.acting((), is_wide=True):
        assert forgetting.volunteers(clock.today()) == [one.id]
    assert Client().post(reverse("volunteering:follow"), {"code": code}).status_code == 422


def test_the_second_look_finds_the_member_of_staff(office: Office) -> None:
    units.add_staff(number="教001", name="演示志愿甲", unit_id=office.unit_id, on=TODAY)
    signed_up(office, unit_id=office.unit_id)
    by = replace(office.town, unit_id=office.unit_id)
    with database.acting(by.scope.places):
        (one,) = volunteers.waiting(by=by)
        (alike,) = volunteers.shown(one.id, by=by).alike
        assert (alike.staff.number, alike.units, alike.is_listed) == ("教001", "区人社局", False)
        worker = volunteering.accept(one.id, staff_id=alike.staff.id, by=by)
        assert (worker.staff_id, worker.profession) == (alike.staff.id, "volunteer")
        assert lines.of_staff([worker.staff_id]) == {worker.staff_id: "10044400001"}
    assert Staff.objects.filter(name="演示志愿甲").count() == 1


def test_whoever_is_on_the_list_already_is_not_taken_twice(office: Office) -> None:
    taken(office, rows(1))
    signed_up(office, name="演示甲1")
    (one,) = waiting(office)
    with database.acting(office.town.scope.places):
        (alike,) = volunteers.shown(one.id, by=office.town).alike
        assert alike.is_listed
        with pytest.raises(VolunteerRefused):
            volunteering.accept(one.id, staff_id=alike.staff.id, by=office.town)


def test_every_fault_of_a_sign_up_stands_at_its_field(office: Office) -> None:
    with pytest.raises(Several) as refused:
        signed_up(
            office, name=" ", phone="1234567", place_id=None, profession="king", until_on=TODAY - timedelta(days=1)
        )
    assert {error.field for error in refused.value.errors} == {"name", "phone", "place", "profession", "until_on"}


def test_a_telephone_must_be_given(office: Office) -> None:
    with pytest.raises(Several) as refused:
        signed_up(office, phone=" ")
    assert [error.field for error in refused.value.errors] == ["phone"]


def test_nobody_signs_up_twice_or_floods_a_place(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_up(office)
    with pytest.raises(VolunteerRefused) as refused:
        signed_up(office)
    assert refused.value.field == "phone"
    monkeypatch.setattr(volunteering, "PER_PLACE_AND_HOUR", 1)
    with pytest.raises(VolunteerRefused):
        signed_up(office, phone="10044400002")


def test_a_department_decides_on_its_own_people_and_after_a_day_the_town_may_too(office: Office) -> None:
    code = signed_up(office, unit_id=office.unit_id)
    own = replace(office.chief, is_wide=False, permissions=frozenset({Permission.VOLUNTEER_VET}))
    other = replace(own, unit_id=office.town.unit_id)
    assert (volunteers.follow(code).unit, volunteers.follow(code).is_the_unit_s) == ("区人社局", True)
    with database.acting(office.town.scope.places):
        assert list(volunteers.waiting(by=office.town)) == []
        (one,) = volunteers.elsewhere(by=office.town)
        with pytest.raises(NotFound):
            volunteering.accept(one.id, by=office.town)
    with database.acting(own.scope.places):
        assert list(volunteers.waiting(by=other)) == []
        with pytest.raises(NotFound):
            volunteers.shown(one.id, by=other)
    with clock.at(clock.now() + volunteers.PATIENCE), database.acting(office.town.scope.places):
        assert not volunteers.follow(code).is_the_unit_s
        by = replace(office.town, ends_at=clock.now() + timedelta(days=1))
        assert [each.id for each in volunteers.waiting(by=by)] == [one.id]
    with database.acting(own.scope.places):
        assert [each.id for each in volunteers.waiting(by=own)] == [one.id]
        worker = volunteering.accept(one.id, by=own)
        assert (worker.unit_id, worker.place_id) == (office.unit_id, office.town_id)
        assert [each.id for each in volunteers.decided(by=own)] == [one.id]
        assert list(volunteers.decided(by=other)) == []
