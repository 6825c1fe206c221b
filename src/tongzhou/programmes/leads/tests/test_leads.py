"""A list of another office: nothing of it is lost, nobody who is known is asked again."""

import io
import re
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
from tongzhou.errands.models import Errand
from tongzhou.errands.tests.factories import work_off
from tongzhou.kernel import clock, database
from tongzhou.kernel.packed import SheetRefused
from tongzhou.matters.models import Matter
from tongzhou.people import retention
from tongzhou.people.models import Person
from tongzhou.programmes.arrivals import actions as arrivals
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.leads import actions, queries
from tongzhou.programmes.leads.actions import Imported
from tongzhou.programmes.leads.errors import ListRefused
from tongzhou.tables.tests import bad_workbooks


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


def test_who_waits_on_a_list_is_no_second_lead_of_the_next(desk: Desk) -> None:
    first = taken(desk, sheet(["姓名", "电话"], ["王等", "10011100091"], ["", "10011100092"]))
    again = ["王等", "10011100091"], ["", "10011100092"], ["王等妻", "10011100091"]
    second = taken(desk, sheet(["姓名", "电话"], *again))
    assert (first.taken, second.taken, second.waiting, second.refused) == (2, 1, 2, [])


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
    with pytest.raises((SheetRefused, ListRefused)):
        taken(desk, content)


def upload(client: Client, *rows: Sequence[Any], content: bytes = b"") -> Any:
    file = io.BytesIO(content or sheet(*rows))
    file.name = "list.xlsx"
    return client.post(reverse("leads:leads"), {"file": file})


@pytest.fixture
def client(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: desk.by)
    return Client()


def test_pages_from_the_list_to_the_desk(desk: Desk, client: Client) -> None:
    begun = upload(client, ["姓名", "电话", "返沪日期"], ["王找", "10011100006", "2月8日"], ["王坏", "1", ""])
    work_off(desk.by)
    told = client.get(begun["Location"]).content.decode()
    assert "verdict-good" in told
    back = client.get(begun["Location"] + "file/").content
    page = load_workbook(io.BytesIO(back)).active
    assert page is not None
    assert [row[0] for row in page.iter_rows(min_row=2, values_only=True)] == ["王坏"]
    shown = client.get(reverse("leads:leads")).content.decode()
    assert "王找" in shown
    assert "2020-02-08" in shown
    again = {"_again": "1", "name": "王找", "phone": "10011100006", "place": desk.by.post_id}
    assert 'value="王找"' in client.post(reverse("arrivals:register"), again).content.decode()
    assert client.post(reverse("leads:leads"), {}).status_code == 422


def test_a_heading_in_doubt_is_asked_once_and_remembered(desk: Desk, client: Client) -> None:
    rows = (["姓名", "机主", "编码"], ["王问", "10011100021", "7"])
    asked = upload(client, *rows)
    page = client.get(asked["Location"]).content.decode()
    assert "10011100021" in page
    assert client.post(asked["Location"], {"column-B": ""}).status_code == 422
    begun = client.post(asked["Location"], {"column-A": "name", "column-B": "phone", "column-C": ""})
    assert begun["Location"].startswith("/errands/")
    assert client.get(asked["Location"]).status_code == 404
    work_off(desk.by)
    with database.acting(desk.by.scope.places):
        lines, _total = queries.waiting(by=desk.by)
    assert [line.identity.phone for line in lines] == ["10011100021"]
    assert upload(client, *rows)["Location"].startswith("/errands/")


def test_hidden_rows_are_told_and_may_be_left_out(desk: Desk, client: Client) -> None:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["姓名", "电话"], ["王见", "10011100031"], ["王藏", "10011100032"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(out)
    asked = upload(client, content=out.getvalue())
    client.post(asked["Location"], {"column-A": "name", "column-B": "phone", "without_hidden": "1"})
    work_off(desk.by)
    with database.acting(desk.by.scope.places):
        lines, _total = queries.waiting(by=desk.by)
    assert [line.identity.name for line in lines] == ["王见"]


def test_a_list_can_be_dropped_before_it_begins(desk: Desk, client: Client) -> None:
    asked = upload(client, ["姓名", "机主"], ["王弃", "10011100041"])
    assert client.post(asked["Location"] + "drop/").status_code == 302
    assert client.get(asked["Location"]).status_code == 404


def test_a_village_merged_over_rows_stands_in_each_of_them(desk: Desk) -> None:
    book, out = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in (["村", "姓名", "电话"], ["塘行村", "王一", "10011100051"], ["", "王二", "10011100052"], ["", "", ""]):
        page.append(row)
    page.merge_cells("A2:A4")
    book.save(out)
    done = taken(desk, out.getvalue())
    assert (done.taken, done.refused) == (2, [])
    with database.acting((desk.district.tangxing.id,)):
        lines, _total = queries.waiting(by=town(desk))
    assert {line.identity.name for line in lines} == {"王一", "王二"}


def test_days_are_read_however_they_are_written_and_a_wrong_one_comes_back(desk: Desk) -> None:
    written = ["2020年2月7日", "二月七日", "43868", "2020.2.7", date(2020, 2, 7), "2月31日"]
    rows = [(f"王{turn}", f"1001110006{turn}", day) for turn, day in enumerate(written)]
    done = taken(desk, sheet(["姓名", "电话", "到达日期"], *rows))
    assert (done.taken, [error.row for error in done.refused]) == (5, [7])
    assert "2月31日" in str(done.refused[0])
    by = town(desk)
    with database.acting(by.scope.places):
        lines, _total = queries.waiting(by=by)
    assert {text for line in lines for _code, _label, text in line.told} == {"2020-02-07"}


def test_what_the_list_says_stands_in_the_form_when_somebody_is_reached(desk: Desk, client: Client) -> None:
    head = ["村", "姓名", "电话", "到达日期", "来源省份", "交通工具", "车次", "体温"]
    taken(desk, sheet(head, ["永乐村", "王到", "10011100091", "2020-02-07", "湖北", "火车", "K1234", "36.5"]))
    page = client.get(reverse("leads:leads")).content.decode()
    said = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page[page.index("王到") :]))
    form = client.post(reverse("arrivals:register"), said).content.decode()
    assert 'value="2020-02-07"' in form
    assert 'value="K1234"' in form
    assert re.search(r'<option value="42" selected>湖北', form)
    assert "36.5" not in form  # how somebody is now is asked anew


def test_a_formula_without_a_value_is_told(desk: Desk) -> None:
    done = taken(desk, sheet(["姓名", "电话"], ["王算", '=CONCATENATE("100","11100012")'], ["王好", "10011100071"]))
    assert (done.taken, len(done.refused)) == (1, 1)
    assert "B" in str(done.refused[0])


def test_two_rows_of_headings_under_a_title_are_one_heading(desk: Desk) -> None:
    book, out = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in (["返沪人员名单"], ["姓名", "联系方式", ""], ["", "电话", "住址"], ["王头", "10011100081", "1号"]):
        page.append(row)
    for merged in ("A1:C1", "A2:A3", "B2:C2"):
        page.merge_cells(merged)
    book.save(out)
    done = taken(desk, out.getvalue())
    assert (done.taken, done.refused) == (1, [])


@pytest.mark.parametrize("bad", [*bad_workbooks.BAD.values(), b"\n".join([b"name,phone"] * 30_000)])
def test_a_workbook_that_cannot_be_a_list_is_refused_and_nothing_is_kept(
    desk: Desk, client: Client, bad: bytes
) -> None:
    answer = upload(client, content=bad)
    assert answer.status_code == 422
    with database.acting((), is_wide=True):
        assert Errand.objects.count() == 0
