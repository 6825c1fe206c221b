"""Sheets are printed, read back by a camera, typed back by the desk's own action, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse

from tongzhou.access import looks
from tongzhou.kernel import clock, codes, database
from tongzhou.ledger.models import Stored
from tongzhou.ledger.records import WITHDRAWN
from tongzhou.matters.models import Matter
from tongzhou.paper import actions, printing, queries
from tongzhou.paper.errors import SheetRefused, SheetUnknown
from tongzhou.paper.models import Row, Sheet
from tongzhou.people import retention
from tongzhou.programmes.arrivals import actions as arrivals
from tongzhou.programmes.arrivals import forms
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import ANSWERS, NOON, Desk
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.publishing import publish


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        desk = factories.desk()
    with clock.at(NOON + timedelta(hours=1)):
        yield desk


def made(desk: Desk, **wanted: Any) -> Sheet:
    with clock.at(NOON), database.acting(desk.by.scope.places):
        form = questionnaires.current("desk", desk.by.post_id, clock.today())
        return actions.make(form, by=desk.by, **wanted)


def posted(desk: Desk, number: int = 1, **changes: Any) -> dict[str, Any]:
    who = factories.person(desk.by.post_id)
    parts = {part: getattr(who, part) for part in ("name", "id_kind", "id_number", "phone", "address")}
    return {
        **parts,
        **ANSWERS,
        **{"place": str(desk.by.post_id), "asked_on": "2020-02-08", "asked_at": "12:30"},
        **changes,
    }


@pytest.fixture
def client(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: desk.by)
    return Client()


def there(sheet: Sheet, number: int = 1) -> str:
    return reverse("paper:row", args=[sheet.id, number])


def squares(document: bytes) -> list[str]:
    found = []
    for page in pypdfium2.PdfDocument(document):
        picture = page.render(scale=200 / 72).to_pil()
        found += [one.text for one in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]
    return found


def test_the_squares_of_twenty_printed_rows_are_read_back(desk: Desk) -> None:
    sheet = made(desk)
    with database.acting(desk.by.scope.places):
        document = printing.pdf(sheet, by=desk.by)
    assert sorted(squares(document)) == sorted([sheet.code, *(f"{sheet.code}{turn:02d}" for turn in range(1, 21))])


def test_who_has_a_follow_up_is_printed_with_what_is_known_and_the_look_is_written_down(desk: Desk) -> None:
    known = factories.person(desk.by.post_id, name="王已知")
    with database.acting(desk.by.scope.places):
        arrivals.register([factories.registration(desk.by.post_id, known)], by=desk.by)
    sheet = made(desk, case_type="follow_up")
    with database.acting(desk.by.scope.places):
        document = printing.pdf(sheet, by=desk.by)
        reasons = [look.reason for look in looks.at(known.id)]
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(document))
    assert "王已知" in text
    assert known.id_number not in text
    assert "G7148" in text
    assert any(codes.grouped(sheet.code) in reason for reason in reasons)


def test_a_row_is_saved_like_at_the_desk_and_a_second_time_answered_as_already_there(
    desk: Desk, client: Client
) -> None:
    sheet, given = made(desk, count=3), posted(desk)
    first = client.post(there(sheet), given)
    assert first["Location"] == f"{there(sheet, 2)}?saved=1"
    again = client.post(there(sheet), given)
    assert again["Location"] == f"{there(sheet, 2)}?already=1"
    with database.acting(desk.by.scope.places):
        entry = Stored.objects.get(id=Row.objects.get(sheet=sheet, number=1).entry_id)
        assert Matter.objects.filter(entry_id=entry.id).count() == 1
    assert (entry.channel, entry.occurred_at) == ("paper", NOON + timedelta(minutes=30))
    assert entry.received_at == NOON + timedelta(hours=1)


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(desk: Desk, client: Client) -> None:
    sheet = made(desk, count=1)
    page = client.post(there(sheet), posted(desk, temperature="366", name="王留住"))
    assert page.status_code == 422
    assert all(words in page.content.decode() for words in ("王留住", "63.6", 'value="366"'))


def test_who_is_known_is_shown_before_anything_is_saved(desk: Desk, client: Client) -> None:
    sheet, given = made(desk, count=2), posted(desk)
    client.post(there(sheet), given)
    page = client.post(there(sheet, 2), given)
    assert (page.status_code, 'id="similar"' in page.content.decode()) == (422, True)
    with database.acting(desk.by.scope.places):
        same = Stored.objects.get(id=Row.objects.get(sheet=sheet, number=1).entry_id).subject_id
    assert client.post(there(sheet, 2), {**given, "choice": str(same)}).status_code == 302


def test_a_draft_is_sealed_comes_back_and_is_gone_when_the_row_is_saved(desk: Desk, client: Client) -> None:
    sheet = made(desk, count=1)
    given = posted(desk, name="欧阳秘密")
    client.post(there(sheet), {**given, "_draft": "1"})
    assert "欧阳秘密" in client.get(there(sheet)).content.decode()
    with database.acting((), is_wide=True), database.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM paper_row r")
        assert "欧阳秘密" not in cursor.fetchone()[0]
    client.post(there(sheet), given)
    with database.acting((), is_wide=True):
        assert Row.objects.get(sheet=sheet).draft is None


def test_undo_takes_the_row_back_and_keeps_what_was_typed(desk: Desk, client: Client) -> None:
    sheet, given = made(desk, count=1), posted(desk)
    client.post(there(sheet), given)
    with database.acting(desk.by.scope.places):
        first = Row.objects.get(sheet=sheet).entry_id
    client.post(reverse("paper:undo", args=[sheet.id, 1]))
    page = client.get(there(sheet)).content.decode()
    assert 'value="G7148"' in page
    with database.acting(desk.by.scope.places):
        assert Stored.objects.filter(corrects=first, kind=WITHDRAWN.code).exists()
        known = Row.objects.get(sheet=sheet).person_id
    again = {name: value for name, value in given.items() if name not in ("name", "phone", "id_number", "address")}
    assert client.post(there(sheet), {**again, "known": str(known)}).status_code == 302


@pytest.mark.parametrize(
    ("day", "hour"), [("2020-02-08", "11:59"), ("2020-02-08", "13:01"), ("8.2.", ""), ("", "12:30")]
)
def test_a_time_that_cannot_be_on_the_paper_is_refused(desk: Desk, day: str, hour: str) -> None:
    with pytest.raises(SheetRefused):
        actions.moment(made(desk, count=1), day, hour)


@pytest.mark.parametrize("spelled", ["{}", "{}02", "{}-02", "{} / 02"])
def test_a_code_is_found_however_it_is_typed(desk: Desk, spelled: str) -> None:
    sheet = made(desk, count=2)
    text = spelled.format(codes.grouped(sheet.code).lower())
    with database.acting(desk.by.scope.places):
        found, number = queries.by_code(text, by=desk.by)
    assert (found.id, number) == (sheet.id, 2 if "02" in spelled else 0)


@pytest.mark.parametrize("text", ["", "欧阳", "0" * 12, "7", "A" * 500])
def test_a_code_that_is_none_is_told(desk: Desk, text: str) -> None:
    with database.acting(desk.by.scope.places), pytest.raises(SheetUnknown):
        queries.by_code(text, by=desk.by)


def test_the_sheet_of_another_village_is_not_there(desk: Desk) -> None:
    sheet, other = made(desk, count=1), factories.at(desk.district.nanchen.id)
    with database.acting(other.scope.places), pytest.raises(SheetUnknown):
        queries.by_code(sheet.code, by=other)


def test_a_row_is_typed_back_with_the_questions_of_its_sheet(desk: Desk, client: Client) -> None:
    sheet = made(desk, count=1)
    with database.acting((), is_wide=True):
        chief = replace(desk.by, is_wide=True)
        publish(code="desk", source=forms.DESK.read_bytes(), from_on=date(2020, 2, 8), by=chief)
        current = questionnaires.current("desk", desk.by.post_id, date(2020, 2, 8))
    assert current.id != sheet.version_id
    assert 'class="note"' in client.get(there(sheet)).content.decode()
    assert client.post(there(sheet), posted(desk)).status_code == 302
    with database.acting(desk.by.scope.places):
        body = Stored.objects.get(id=Row.objects.get(sheet=sheet).entry_id).body
    assert body["version"] == str(sheet.version_id)


def test_an_empty_list_is_told_and_sheets_are_destroyed_after_a_month(desk: Desk) -> None:
    with pytest.raises(SheetRefused):
        made(desk, case_type="follow_up")
    made(desk, count=1)
    assert retention.run(date(2020, 3, 9)).counts["paper"] == 0
    assert retention.run(date(2020, 3, 10)).counts["paper"] == 1
