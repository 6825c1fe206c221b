"""Two kinds and no third; the paper is read back, verified by anybody, and tells when it was withdrawn or altered."""

import io
from collections.abc import Iterator
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse

from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.briefing import verifying
from tongzhou.certificates import actions, paper, queries
from tongzhou.certificates.errors import CertificateRefused
from tongzhou.certificates.models import Certificate, Kind
from tongzhou.kernel import clock, codes, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.people.adding import add
from tongzhou.people.identities import NewPerson
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk

DAYS = {"from_on": date(2020, 1, 25), "until_on": date(2020, 2, 7)}


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


@pytest.fixture
def person(desk: Desk) -> NewPerson:
    who = factories.person(desk.district.yongle.id, name="䶮小明")
    with database.acting(desk.by.scope.places):
        add([who], by=desk.by)
    return who


def test_there_are_two_kinds_and_no_third(desk: Desk, person: NewPerson) -> None:
    assert len(Kind) == 2
    with database.acting(desk.by.scope.places):
        with pytest.raises(CertificateRefused):
            actions.issue("health", person_id=person.id, by=desk.by)
        with pytest.raises(CertificateRefused):
            actions.issue(Kind.RELEASE, person_id=person.id, by=desk.by)
        outside = actor(desk.district.yongle.id, permissions=set(Permission) - {Permission.CERTIFICATE_ISSUE})
        with pytest.raises(NotAllowed):
            actions.issue(Kind.RESIDENCE, person_id=person.id, by=outside)


@pytest.mark.parametrize(("kind", "days"), [(Kind.RESIDENCE, {}), (Kind.RELEASE, DAYS)])
def test_the_square_on_the_paper_leads_to_yes(desk: Desk, person: NewPerson, kind: str, days: dict[str, date]) -> None:
    with database.acting(desk.by.scope.places):
        made = actions.issue(kind, person_id=person.id, by=desk.by, **days)
        found, identity = queries.one(made.id, by=desk.by)
        content = paper.certificate(found, identity, address=f"http://here/verify/{codes.grouped(found.code)}/")
    page = pypdfium2.PdfDocument(io.BytesIO(content))[0]
    (square,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert "䶮小明" in page.get_textpage().get_text_bounded()
    answer = Client().get(square.text.removeprefix("http://here"))
    assert "verdict-good" in answer.content.decode()
    assert "䶮＊＊" in answer.content.decode()
    assert "䶮小明" not in answer.content.decode()
    with database.acting(desk.by.scope.places):
        actions.withdraw(made.id, why="本人信息有误", by=desk.by)
    assert "verdict-bad" in Client().get(square.text.removeprefix("http://here")).content.decode()


def test_an_altered_row_is_not_true(desk: Desk, person: NewPerson) -> None:
    with database.acting(desk.by.scope.places):
        made = actions.issue(Kind.RELEASE, person_id=person.id, by=desk.by, **DAYS)
        Certificate.objects.filter(id=made.id).update(until_on=date(2020, 2, 6))
    with database.acting(()):
        assert not verifying.verify(made.code, language="zh").is_true


def test_the_page_issues_and_lists(desk: Desk, person: NewPerson) -> None:
    with database.acting(desk.by.scope.places):
        actions.issue(Kind.RESIDENCE, person_id=person.id, by=desk.by)
        assert [one.masked for one in queries.issued(by=desk.by)] == ["䶮＊＊"]
    assert reverse("certificates:certificates") == "/certificates/"
