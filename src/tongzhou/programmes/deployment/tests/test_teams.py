"""An order becomes groups, one for each community, proved best and confirmed; teams are listed, printed, exported."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.access import actions as access
from tongzhou.access.looks import at as looks_at
from tongzhou.kernel import clock, database, sheets
from tongzhou.places import actions as places
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import dividing, teams
from tongzhou.programmes.deployment.actions import placing, sending
from tongzhou.programmes.deployment.actions.placing import NewTeam
from tongzhou.programmes.deployment.dividing import Wanted
from tongzhou.programmes.deployment.errors import NotFound, PlacingRefused
from tongzhou.programmes.deployment.models import Order, Posting, Team
from tongzhou.programmes.deployment.tests.test_deployment import (
    TODAY,
    Office,
    everybody,
    office,
    order,
    rows,
    sent,
    signed_in,
    taken,
)

__all__ = ["office"]


def villages(office: Office, number: int) -> list[UUID]:
    """So many places below the town, one of them a preparatory group."""
    with database.acting((), is_wide=True):
        made = [
            places.add_place(
                name=f"演示{at}村", kind="preparatory" if at == 0 else "village", parent_id=office.town_id, on=TODAY
            )
            for at in range(number)
        ]
    return [one.id for one in made]


def wanted(places: list[UUID], **changes: Any) -> Wanted:
    return Wanted(**{"name": "人社", "places": places, **changes})


def test_forty_two_people_become_twenty_two_groups_and_it_is_proved(office: Office) -> None:
    homes = villages(office, 22)
    sent(office, 42)
    by = replace(office.chief, scope=current_tree().scope([office.chief.post_id]))
    with database.acting((), is_wide=True):
        found = Order.objects.get()
        leads = frozenset(one.id for one in Posting.objects.order_by("id")[:22])
        ask = wanted(homes, leads=leads)
        proposal = dividing.propose(found, ask, by=by)
        assert (proposal.is_proved, proposal.moved, len(proposal.groups)) == (True, 42, 22)
        assert sorted(len(group.postings) for group in proposal.groups) == [1, 1, *[2] * 20]
        assert all(group.postings[0].id in leads for group in proposal.groups)
        made = placing.divide(found.id, ask, proposal.code, by=by)
        assert {team.place_id for team in made} == set(homes)
        assert {team.name for team in made} == {f"人社第{number}组" for number in range(1, 23)}
        assert Posting.objects.filter(place__in=homes).count() == 42
        assert dividing.undivided(found, by=by) == []
        with pytest.raises(PlacingRefused):
            dividing.propose(found, ask, by=by)


def test_a_proposal_that_is_not_the_one_any_more_is_not_carried_out(office: Office) -> None:
    homes = villages(office, 2)
    sent(office, 4)
    with database.acting((), is_wide=True):
        found = Order.objects.get()
        proposal = dividing.propose(found, wanted(homes), by=office.chief)
        with pytest.raises(PlacingRefused):
            placing.divide(found.id, wanted(homes[:1]), proposal.code, by=office.chief)
        assert not Team.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": " "}, "name"), ({"least": 3}, "most"), ({"most": 1}, "most"), ({"places": []}, "place")],
)
def test_a_division_that_cannot_be_is_refused_at_its_field(office: Office, changes: dict[str, Any], field: str) -> None:
    homes = villages(office, 2)
    sent(office, 4)
    with database.acting((), is_wide=True), pytest.raises(PlacingRefused) as refused:
        dividing.propose(Order.objects.get(), replace(wanted(homes), **changes), by=office.chief)
    assert refused.value.field == field


def branch(office: Office) -> Team:
    taken(office, rows(2, 党员="是"))
    workers = everybody()
    with database.acting((), is_wide=True):
        sending.send(order(office, workers), by=office.chief)
        new = NewTeam(
            **{
                "sort": "branch",
                "name": "临时党支部",
                "place_id": office.town_id,
                "members": [one.id for one in workers],
            },
            **{"from_on": TODAY, "until_on": TODAY + timedelta(days=3), "leader_id": workers[1].id},
        )
        return placing.form(new, by=office.chief)


def test_who_is_a_party_member_stands_in_the_list_of_branches_alone_and_is_written_down(office: Office) -> None:
    team = branch(office)
    by = office.town
    with database.acting(by.scope.places):
        one = teams.team(team.id, by=by)
        assert (one.units, one.bases) == ([("区人社局", 2)], ["指挥部〔2020〕8号 (2020-02-08)"])
        assert one.members[0].id == team.leader_id
        before = len(looks_at(one.members[0].id))
        assert list(teams.party([one], by=by).values()) == [True, True]
        assert len(looks_at(one.members[0].id)) == before + 1
        Team.objects.filter(id=team.id).update(sort="group")
        assert teams.party([teams.team(team.id, by=by)], by=by) == {}


def test_another_leader_and_an_end_are_set_by_whoever_has_the_place(office: Office) -> None:
    team = branch(office)
    first, second = everybody()
    by = office.town
    with database.acting(by.scope.places):
        placing.change(team.id, leader_id=first.id, until_on=TODAY, by=by)
        assert Team.objects.get().leader_id == first.id
        with pytest.raises(PlacingRefused):
            placing.change(team.id, leader_id=team.id, until_on=TODAY, by=by)
    elsewhere = replace(by, scope=current_tree().scope([office.village]), post_id=office.village)
    with database.acting(elsewhere.scope.places), pytest.raises(NotFound):
        placing.change(team.id, leader_id=second.id, until_on=TODAY, by=elsewhere)


def test_the_pages_list_print_and_export_them(office: Office) -> None:
    team = branch(office)
    worker = everybody()[0]
    access.open_account(username="office001", staff_id=worker.staff_id, by=None, password="x" * 20)
    account = worker.staff.accounts.get()
    access.assign_duty(
        account_id=account.id,
        unit_id=office.unit_id,
        role="town_office",
        place_id=office.town_id,
        starts_at=clock.now(),
        ends_at=clock.now() + timedelta(days=1),
        basis="演示",
        by=None,
    )
    client: Client = signed_in(worker)
    assert "临时党支部" in client.get(reverse("deployment:teams")).content.decode()
    assert "党员" in client.get(reverse("deployment:team", args=[team.id])).content.decode()
    everything = sheets.read(client.get(reverse("deployment:teams_sheet")).content)
    branches = sheets.read(client.get(reverse("deployment:teams_sheet") + "?sort=branch").content)
    assert ("党员" in everything.headings, "党员" in branches.headings) == (False, True)
    printed = [client.get(reverse("deployment:teams_printed") + sort).content.decode() for sort in ("", "?sort=branch")]
    assert ['<th scope="col">党员</th>' in page for page in printed] == [False, True]
