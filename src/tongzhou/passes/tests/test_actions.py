"""Issuing, handing out, losing, revoking; and what is read back from the printed page."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse

from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger.models import Stored
from tongzhou.matters.models import Matter
from tongzhou.passes import actions, advising, codes, keys, paper, profiles, queries
from tongzhou.passes.actions import Wanted
from tongzhou.passes.errors import NotItsTurn, PassRefused, PassUnknown
from tongzhou.passes.judging import Known, Reason, judge
from tongzhou.passes.models import Pass, Revocation
from tongzhou.passes.tests import factories
from tongzhou.passes.tests.factories import NOON, Desk
from tongzhou.people import actions as people
from tongzhou.people.tests.factories import new_person


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def temporary(desk: Desk, **changes: Any) -> Wanted:
    return Wanted(**{"kind": "temporary", "place_id": desk.district.yongle.id, **changes})


def issued(desk: Desk, *wanted: Wanted) -> list[Pass]:
    with database.acting(desk.by.scope.places):
        return actions.issue(wanted or [temporary(desk)], by=desk.by)


def gate(desk: Desk) -> Known:
    place = desk.district.yongle.id
    with database.acting(desk.by.scope.places):
        lines = queries.revocations(0)
        return Known(
            queries.public_keys(),
            queries.day_keys([place], [clock.today()]),
            clock.now(),
            frozenset(line.pass_number for line in lines if line.pass_number is not None),
            {line.zone: line.before for line in lines if line.zone is not None and line.before is not None},
        )


def verdict(desk: Desk, one: Pass) -> Reason:
    return judge(queries.square(one, at=clock.now()), gate(desk), at=clock.now()).reason


def test_a_pass_is_green_until_it_is_revoked_and_each_act_is_an_entry(desk: Desk) -> None:
    (one,) = issued(desk)
    assert verdict(desk, one) == Reason.GOOD
    with database.acting(desk.by.scope.places):
        actions.collect([one.id], by=desk.by)
        actions.revoke(one.id, why="lent", by=desk.by)
    assert verdict(desk, one) == Reason.REVOKED
    with database.acting(desk.by.scope.places):
        told = [(entry.kind, entry.body.get("state")) for entry in Stored.objects.filter(visit_id=one.entry_id)]
        assert sorted(told) == [("pass.changed", "collected"), ("pass.changed", "revoked")]
        assert Stored.objects.get(id=one.entry_id).kind == "pass.issued"
        with pytest.raises(NotItsTurn):
            actions.collect([one.id], by=desk.by)


def test_a_pass_is_revoked_for_a_reason_that_is_known(desk: Desk) -> None:
    (one,) = issued(desk)
    with database.acting(desk.by.scope.places), pytest.raises(PassRefused) as refused:
        actions.revoke(one.id, why="disliked", by=desk.by)
    assert refused.value.field == "why"


def test_a_lost_pass_is_replaced_by_another_number(desk: Desk) -> None:
    (one,) = issued(desk, temporary(desk, days=10, is_paper=False))
    with clock.at(NOON + timedelta(days=3, hours=1)), database.acting(desk.by.scope.places):
        later = actor(desk.district.yongle.id, unit_id=desk.by.unit_id)
        new = actions.lose(one.id, by=later)
        assert (new.replaces_id, new.ends_at - new.starts_at, new.is_paper) == (one.id, timedelta(days=7), False)
        assert new.number != one.number
    with clock.at(NOON + timedelta(days=3, hours=1)):
        assert (verdict(desk, one), verdict(desk, new)) == (Reason.REVOKED, Reason.GOOD)


def test_one_line_revokes_all_older_passes_of_the_place(desk: Desk) -> None:
    older = issued(desk, temporary(desk), temporary(desk))
    with clock.at(NOON + timedelta(minutes=1)):
        with database.acting(desk.by.scope.places):
            actions.revoke_older(desk.district.yongle.id, by=desk.by)
            assert Revocation.objects.count() == 1
        (newer,) = issued(desk)
        assert [verdict(desk, one) for one in (*older, newer)] == [Reason.REVOKED, Reason.REVOKED, Reason.GOOD]


def test_the_lines_of_the_list_are_numbered_without_a_gap(desk: Desk) -> None:
    for one in issued(desk, *[temporary(desk)] * 3):
        with database.acting(desk.by.scope.places):
            actions.revoke(one.id, why="wrong", by=desk.by)
    with database.acting(()):
        assert [line.number for line in queries.revocations(1)] == [2, 3]


def test_a_rotated_key_leaves_the_older_passes_good(desk: Desk) -> None:
    (old,) = issued(desk)
    with database.acting(desk.by.scope.places):
        actions.rotate_key(by=desk.by)
    (new,) = issued(desk)
    assert [one.key_number for one in (old, new)] == [1, 2]
    assert [verdict(desk, one) for one in (old, new)] == [Reason.GOOD, Reason.GOOD]


def test_each_household_of_a_place_gets_one_pass_in_slots(desk: Desk) -> None:
    place = desk.district.yongle.id
    with database.acting(desk.by.scope.places):
        people.add([new_person(place, address=f"永乐路{door}号") for door in (1, 2, 3, 3)], by=desk.by)
        first = NOON + timedelta(hours=2)
        made = actions.issue_for_households(place, days=14, is_paper=True, by=desk.by, first_slot=first, an_hour=8)
        assert [one.slot_at for one in made] == [first, first, first + timedelta(minutes=15)]
        assert len({one.household_id for one in made}) == 3
        assert actions.issue_for_households(place, days=14, is_paper=True, by=desk.by) == []


@pytest.mark.parametrize(
    "changes",
    [{"kind": "red"}, {"days": 0}, {"days": 91}, {"kind": "vehicle"}, {"kind": "resident"}, {"kind": "household"}],
)
def test_what_cannot_be_a_pass_is_refused(desk: Desk, changes: dict[str, Any]) -> None:
    with pytest.raises(PassRefused):
        issued(desk, temporary(desk, **changes))


def test_another_village_neither_sees_nor_issues_a_pass(desk: Desk) -> None:
    (one,) = issued(desk)
    other = factories.at(desk.district.nanchen.id)
    with database.acting(other.scope.places):
        assert list(queries.passes(by=other)) == []
        with pytest.raises(PassUnknown):
            actions.revoke(one.id, why="lent", by=other)
        with pytest.raises(NotAllowed):
            actions.issue([temporary(desk)], by=other)


def test_printed_cards_are_read_back_by_an_independent_decoder(desk: Desk) -> None:
    held = issued(desk, *[temporary(desk)] * 12)
    with database.acting(desk.by.scope.places):
        document = pypdfium2.PdfDocument(paper.cards(list(queries.passes(by=desk.by))))
    read = [
        found
        for page in document
        for found in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil(), formats=zxingcpp.BarcodeFormat.QRCode)
    ]
    assert len(document) == 2
    assert sorted(found.text for found in read) == sorted(queries.square(one) for one in held)
    for found in read:
        width = abs(found.position.top_right.x - found.position.top_left.x) / 150 * 25.4
        assert width >= 25


def test_the_list_to_sign_on_says_the_doors_and_leaves_a_look(desk: Desk, client: Client) -> None:
    place = desk.district.yongle.id
    with database.acting(desk.by.scope.places):
        people.add([new_person(place, address="永乐路9号")], by=desk.by)
        made = actions.issue_for_households(place, days=14, is_paper=True, by=desk.by)
        made = list(queries.passes(by=desk.by))
        document = pypdfium2.PdfDocument(paper.signing_list(made, {made[0].household_id: "永乐路9号"}, by=desk.by))
    words = document[0].get_textpage().get_text_bounded().replace(" ", "")
    assert "永乐路9号" in words
    assert queries.short(made[0].number) in words


def test_the_holders_page_moves_and_names_nobody(desk: Desk, client: Client) -> None:
    (one,) = issued(desk, temporary(desk, is_paper=False))
    address = reverse("passes:own", args=[queries.page_code(one)])
    with database.acting(()):
        early = queries.own(queries.page_code(one))
    with clock.at(NOON + timedelta(seconds=31)):
        with database.acting(()):
            late = queries.own(queries.page_code(one))
        page = client.get(address)
    assert early.text != late.text
    assert codes.read(early.text).claims == codes.read(late.text).claims
    assert (page.status_code, b'hx-trigger="every 20s"' in page.content) == (200, True)
    wrong = queries.page_code(one)[:-1] + ("0" if queries.page_code(one)[-1] != "0" else "1")
    assert client.get(reverse("passes:own", args=[wrong])).status_code == 404


def test_an_appeal_goes_to_the_towns_office(desk: Desk, client: Client) -> None:
    (one,) = issued(desk)
    answer = client.post(reverse("passes:own", args=[queries.page_code(one)]), {"words": "我没有借给别人"})
    assert answer.status_code == 200
    with database.acting((), is_wide=True):
        matter = Matter.objects.get(case_type="pass_appeal")
        assert str(matter) in answer.content.decode()


def test_a_profile_decides_how_passes_are_handed_out(desk: Desk) -> None:
    place = desk.district.yongle.id
    numbers = {"elderly": 40, "entrances": 3, "open_entrances": 1, "outings": 1, "days": 2}
    with database.acting(desk.by.scope.places):
        old = profiles.describe(place, by=desk.by, sort="relocated", has_property_firm=False, **numbers)
        assert queries.household_rule(place) is not None
        way = advising.way(old, 600)
        assert (way.code, way.is_paper, way.hands, way.guards) == ("doors", True, 4, 2)
        young = profiles.describe(
            place, by=desk.by, sort="bought", has_property_firm=True, **{**numbers, "elderly": 10}
        )
        assert advising.way(young, 600).code == "counter"
        with pytest.raises(PassRefused):
            profiles.describe(place, by=desk.by, sort="bought", has_property_firm=True, **numbers | {"days": None})


def test_zone_numbers_of_the_whole_district_differ() -> None:
    numbers = {keys.zone_of(UUID(int=number * 7919)) for number in range(400)}
    assert len(numbers) == 400
