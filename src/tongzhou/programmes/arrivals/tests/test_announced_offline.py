"""An announcement at a post without a network: sealed on the telephone, opened by the code, destroyed at the end."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tongzhou.kernel import clock, codes, database, ids, sealing
from tongzhou.ledger.models import Stored
from tongzhou.people import retention
from tongzhou.programmes.arrivals.before import announcing
from tongzhou.programmes.arrivals.before.parties import TURNS, Party
from tongzhou.programmes.arrivals.models import Announcement
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import ANSWERS, NOON, Desk
from tongzhou.programmes.arrivals.tests.test_before import SAID, announce, traveller
from tongzhou.sync.tests import factories as telephones
from tongzhou.sync.tests.factories import Phone, entry


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


@pytest.fixture
def phone(desk: Desk) -> Phone:
    return telephones.phone(desk.district.yongle.id)


def carried(phone: Phone) -> list[dict[str, Any]]:
    return list(phone.down().json()["parts"]["announced"]["parties"])


def unlocked(code: str, one: dict[str, Any]) -> list[dict[str, Any]]:
    """As a telephone does it, with nothing but the code and what came down."""
    slow = hashlib.pbkdf2_hmac("sha256", (codes.plain(code) or "").encode(), b"tongzhou announcement", TURNS)
    drawn = hashlib.sha512(slow).digest()
    assert drawn[:8].hex() == one["mark"]
    key = bytes(a ^ b for a, b in zip(drawn[32:], bytes.fromhex(one["lock"]), strict=True))
    return list(sealing.unseal(key, base64.b64decode(one["sealed"]))["travellers"])


def registered(party: Party, number: int, code: str, **more: Any) -> dict[str, Any]:
    """What the telephone hands up for one of the party."""
    one = party.travellers[number]
    who = {part: getattr(one.identity, part) for part in ("name", "id_kind", "id_number", "phone", "address")}
    given = {"person": str(one.person_id), **who, "visit": str(party.id), "place": str(party.place_id)}
    return entry("arrivals.registered", {**given, "announced": code, "answers": ANSWERS, **more}, id=str(one.entry_id))


def answers(phone: Phone, *entries: dict[str, Any]) -> list[str]:
    return [one["status"] for one in phone.up(*entries).json()["answers"]]


def kept() -> list[Announcement]:
    with database.acting((), is_wide=True):
        return list(Announcement.objects.all())


def test_the_code_alone_opens_what_came_down_and_nothing_else_does(desk: Desk, phone: Phone) -> None:
    party, other = announce(desk, traveller(desk, name="欧阳秘密")), announce(desk, traveller(desk))
    told = phone.down()
    assert "欧阳秘密" not in told.content.decode()
    assert codes.plain(party.code) not in told.content.decode()
    by_id = {one["id"]: one for one in told.json()["parts"]["announced"]["parties"]}
    assert set(by_id) == {str(party.id), str(other.id)}
    (opened,) = unlocked(party.code, by_id[str(party.id)])
    assert (opened["name"], opened["answers"]) == ("欧阳秘密", SAID)
    with pytest.raises(AssertionError):
        unlocked(other.code, by_id[str(party.id)])


def test_only_the_desk_of_that_village_takes_them_along_and_only_near_the_day(desk: Desk, phone: Phone) -> None:
    announce(desk, traveller(desk))
    assert len(carried(phone)) == 1
    assert carried(telephones.phone(desk.district.nanchen.id)) == []
    gate = telephones.phone(desk.district.yongle.id, "gate")
    assert "announced" not in gate.down().json()["parts"]
    with database.acting(desk.by.scope.places):
        days = NOON.date() + timedelta(days=2), NOON.date() + timedelta(days=9)
        assert announcing.carried(*days, by=desk.by) == []


def test_the_last_of_a_party_destroys_the_announcement_and_a_resend_changes_nothing(desk: Desk, phone: Phone) -> None:
    party = announce(desk, traveller(desk), traveller(desk))
    first, second = (registered(party, number, party.code) for number in (0, 1))
    assert answers(phone, first) == ["stored"]
    assert [bool(one.sealed) for one in kept()] == [True]
    assert answers(phone, second, first) == ["stored", "already"]
    assert [bytes(one.sealed) for one in kept()] == [b""]
    assert carried(phone) == []
    assert answers(phone, first, second) == ["already", "already"]
    with database.acting((), is_wide=True):
        found = list(Stored.objects.of_kind("arrivals.registered"))
    assert {one.channel for one in found} == {"before"}
    assert party.code not in str([one.body for one in found])


def test_a_code_that_opens_nothing_keeps_nobody_from_being_registered(desk: Desk, phone: Phone) -> None:
    party = announce(desk, traveller(desk))
    given = registered(party, 0, "0000-0000-0000")
    assert answers(phone, given) == ["stored"]
    assert [bool(one.sealed) for one in kept()] == [True]
    with database.acting((), is_wide=True):
        assert Stored.objects.get(id=given["id"]).channel == "field"


def test_what_is_refused_leaves_the_announcement_as_it_is(desk: Desk, phone: Phone) -> None:
    party = announce(desk, traveller(desk))
    wrong = registered(party, 0, party.code, answers={"symptoms": ["none"]})
    assert answers(phone, wrong) == ["refused"]
    assert answers(phone, registered(party, 0, party.code, announced="x" * 101)) == ["refused"]
    assert [bool(one.sealed) for one in kept()] == [True]
    retention.run(NOON.date() + timedelta(days=30))
    assert kept() == []


def test_a_telephone_of_another_village_cannot_register_by_it(desk: Desk) -> None:
    party, there = announce(desk, traveller(desk)), telephones.phone(desk.district.nanchen.id)
    assert answers(there, registered(party, 0, party.code, person=str(ids.new()))) == ["refused"]
    assert [bool(one.sealed) for one in kept()] == [True]
