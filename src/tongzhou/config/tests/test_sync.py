"""A telephone is enrolled, held, hands up, takes along, and is shut out: all through the API."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client

from tongzhou.access import devices
from tongzhou.access.errors import DeviceRefused
from tongzhou.access.models import Device, Holder
from tongzhou.access.roles import ROLES
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger.models import Stored
from tongzhou.passes import actions as passes
from tongzhou.passes.actions import Wanted
from tongzhou.people.identities import Identity
from tongzhou.programmes.arrivals.before import announcing
from tongzhou.programmes.arrivals.before.parties import Traveller
from tongzhou.programmes.arrivals.tests import factories as desks
from tongzhou.programmes.arrivals.tests.factories import ANSWERS, NOON, Desk
from tongzhou.programmes.gates.models import Passage
from tongzhou.programmes.incidents import actions as incidents
from tongzhou.programmes.incidents.models import Incident
from tongzhou.sync.kinds import KINDS
from tongzhou.sync.parts import PARTS
from tongzhou.sync.tests import factories
from tongzhou.sync.tests.factories import Phone, entry

VISITOR = {"who": "visitor", "way": "in", "outcome": "passed", "temperature": 36.5}


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield desks.desk()


@pytest.fixture
def phone(desk: Desk) -> Phone:
    return factories.phone(desk.district.yongle.id)


def statuses(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one["status"] for one in answer.json()["answers"]]


def entries() -> int:
    with database.acting((), is_wide=True):
        return Stored.objects.count()


def recorded() -> int:
    """Whatever was taken in: entries, the checks that some of them vouch for, lines of the log."""
    with database.acting((), is_wide=True):
        alone = Stored.objects.exclude(kind="gate.checks").count()
        return alone + Passage.objects.count() + Incident.objects.count()


def test_what_is_handed_up_is_stored_once_with_its_device(phone: Phone) -> None:
    given = entry("gate.checked", VISITOR)
    assert statuses(phone.up(given)) == ["stored"]
    assert statuses(phone.up(given)) == ["already"]
    with database.acting((), is_wide=True):
        assert Passage.objects.filter(entry_id=given["id"]).count() == 1
        assert Stored.objects.get(kind="gate.checks").device == phone.device.replace("-", "")


def test_a_bad_entry_comes_back_with_its_field_and_the_rest_is_stored(phone: Phone) -> None:
    bad = [
        entry("gate.checked", VISITOR | {"temperature": 3.65}),
        entry("gate.checked", VISITOR | {"way": "up"}),
        entry("gate.checked", VISITOR, id="9c4d9e5a-5b43-4d8c-9f5e-0242ac120002"),
        entry("gate.flown", {}),
        entry("gate.checked", VISITOR, occurred_at=(NOON - timedelta(days=2)).isoformat()),
        entry("crossing.car", {"plate": "沪A12345", "people": 1, "temperatures": [36.5]}),
    ]
    answer = phone.up(bad[0], entry("gate.checked", VISITOR), *bad[1:])
    assert statuses(answer) == ["refused", "stored", *["refused"] * 5]
    errors = [one["error"] for one in answer.json()["answers"] if "error" in one]
    assert [error["field"] for error in errors] == ["temperature", "way", "id", "kind", "occurred_at", None]
    assert all(error["message"] for error in errors)


def test_a_worker_reads_the_reason_in_the_own_language(phone: Phone) -> None:
    wrong = entry("gate.checked", VISITOR | {"temperature": 3.65})
    (told,) = phone.up(wrong, **{"Accept-Language": "en"}).json()["answers"]
    assert told["error"]["message"] == "Between 34 and 43 degrees: measure again."


def test_a_registration_goes_through_the_desks_own_action(phone: Phone) -> None:
    who = desks.person(ids.new())
    given = {"person": str(ids.new()), "name": who.name, "id_kind": "resident", "id_number": who.id_number}
    given |= {"phone": who.phone, "address": who.address, "answers": ANSWERS}
    assert statuses(phone.up(entry("arrivals.registered", given))) == ["stored"]
    again = entry("arrivals.registered", given | {"person": str(ids.new())})
    (told,) = phone.up(again).json()["answers"]
    assert (told["status"], told["error"]["code"]) == ("refused", "known_already")


def test_an_id_that_somebody_else_has_is_refused(phone: Phone) -> None:
    given = {"person": str(ids.new()), "name": "王试", "address": "1号", "answers": ANSWERS}
    other = given | {"name": "李询", "address": "2号"}
    told = phone.up(entry("arrivals.registered", given), entry("arrivals.registered", other)).json()["answers"]
    assert [(one["status"], one.get("error", {}).get("field")) for one in told] == [("stored", None), ("refused", "id")]


def test_what_comes_twice_at_the_same_moment_is_stored_once(phone: Phone, desk: Desk) -> None:
    given, by = entry("incident.reported", {"words": "东门灯坏了"}), actor(desk.district.yongle.id)
    told: list[str] = []

    def again() -> None:
        try:
            with clock.at(NOON):
                told.extend(statuses(phone.up(given)))
        finally:
            connections.close_all()

    other = Thread(target=again)
    with database.acting(by.scope.places):
        incidents.report(words="东门灯坏了", urgency="log", by=by, incident_id=UUID(given["id"]), at=NOON)
        other.start()
        other.join(1)
        assert other.is_alive()  # it waits for what is not committed yet
    other.join(20)
    assert told == ["already"]


def announced(place_id: UUID, number: int) -> str:
    """A party of so many on its way there; its code."""
    party_id = ids.new()
    for one in range(number):
        with database.acting(()):
            who = Traveller(Identity(f"王{one}"), {})
            party = announcing.announce(party_id, place_id, one, who, is_draft=True)
    return party.code


def test_at_a_crossing_codes_say_how_many_announced_themselves_and_never_who(desk: Desk) -> None:
    here = desk.district.yongle.id
    phone, code = factories.phone(here, "crossing"), announced(here, 2)
    car = {"plate": "皖K12345", "people": 3, "temperatures": [36.5, 36.6, 36.4]}
    scanned = ([f"https://x.invalid/#{code}", code.lower()], ["0000-0000-0000", "?"], [code, announced(here, 4)])
    given = [entry("crossing.car", car | {"codes": codes}) for codes in scanned]
    wrong = entry("crossing.car", car | {"codes": ["x" * 101]})
    assert statuses(phone.up(*given, wrong)) == ["stored", "stored", "stored", "refused"]
    with database.acting((), is_wide=True):
        told = {str(one.id): one.body for one in Stored.objects.of_kind("crossing.car")}
    assert [told[one["id"]]["announced"] for one in given] == [2, 0, 3]
    assert code not in str(told)


ODD = (
    None,
    True,
    -1,
    10**15,
    1e300,
    "",
    "\x00",
    "ü" * 300,
    [],
    [None],
    {},
    {"a": {}},
    "ffffffffffffffff",
    [1e300] * 70,
)


@pytest.mark.parametrize("role", ["village_desk", "crossing"])
def test_whatever_stands_in_a_payload_is_answered(desk: Desk, role: str) -> None:
    one, before = factories.phone(desk.district.yongle.id, role), recorded()
    wrong = [
        entry(kind.code, {**kind.sample, field: odd})
        for kind in KINDS.values()
        for field in (*kind.sample, "person", "pass", "list", "reason", "visit", "place", "known")
        for odd in ODD
    ]
    told = [answer for start in range(0, len(wrong), 500) for answer in statuses(one.up(*wrong[start : start + 500]))]
    assert set(told) == {"stored", "refused"}
    assert recorded() == before + told.count("stored")


def test_an_altered_or_foreign_signature_opens_nothing(phone: Phone) -> None:
    before = entries()
    given = {"entries": [entry("gate.checked", VISITOR)]}
    assert phone.post("/sync/up", given, **{"X-Sent-At": "1"}).status_code == 403
    assert phone.post("/sync/up", given, **{"X-Signature": "AAAA"}).status_code == 403
    assert phone.post("/sync/up", given, **{"Authorization": "Bearer x"}).status_code == 403
    forged = Phone(device=phone.device, token=phone.token)
    assert forged.post("/sync/up", given).status_code == 403
    assert Client().post("/sync/up", "{}", content_type="application/json").status_code == 403
    assert entries() == before


@pytest.mark.parametrize("told", ["[]", '{"entries": 1}', '{"entries": [{}]}', "no", '{"entries": [{"id": 1}]}'])
def test_what_is_no_batch_is_refused_as_a_whole(phone: Phone, told: str) -> None:
    body = told.encode()
    headers = phone.headers("POST", "/sync/up", body)
    answer = phone.client.post("/sync/up", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["wipe"]) == (422, False)


def test_a_withdrawn_device_is_told_to_destroy_what_it_holds(phone: Phone, desk: Desk) -> None:
    with database.acting(desk.by.scope.places):
        devices.withdraw(Device.objects.get().id, is_lost=True, by=desk.by)
    for answer in (phone.down(), phone.up(entry("gate.checked", VISITOR))):
        assert (answer.status_code, answer.json()["wipe"]) == (403, True)


def test_a_code_enrols_one_device_once(desk: Desk) -> None:
    code, first = factories.invited(desk.district.yongle.id), Phone()
    assert first.enrol(code).status_code == 200
    assert first.enrol(code).json()["device"] == first.device
    assert Phone().enrol(code).status_code == 422
    with clock.at(NOON + timedelta(minutes=11)):
        assert first.enrol(code).status_code == 422


def test_nobody_holds_a_device_of_a_place_that_the_duty_does_not_cover(desk: Desk) -> None:
    one = Phone()
    one.enrol(factories.invited(desk.district.yongle.id))
    other, _duty = factories.account(desk.district.nanchen.id, "village_desk")
    assert one.hold(other, "x" * 20).status_code == 422
    assert one.down().status_code == 403


def test_a_coordinators_code_lets_whoever_is_on_duty_hold_one_device(desk: Desk) -> None:
    yongle = desk.district.yongle.id
    _account, duty = factories.account(yongle, "gate")
    code, one, other = factories.invited(yongle, duty), Phone(), Phone()
    assert one.enrol(code).status_code == 200
    assert one.admit(code).status_code == one.admit(code).status_code == 200
    assert one.down().json()["parts"]["duty"]["role"] == "gate"
    assert Holder.objects.get().admitted_by is not None
    other.enrol(factories.invited(yongle))
    assert other.admit(code).status_code == 422
    assert other.admit(factories.invited(yongle)).status_code == 422
    _account, elsewhere = factories.account(desk.district.nanchen.id, "gate")
    with pytest.raises(DeviceRefused):
        factories.invited(yongle, elsewhere)


def test_an_app_too_old_is_told_to_renew_itself_and_nothing_is_taken(phone: Phone) -> None:
    before = entries()
    for version in ("0.9", "", "x"):
        answer = phone.up(entry("gate.checked", VISITOR), **{"X-App": version})
        assert (answer.status_code, answer.json()["error"]["code"]) == (426, "app_outdated")
    assert entries() == before


def test_after_the_duty_nothing_goes_down_and_what_was_done_in_it_still_goes_up(phone: Phone) -> None:
    given = entry("gate.checked", VISITOR)
    with clock.at(NOON + timedelta(hours=20)):
        assert phone.down().status_code == 403
        assert statuses(phone.up(given, entry("gate.checked", VISITOR))) == ["stored", "refused"]
    late = entry("gate.checked", VISITOR)
    with clock.at(NOON + timedelta(days=4)):
        assert statuses(phone.up(late)) == ["refused"]


def test_a_clock_that_is_wrong_is_said_and_not_punished(phone: Phone) -> None:
    phone.ahead = 7_200_000
    answer = phone.down()
    assert answer.status_code == 200, answer.content.decode()
    assert abs(answer.json()["clock_offset_ms"] - 7_200_000) < 1000


def test_only_what_changed_goes_down(phone: Phone, desk: Desk) -> None:
    first = phone.down().json()
    assert first["parts"].keys() >= {"duty", "keys", "revocations", "gate"}
    second = phone.down(first["cursor"]).json()
    assert second["parts"] == {}
    with database.acting(desk.by.scope.places):
        (made,) = passes.issue([Wanted(kind="temporary", place_id=desk.district.yongle.id)], by=desk.by)
        passes.revoke(made.id, why="lent", by=desk.by)
    third = phone.down(second["cursor"]).json()
    assert third["parts"]["revocations"]["lines"] == [{"number": 1, "pass": f"{made.number:015x}"}]
    assert third["parts"].keys() <= {"revocations", "gate", "keys"}


def test_a_gate_takes_along_the_keys_of_its_own_zone_for_the_days_of_the_duty_only(phone: Phone) -> None:
    ((_zone, keys),) = phone.down().json()["parts"]["gate"]["zones"].items()
    assert set(keys) <= {str(clock.today()), str(clock.today() + timedelta(days=1))}


def test_no_role_hands_up_or_takes_along_what_is_not_its_own(desk: Desk) -> None:
    """Generated from the tables of kinds and parts: a new one is tried the day it is added."""
    for role, held in ROLES.items():
        one = factories.phone(desk.district.yongle.id, role)
        handed = one.up(*(entry(code, dict(kind.sample)) for code, kind in KINDS.items())).json()["answers"]
        refused = {
            kind.code
            for kind, told in zip(KINDS.values(), handed, strict=True)
            if told.get("error", {}).get("code") == "not_allowed"
        }
        assert refused == {kind.code for kind in KINDS.values() if kind.permission not in held.permissions}, role
        allowed = {part.code for part in PARTS.values() if part.permission in (None, *held.permissions)}
        assert one.down().json()["parts"].keys() == allowed, role


def test_managing_devices_needs_the_right_and_the_place(desk: Desk) -> None:
    nobody, there = actor(desk.district.yongle.id, permissions=()), desk.district.nanchen.id
    with database.acting(desk.by.scope.places):
        with pytest.raises(NotAllowed):
            devices.invite(place_id=desk.district.yongle.id, by=nobody)
        with pytest.raises(NotAllowed):
            devices.invite(place_id=there, by=desk.by)
