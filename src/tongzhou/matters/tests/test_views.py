"""The pages: what they show, what they refuse and how they keep what was typed."""

import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from tongzhou.access.actors import Actor
from tongzhou.access.doors import door_of
from tongzhou.access.models import Look
from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.matters import actions, subjects, urls, views
from tongzhou.matters.casetypes import State
from tongzhou.matters.models import Matter
from tongzhou.matters.tests.conftest import Posts
from tongzhou.matters.tests.factories import Post, opened

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.urls("tongzhou.matters.tests.urls")]


SHELL = "<title>{% block title %}{% endblock %}</title>{% block content %}{% endblock %}"


@pytest.fixture(autouse=True)
def bare_shell(settings: Any) -> None:
    """The room's pages in a shell of nothing: the real one stands above this room."""
    loaders = [
        ("django.template.loaders.locmem.Loader", {"web/base.html": SHELL}),
        "django.template.loaders.app_directories.Loader",
    ]
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}]


def asked(
    by: Actor, view: Any, typed: dict[str, Any] | None = None, *, post: bool = False, **where: Any
) -> HttpResponse:
    """The view's answer inside the transaction that the doors would open."""
    make = RequestFactory().post if post else RequestFactory().get
    request = make("/", typed or {})
    request.actor = by
    request.htmx = False
    with translation.override("en"), database.acting(by.scope.places):
        return view(request, **where)


def did(post: Post, matter: Matter, code: str, **typed: str) -> HttpResponse:
    return asked(post.by, views.act, typed, post=True, matter_id=matter.id, code=code)


def again(post: Post, matter_id: UUID) -> Matter:
    with database.acting(post.by.scope.places):
        return Matter.objects.get(id=matter_id)


def words(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_every_view_names_its_permission() -> None:
    doors = {route.name: door_of(route.callback) for route in urls.urlpatterns}
    assert {name: door.permission for name, door in doors.items()} == {
        "worklist": Permission.MATTER_VIEW,
        "sheet": Permission.MATTER_VIEW,
        "bulk": Permission.MATTER_WORK,
        "matter": Permission.MATTER_VIEW,
        "act": Permission.MATTER_WORK,
        "proof": Permission.MATTER_VIEW,
    }


def test_empty_worklist_says_why_and_an_empty_filter_offers_the_way_back(posts: Posts) -> None:
    assert "Nothing is waiting" in words(asked(posts.yongle.by, views.worklist))
    filtered = words(asked(posts.yongle.by, views.worklist, {"overdue_only": "on"}))
    assert "No matter fits this filter" in filtered


def test_overdue_matter_is_told_by_symbol_and_word(posts: Posts) -> None:
    with clock.at(clock.now() - timedelta(days=4)):
        (matter,) = opened(posts.yongle)
    page = words(asked(posts.yongle.by, views.worklist))
    assert "▲" in page
    assert "3 days late" in page
    assert str(matter) in page


def test_filter_is_kept_in_the_address_and_nonsense_in_it_is_left_out(posts: Posts) -> None:
    opened(posts.yongle)
    page = words(asked(posts.yongle.by, views.worklist, {"whose": "unit", "sort": "opened", "page": "x"}))
    assert "sheet?whose=unit&amp;sort=opened" in page
    nonsense = {"whose": "nobody", "state": "flying", "case_type": "%", "page": "-9", "sort": "drop", "undo": "x"}
    assert asked(posts.yongle.by, views.worklist, nonsense).status_code == 200


def test_bulk_accept_then_close_then_undo(posts: Posts) -> None:
    ids = [str(matter.id) for matter in opened(posts.yongle, 2)]
    back = "whose=unit"
    asked(posts.yongle.by, views.bulk, {"act": "accept", "matter": ids, "back": back}, post=True)
    closed = {"act": "close", "outcome": "done", "matter": ids, "back": back}
    answer = asked(posts.yongle.by, views.bulk, closed, post=True)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("matters:worklist") + "?whose=unit&undo=")
    assert again(posts.yongle, UUID(ids[0])).state == State.CLOSED
    assert "Undo" in words(asked(posts.yongle.by, views.worklist, {"undo": ids}))
    asked(posts.yongle.by, views.bulk, {"act": "reopen", "matter": ids, "back": back}, post=True)
    assert again(posts.yongle, UUID(ids[1])).state == State.ACCEPTED


def test_bulk_refusal_keeps_the_choice_and_changes_nothing(posts: Posts) -> None:
    ready, waiting = opened(posts.yongle, 2)
    with database.acting(posts.yongle.by.scope.places):
        actions.accept([ready.id], by=posts.yongle.by)
    typed = {"act": "close", "outcome": "done", "matter": [str(ready.id), str(waiting.id)]}
    answer = asked(posts.yongle.by, views.bulk, typed, post=True)
    assert answer.status_code == 422
    assert words(answer).count("checked") == 2
    assert str(waiting) in words(answer)
    assert again(posts.yongle, ready.id).state == State.ACCEPTED


@pytest.mark.parametrize("typed", [{}, {"act": "burn"}, {"act": "accept", "matter": ["x"]}, {"act": "accept"}])
def test_bulk_of_nothing_is_refused(posts: Posts, typed: dict[str, Any]) -> None:
    assert asked(posts.yongle.by, views.bulk, typed, post=True).status_code == 422


def test_matter_page_offers_what_its_state_allows(posts: Posts) -> None:
    (matter,) = opened(posts.yongle)
    page = words(asked(posts.yongle.by, views.matter, matter_id=matter.id))
    offered = {code for code in ("accept", "close", "refuse", "transfer", "note") if f"{matter.id}/{code}" in page}
    assert offered == {"accept", "transfer", "note"}
    assert "永乐村委会" in page


def test_whole_way_through_the_pages(posts: Posts) -> None:
    (matter,) = opened(posts.yongle)
    assert did(posts.yongle, matter, "attempt", note="").status_code == 302
    assert did(posts.yongle, matter, "note", note="家人说晚上回来").status_code == 302
    later = f"{clock.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    assert did(posts.yongle, matter, "set_due", due_at=later, note="约好后天").status_code == 302
    answer = did(posts.yongle, matter, "transfer", to_unit=str(posts.tangxing.unit.id), note="住在唐行")
    assert answer["Location"] == reverse("matters:worklist")
    assert did(posts.tangxing, matter, "refuse", note="不住这里").status_code == 302
    assert did(posts.yongle, matter, "accept").status_code == 302
    assert did(posts.yongle, matter, "close", outcome="done").status_code == 302
    assert "Undo" in words(asked(posts.yongle.by, views.matter, matter_id=matter.id))
    assert did(posts.yongle, matter, "reopen").status_code == 302
    story = words(asked(posts.yongle.by, views.matter, matter_id=matter.id))
    assert "家人说晚上回来" in story
    assert "唐行村委会" in story
    assert again(posts.yongle, matter.id).length == 9


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("close", {"outcome": "done"}),
        ("close", {"outcome": "flown"}),
        ("note", {"note": ""}),
        ("note", {"note": "字" * 10_000}),
        ("note", {"note": "a\x00"}),
        ("transfer", {"to_unit": "x", "note": "x"}),
        ("set_due", {"due_at": "2020-13-45T99:99", "note": "x"}),
        ("set_due", {"due_at": "2020-02-08T10:00", "note": "x"}),
        ("refuse", {"note": "x"}),
    ],
)
def test_refused_act_is_told_on_the_page(posts: Posts, code: str, typed: dict[str, str]) -> None:
    (matter,) = opened(posts.yongle)
    answer = did(posts.yongle, matter, code, **typed)
    assert answer.status_code == 422
    assert 'class="error"' in words(answer)
    assert again(posts.yongle, matter.id).length == 1


def test_a_photo_of_forty_megabytes_is_refused_at_its_field_and_nothing_is_lost(posts: Posts, settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 50_000_000  # no file of its own, which nobody would close here
    (matter,) = opened(posts.yongle)
    photo = SimpleUploadedFile("a.jpg", b"\xff\xd8" + b"0" * 40_000_000, "image/jpeg")
    answer = asked(
        posts.yongle.by,
        views.act,
        {"kind": "photo", "file": photo, "note": "门口的照片"},
        post=True,
        matter_id=matter.id,
        code="prove",
    )
    assert answer.status_code == 422
    assert "larger than 12 MB" in words(answer)
    assert "门口的照片" in words(answer)
    assert again(posts.yongle, matter.id).length == 1


def test_matter_of_another_town_and_an_unknown_act_are_not_found(posts: Posts) -> None:
    (matter,) = opened(posts.yongle)
    for view, where in ((views.matter, {}), (views.act, {"code": "accept"})):
        with pytest.raises(Http404):
            asked(posts.tangxing.by, view, post=view is views.act, matter_id=matter.id, **where)
    with pytest.raises(Http404):
        did(posts.yongle, matter, "burn")


def test_reader_and_sender_are_offered_nothing(posts: Posts) -> None:
    (matter,) = opened(posts.yongle, to=posts.tangxing)
    reader = actor(posts.tangxing.place.id, permissions=[Permission.MATTER_VIEW])
    for by in (posts.yongle.by, reader):
        assert f"{matter.id}/accept" not in words(asked(by, views.matter, matter_id=matter.id))


def test_spreadsheet_is_masked_signed_and_each_look_is_written_down(
    posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    (matter,) = opened(posts.yongle)
    monkeypatch.setattr(subjects, "_words", [lambda ids, by: dict.fromkeys(ids, "王*")])
    with clock.at(datetime(2020, 2, 8, 17, 30, tzinfo=clock.ZONE)):
        by = actor(posts.yongle.place.id)
        answer = asked(by, views.sheet)
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[1][:4] == (str(matter), "Visit", "王*", "永乐村")
    assert "测试甲" in rows[-1][0]
    assert "2020-02-08 17:30" in rows[-1][0]
    with database.acting(by.scope.places):
        assert [(look.subject_id, look.what) for look in Look.objects.all()] == [(matter.subject_id, "list")]
