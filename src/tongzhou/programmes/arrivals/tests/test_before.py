"""A party announces itself without an account, and is registered at the desk by its code."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tongzhou.kernel import clock, codes, database, ids
from tongzhou.kernel.errors import Several
from tongzhou.ledger.models import Stored
from tongzhou.people import retention
from tongzhou.people.identities import Identity, NewPerson
from tongzhou.people.models import Person
from tongzhou.programmes.arrivals import actions
from tongzhou.programmes.arrivals.before import announcing, flow
from tongzhou.programmes.arrivals.before.parties import Party, Traveller
from tongzhou.programmes.arrivals.errors import (
    AnnouncementTaken,
    AnnouncementUnknown,
    FormIsOld,
    SumNeeded,
    TooManyFromPhone,
)
from tongzhou.programmes.arrivals.models import Announcement
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk

SAID = {
    **{
        "origin_province": "34",
        "origin_city": "阜阳",
        "wuhan": "no",
        "transport": "train",
        "transport_number": "G7148",
    },
    **{"returned_on": "2020-02-09", "contact": "no", "symptoms": ["none"]},
}


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def traveller(desk: Desk, **changes: Any) -> Traveller:
    return Traveller(factories.person(desk.district.yongle.id, **changes).identity, SAID)


def announce(desk: Desk, *travellers: Traveller, party_id: UUID | None = None, **more: Any) -> Party:
    party_id = party_id or ids.new()
    for number, one in enumerate(travellers):
        with database.acting(()):
            party = announcing.announce(party_id, desk.district.yongle.id, number, one, **more)
    return party


def announced(desk: Desk) -> list[Announcement]:
    with database.acting((), is_wide=True):
        return list(Announcement.objects.all())


def opened(code: str) -> Party:
    with database.acting(()):
        return announcing.opened(code)


def test_a_party_is_sealed_and_opens_by_its_code_however_it_is_spelled(desk: Desk) -> None:
    one = traveller(desk, name="欧阳秘密")
    party = announce(desk, one, traveller(desk))
    (row,) = announced(desk)
    assert (row.persons, row.expected_on) == (2, date(2020, 2, 9))
    assert "欧阳秘密".encode() not in bytes(row.sealed)
    for spelled in (party.code, party.code.lower().replace("-", " "), f"http://x/before/party/#{party.code}"):
        assert opened(spelled).travellers[0].identity.name == "欧阳秘密"
    with pytest.raises(AnnouncementUnknown):
        opened("0000-0000-0000")


def test_a_form_sent_twice_is_one_party_with_one_code(desk: Desk) -> None:
    one, party_id = traveller(desk), ids.new()
    assert announce(desk, one, party_id=party_id).code == announce(desk, one, party_id=party_id).code
    assert len(announced(desk)) == 1


def test_what_is_wrong_is_told_by_field_and_nothing_is_kept(desk: Desk) -> None:
    wrong = replace(traveller(desk), identity=Identity("", "resident", "310114", "12", ""), answers={"wuhan": "no"})
    with pytest.raises(Several) as told:
        announce(desk, wrong)
    assert {"name", "id_number", "phone", "origin_province", "symptoms"} <= {str(one.field) for one in told.value}
    assert announced(desk) == []


def test_a_draft_may_have_gaps_and_is_finished_later(desk: Desk) -> None:
    party_id = ids.new()
    gaps = replace(traveller(desk), identity=Identity("王半"), answers={"origin_province": "34"})
    assert not announce(desk, gaps, party_id=party_id, is_draft=True).is_complete
    finished = announce(desk, traveller(desk), party_id=party_id)
    assert finished.is_complete
    assert len(finished.travellers) == 1


def test_one_is_left_out_and_with_the_last_the_announcement_goes(desk: Desk) -> None:
    party = announce(desk, traveller(desk), traveller(desk))
    with database.acting(()):
        left = announcing.leave_out(party.code, 0)
    assert left is not None
    assert left.travellers[0].entry_id == party.travellers[1].entry_id
    with database.acting(()):
        assert announcing.leave_out(party.code, 0) is None
    assert announced(desk) == []


def test_nobody_reads_another_villages_announcements_and_the_own_village_sees_numbers_only(desk: Desk) -> None:
    announce(desk, traveller(desk), traveller(desk))
    with database.acting(desk.by.scope.places):
        assert announcing.expected(by=desk.by) == [(date(2020, 2, 9), 2)]
    other = factories.at(desk.district.nanchen.id)
    with database.acting(other.scope.places):
        assert announcing.expected(by=other) == []


def test_one_telephone_announces_so_many_parties_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "PER_PHONE_AND_DAY", 2)
    for _party in range(2):
        announce(desk, traveller(desk, phone="10033300001"))
    with pytest.raises(TooManyFromPhone):
        announce(desk, traveller(desk, phone="10033300001"))
    announce(desk, traveller(desk, phone="10033300002"))


def test_a_village_that_is_flooded_is_slowed_and_never_shut(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "PER_VILLAGE_AND_HOUR", 1)
    announce(desk, traveller(desk))
    with pytest.raises(SumNeeded):
        announce(desk, traveller(desk))
    words, proof = flow.sum_asked()
    one, other = words.split(" + ")
    assert not flow.is_solved("99", proof)
    announce(desk, traveller(desk), is_solved=flow.is_solved(str(int(one) + int(other)), proof))
    with clock.at(NOON + timedelta(hours=2)):
        announce(desk, traveller(desk))


def test_two_hundred_people_behind_one_address_are_not_slowed(desk: Desk) -> None:
    client, address = Client(REMOTE_ADDR="10.0.0.1"), reverse("before:person", args=[desk.district.yongle.id])
    for _person in range(200):
        who = factories.person(desk.district.yongle.id)
        posted = {"ticket": flow.ticket(), "number": "0", "name": who.name, "id_kind": "resident"}
        posted |= {"id_number": who.id_number, "phone": who.phone, "address": who.address}
        assert client.post(address, {**posted, **SAID}).status_code == 200
    assert len(announced(desk)) == 200


@pytest.mark.parametrize("forged", ["", "x", f"{ids.new().hex}:1:abc"], ids=["empty", "short", "unsigned"])
def test_a_ticket_that_we_did_not_give_is_refused(forged: str) -> None:
    with pytest.raises(FormIsOld):
        flow.party_of(forged)


def test_what_nobody_claims_is_destroyed_with_a_certificate(desk: Desk) -> None:
    announce(desk, traveller(desk))
    assert retention.run(date(2020, 2, 23)).counts["announcement"] == 0
    assert retention.run(date(2020, 2, 24)).counts["announcement"] == 1
    assert announced(desk) == []


def client_of(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser in which the desk's worker is signed in."""
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: desk.by)
    return Client()


def confirm(client: Client, page: Any, **answers: str) -> Any:
    """Post what the page holds, with the temperature: what a browser would send."""
    fields: dict[str, Any] = {}
    context = page.context
    sheet = context["sheet"]
    fields |= {"code": context["party"].code, "entry": sheet.entry_id, "visit": sheet.visit_id}
    fields |= {"person": sheet.person_id, "id_kind": sheet.id_kind, "place": sheet.place_id, "choice": sheet.choice}
    fields |= sheet.parts
    for group in [*context["opened"], *context["answered"]]:
        for one in group.children:
            chosen = [option.value for option in one.options if option.is_chosen]
            fields[one.field] = chosen if one.input == "checkbox" else chosen[0] if chosen else one.value
    return client.post(reverse("arrivals:announced"), {**fields, **answers})


def test_at_the_desk_temperature_and_confirm_register_the_whole_party(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    party = announce(desk, traveller(desk, name="王一"), traveller(desk, name="王二"))
    client = client_of(desk, monkeypatch)
    page = client.post(reverse("arrivals:announced"), {"code": party.code})
    assert [one.key for one in page.context["opened"]] == ["measuring"]
    page = confirm(client, page, temperature="36.6")
    assert "王二" in page.content.decode()
    answer = confirm(client, page, temperature="36.7")
    assert answer.status_code == 302
    with database.acting((), is_wide=True):
        stored = list(Stored.objects.filter(kind="arrivals.registered"))
        assert {(one.channel, one.body["origin"], one.visit_id) for one in stored} == {("before", "outside", party.id)}
        assert {one.id for one in stored} == {one.entry_id for one in party.travellers}
        assert Person.objects.count() == 2
    with pytest.raises(AnnouncementTaken):
        opened(party.code)
    (row,) = announced(desk)
    assert bytes(row.sealed) == b""
    # when the button is pressed twice, or the code is shown again, nothing is stored anew
    again = client.post(reverse("arrivals:announced"), {"code": party.code})
    assert again.status_code == 422
    with database.acting((), is_wide=True):
        assert Stored.objects.filter(kind="arrivals.registered").count() == 2


def test_a_wrong_temperature_keeps_what_was_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    party = announce(desk, traveller(desk, name="王一"))
    client = client_of(desk, monkeypatch)
    page = client.post(reverse("arrivals:announced"), {"code": party.code})
    wrong = confirm(client, page, temperature="366", folded="journey health advising")
    assert wrong.status_code == 422
    assert "36.6" in wrong.content.decode()
    assert len(wrong.context["answered"]) == 3
    assert opened(party.code).taken_at is None


def test_who_is_known_by_the_document_is_chosen_already(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    known = factories.registration(desk.district.yongle.id)
    with database.acting(desk.by.scope.places):
        actions.register([known], by=desk.by)
    assert isinstance(known.who, NewPerson)
    party = announce(desk, Traveller(known.who.identity, SAID))
    client = client_of(desk, monkeypatch)
    page = client.post(reverse("arrivals:announced"), {"code": party.code})
    assert page.context["sheet"].same_as == known.person_id
    assert confirm(client, page, temperature="36.6").status_code == 302
    with database.acting((), is_wide=True):
        assert Person.objects.count() == 1


def test_an_old_word_on_health_is_asked_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    party = announce(desk, traveller(desk))
    later = replace(desk, by=replace(desk.by, ends_at=NOON + timedelta(days=3)))
    client = client_of(later, monkeypatch)
    with clock.at(NOON + timedelta(days=2)):
        page = client.post(reverse("arrivals:announced"), {"code": party.code})
    assert [one.key for one in page.context["opened"]] == ["health", "measuring"]


def test_public_pages_work_without_script_and_keep_the_code_out_of_addresses(desk: Desk) -> None:
    client = Client()
    assert "永乐村" in client.get(reverse("before:start"), {"q": "yonglecun"}).content.decode()
    address = reverse("before:person", args=[desk.district.yongle.id])
    form = client.get(address)
    who = factories.person(desk.district.yongle.id, name="王网")
    assert '<meta name="description"' in form.content.decode()
    posted = {"ticket": form.context["ticket"], "number": "0", "name": who.name, "id_kind": "resident"}
    posted |= {"id_number": who.id_number, "phone": who.phone, "address": who.address}
    refused = client.post(address, {**posted, "origin_province": "34"})
    assert refused.status_code == 422
    assert 'value="王网"' in refused.content.decode()
    answer = client.post(address, {**posted, **SAID})
    code = answer.context["party"].code
    assert codes.plain(code)
    again = client.post(reverse("before:party"), {"code": code})
    assert "王＊" in again.content.decode()
    assert "王网" not in again.content.decode()
    assert client.post(reverse("before:party"), {"code": "nonsense"}).status_code == 422
    more = client.post(reverse("before:change"), {"code": code, "number": "1"})
    assert more.context["slip"].traveller.answers["transport_number"] == "G7148"
    assert client.get(reverse("before:person", args=[desk.district.huating.id])).status_code == 404
