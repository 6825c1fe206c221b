"""A list of another office: nothing of it is lost, nobody who is known is asked again."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from xlsxwriter import Workbook as XlsxBook

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.matters.models import Matter
from tongzhou.people import retention
from tongzhou.people.models import Person
from tongzhou.programmes.arrivals import actions as arrivals
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.leads import actions, queries
from tongzhou.programmes.leads.actions import Imported
from tongzhou.programmes.leads.errors import ListRefused
from tongzhou.tables.errors import WorkbookRefused


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def town(desk: Desk) -> Actor:
    return actor(desk.district.huating.id, desk.district.yongle.id, desk.district.tangxing.id, unit_id=desk.by.unit_id)


def sheet(*rows: Sequence[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


def taken(desk: Desk, content: bytes) -> Imported:
    by = town(desk)
    with database.acting(by.scope.places):
        return actions.import_list(name="K1234 次列车", content=content, by=by)


HEADINGS = ["联系方式", "返沪人员姓名", "备注", "所属居村"]


def test_five_thousand_rows_with_twelve_bad_ones_give_the_twelve_back(desk: Desk) -> None:
    rows: list[Sequence[Any]] = [HEADINGS]
    rows += [(f"100{number:08d}", f"王{chr(0x4E00 + number)}", "", "永乐村") for number in range(4988)]
    bad = [("12", "王短", "", ""), ("", "王无", "", ""), ("10000000001", "王村", "", "没有的村"), rows[1]]
    rows += [*bad, *bad, *bad]
    done = taken(desk, sheet(*rows))
    assert (done.taken, done.known, len(done.refused)) == (4988, 0, 12)
    page = load_workbook(io.BytesIO(done.given_back)).active
    assert page is not None
    back = list(page.iter_rows(values_only=True))
    assert len(back) == 13
    assert back[1][1] == "王短"
    assert all(row[-1] for row in back[1:])
    with database.acting((), is_wide=True):
        assert (Matter.objects.filter(case_type="lead").count(), Person.objects.count()) == (4988, 0)


def test_who_is_known_is_not_asked_again(desk: Desk) -> None:
    known = factories.person(desk.district.yongle.id, name="王已知")
    with database.acting(desk.by.scope.places):
        arrivals.register([factories.registration(desk.by.post_id, known)], by=desk.by)
    done = taken(desk, sheet(["姓名", "电话"], [known.name, known.phone], ["王新", "10011100002"]))
    assert (done.taken, done.known) == (1, 1)


def test_a_telephone_alone_is_a_lead_that_the_village_sees(desk: Desk) -> None:
    taken(desk, sheet(["电话", "村"], ["10011100003", "永乐村"], ["10011100004", "塘行村"]))
    with database.acting(desk.by.scope.places):
        lines, total = queries.waiting(by=desk.by)
    assert total == 1
    assert lines[0].identity.phone == "10011100003"
    assert "K1234" in lines[0].lead.list_name


def test_nothing_of_a_lead_is_in_the_clear_and_it_is_destroyed_after_a_month(desk: Desk) -> None:
    taken(desk, sheet(["姓名", "电话"], ["欧阳秘密", "10011100005"]))
    with database.acting((), is_wide=True), database.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM leads_lead l")
        assert "欧阳秘密" not in cursor.fetchone()[0]
    assert retention.run(date(2020, 3, 9)).counts["lead"] == 0
    assert retention.run(date(2020, 3, 10)).counts["lead"] == 1


@pytest.mark.parametrize("spelling", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_is_taken_in_whatever_its_spelling(desk: Desk, spelling: str, mark: str) -> None:
    lines = [["电话", "姓名", "所属居村"], ["10011100011", "王文本", "永乐村"], ["12", "王短", ""]]
    done = taken(desk, "\r\n".join(mark.join(line) for line in lines).encode(spelling))
    assert (done.taken, len(done.refused)) == (1, 1)


def test_of_a_formula_the_value_is_taken_and_nothing_is_run(desk: Desk) -> None:
    out = io.BytesIO()
    book = XlsxBook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["姓名", "电话", "村"])
    page.write_row(1, 0, ["王算", "", "永乐村"])
    page.write_formula(1, 1, '=CONCATENATE("100","11100012")', None, "10011100012")
    book.close()
    taken(desk, out.getvalue())
    with database.acting(desk.by.scope.places):
        lines, _total = queries.waiting(by=desk.by)
    assert [line.identity.phone for line in lines] == ["10011100012"]


@pytest.mark.parametrize("content", [b"", b"text", sheet(["颜色", "尺寸"], ["红", "1"])])
def test_what_is_no_list_of_people_is_refused(desk: Desk, content: bytes) -> None:
    with pytest.raises((WorkbookRefused, ListRefused)):
        taken(desk, content)


def test_pages_from_the_list_to_the_desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: desk.by)
    client = Client()
    file = io.BytesIO(sheet(["姓名", "电话"], ["王找", "10011100006"]))
    file.name = "list.xlsx"
    page = client.post(reverse("leads:leads"), {"file": file})
    assert "王找" in page.content.decode()
    again = {"_again": "1", "name": "王找", "phone": "10011100006", "place": desk.by.post_id}
    assert 'value="王找"' in client.post(reverse("arrivals:register"), again).content.decode()
    bad = io.BytesIO(sheet(["姓名", "电话"], ["王坏", "1"]))
    bad.name = "bad.xlsx"
    answer = client.post(reverse("leads:leads"), {"file": bad})
    assert (answer["X-Taken"], answer["X-Refused"], answer.content[:2]) == ("0", "1", b"PK")
    assert client.post(reverse("leads:leads"), {}).status_code == 422
