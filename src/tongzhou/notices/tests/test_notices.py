"""A notice stands on every page while it holds."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.kernel.errors import NotAllowed
from tongzhou.notices import actions, queries
from tongzhou.notices.actions import NoticeRefused
from tongzhou.questionnaires.models import Questionnaire, Version

NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def _noon(committed: None) -> Iterator[None]:
    queries.forget()
    with clock.at(NOON):
        yield
    queries.forget()


def shown(language: str = "zh-hans") -> list[str]:
    queries.forget()
    with translation.override(language), database.acting(()):
        return queries.now_shown()


def test_a_notice_stands_until_its_time_is_over_in_the_viewers_language() -> None:
    with database.acting(()):
        actions.publish(words_zh="今晚 22 点维护", words_en="Maintenance at 22:00", hours="2", by=actor())
    assert shown() == ["今晚 22 点维护"]
    assert shown("en") == ["Maintenance at 22:00"]
    with clock.at(NOON + timedelta(hours=3)):
        assert shown() == []


def test_it_is_taken_off_at_once() -> None:
    with database.acting(()):
        notice = actions.publish(words_zh="今晚维护", words_en="", hours="2", by=actor())
    with clock.at(NOON + timedelta(minutes=1)):
        with database.acting(()):
            actions.end(notice.id, by=actor())
        assert shown() == []


@pytest.mark.parametrize(
    ("words", "hours", "field"), [("", "2", "words_zh"), ("维护", "0", "hours"), ("维护", "x", "hours")]
)
def test_a_notice_without_words_or_time_is_refused(words: str, hours: str, field: str) -> None:
    with database.acting(()), pytest.raises(NoticeRefused) as told:
        actions.publish(words_zh=words, words_en="", hours=hours, by=actor())
    assert told.value.field == field


def test_whoever_may_not_tells_nobody_anything() -> None:
    with database.acting(()), pytest.raises(NotAllowed):
        actions.publish(words_zh="维护", words_en="", hours="2", by=actor(permissions=()))


def test_a_new_version_of_a_questionnaire_is_told_by_itself() -> None:
    with database.acting((), is_wide=True):
        asked = Questionnaire.objects.create(code="desk", title={"zh": "登记返回人员"})
        for number, days in ((1, 3), (2, 0)):
            Version.objects.create(
                questionnaire=asked,
                number=number,
                definition={},
                source=b"",
                from_on=NOON.date() - timedelta(days=days),
                published_by=actor().staff_id,
                published_by_name="测试",
                published_at=NOON - timedelta(days=days, minutes=1),
                until_on=NOON.date() if number == 1 else None,
            )
    (told,) = shown()
    assert "登记返回人员" in told


def test_every_page_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    by = actor()
    monkeypatch.setattr("tongzhou.access.sessions.actor", lambda request: by)
    client = Client()
    sent = client.post(reverse("notices:notices"), {"words_zh": "今晚维护一小时", "hours": "2"})
    assert sent.status_code == 302
    assert client.post(reverse("notices:notices"), {"words_zh": "", "hours": "2"}).status_code == 422
    assert "今晚维护一小时" in client.get(reverse("web:own")).content.decode()
