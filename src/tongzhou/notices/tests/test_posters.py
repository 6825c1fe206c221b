"""A place tells its residents something: on its public page and those below it, and on a poster."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed, Several
from tongzhou.notices import paper, posting
from tongzhou.notices.models import Poster
from tongzhou.places.tests import factories as places

NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)
WORDS = {
    **{"title": "口罩登记", "words_zh": "明天上午九点起\n在村委会登记。", "words_en": "Masks: come at nine."},
    "from_on": "2020-02-08",
}


@pytest.fixture
def district(committed: None) -> Iterator[places.District]:
    with clock.at(NOON):
        yield places.district()


def tell(by: Actor, **changes: str) -> Poster:
    with database.acting(by.scope.places, is_wide=by.is_wide):
        return posting.tell(**({**WORDS, "until_on": "2020-02-10"} | changes), by=by)


def page(place_id: object, **more: str) -> str:
    return Client().get(reverse("notices:place", args=[place_id]), **more).content.decode()


def test_it_stands_on_the_page_of_the_place_and_below_while_it_holds(district: places.District) -> None:
    tell(actor(district.yongle.id))
    tell(actor(district.huating.id, district.yongle.id), title="镇里的话")
    shown = page(district.yongle.id)
    assert shown.index("口罩登记") < shown.index("镇里的话")
    assert "口罩登记" not in page(district.tangxing.id)
    assert "镇里的话" in page(district.tangxing.id)
    assert "Masks: come" in page(district.yongle.id, HTTP_ACCEPT_LANGUAGE="en")
    with clock.at(NOON + timedelta(days=3)):
        assert "口罩登记" not in page(district.yongle.id)


def test_it_can_be_taken_back_by_its_own_place_only(district: places.District) -> None:
    by, other = actor(district.yongle.id), actor(district.tangxing.id)
    poster = tell(by)
    with database.acting(other.scope.places), pytest.raises(posting.PosterUnknown):
        posting.take_back(poster.id, by=other)
    with database.acting(by.scope.places):
        posting.take_back(poster.id, by=by)
    assert "口罩登记" not in page(district.yongle.id)


@pytest.mark.parametrize(
    ("field", "text"),
    [("title", ""), ("title", "长" * 21), ("words_zh", " "), ("until_on", "2020-02-07"), ("until_on", "2021-01-01")]
    + [("from_on", "morgen")],
)
def test_what_has_no_sense_is_told_at_its_field(district: places.District, field: str, text: str) -> None:
    with pytest.raises(Several) as told:
        tell(actor(district.yongle.id), **{field: text})
    assert [error.field for error in told.value] == [field]


def test_only_who_may_tells(district: places.District) -> None:
    with pytest.raises(NotAllowed):
        tell(actor(district.yongle.id, permissions={Permission.GATE_CHECK}))


def test_the_poster_bears_the_words_and_a_square_that_opens_the_page(district: places.District) -> None:
    by = actor(district.yongle.id)
    poster = tell(by, words_zh="字" * 600, words_en="word " * 100)
    document = pypdfium2.PdfDocument(paper.pdf(poster, address="http://127.0.0.1/notices/at/x/"))
    assert len(document) == 1
    (square,) = zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())
    assert square.text == "http://127.0.0.1/notices/at/x/"


def test_pages_from_telling_to_the_poster(district: places.District, monkeypatch: pytest.MonkeyPatch) -> None:
    by = actor(district.yongle.id)
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: by)
    client, address = Client(), reverse("notices:residents")
    assert client.post(address, {**WORDS, "until_on": ""}).status_code == 422
    assert client.post(address, {**WORDS, "until_on": "2020-02-09"}).status_code == 302
    assert "口罩登记" in client.get(address).content.decode()
    with database.acting(by.scope.places):
        poster = Poster.objects.get()
    assert client.get(reverse("notices:poster", args=[poster.id])).content[:5] == b"%PDF-"
    assert client.post(reverse("notices:take_back", args=[poster.id])).status_code == 302
