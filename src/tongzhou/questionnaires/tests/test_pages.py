"""The pages through the middleware, inside a bare shell: the real one stands on a higher floor."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tongzhou.access import sessions
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, sheets
from tongzhou.questionnaires import dictionary, queries
from tongzhou.questionnaires.actions import add_elements
from tongzhou.questionnaires.publishing import publish
from tongzhou.questionnaires.tests.factories import YES_NO, Land, element, land, workbook

pytestmark = pytest.mark.usefixtures("committed")
SHELL = "<title>{% block title %}{% endblock %}</title>{% block content %}{% endblock %}"
HEAD = ("type", "name", "label::中文 (zh)", "label::English (en)", "element", "relevant", "required", "may_decline")
ROWS = [
    HEAD,
    ("select_one yn", "back", "从外地回来吗", "Are you back?", "arrivals.back", "", "yes", "yes"),
    ("text", "origin", "从哪里", "From where?", "travel.origin", "${back} = 'y'", "yes"),
    ("begin repeat", "members", "同行的人", "With you"),
    ("text", "who", "是谁", "Who", "arrivals.who"),
    ("end repeat",),
]
SETTINGS = [("form_title::中文 (zh)", "form_title::English (en)", "form_id"), ("登记", "Register", "desk")]
FORM = workbook(ROWS, YES_NO, SETTINGS)
NOW = datetime(2020, 2, 8, 9, tzinfo=clock.ZONE)


@dataclass
class Office:
    """A browser of somebody on duty."""

    client: Client
    place: Land
    by: Actor
    version_id: UUID

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/questionnaires/{path}", query)

    def post(self, path: str, **fields: Any) -> HttpResponse:
        return self.client.post(f"/questionnaires/{path}", fields)


@pytest.fixture
def office(committed: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    settings.ROOT_URLCONF = "tongzhou.questionnaires.tests.urls"
    loaders = [
        ("django.template.loaders.locmem.Loader", {f"web/{name}.html": SHELL for name in ("base", "403", "400")}),
        "django.template.loaders.app_directories.Loader",
    ]
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}]
    with clock.at(NOW):
        with database.acting([], is_wide=True):
            place = land()
            by = actor(place.district, is_wide=True)
            add_elements([element(code) for code in ("arrivals.back", "travel.origin", "arrivals.who")], by=by)
            version = publish(code="desk", source=FORM, from_on=date(2020, 2, 8), by=by).version
        office = Office(Client(headers={"accept-language": "en"}), place, by, version.id)
        monkeypatch.setattr(sessions, "actor", lambda request: office.by)
        yield office


def text(response: HttpResponse) -> str:
    return response.content.decode()


def upload(content: bytes, name: str = "form.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_list_and_version_name_owner_purpose_and_end(office: Office) -> None:
    assert "Register" in text(office.get(""))
    page = text(office.get(f"{office.version_id}/"))
    for words in (
        "From where?",
        "travel.origin",
        "区疾控中心",
        "流行病学追踪",
        "2020-12-31",
        "${back} = &#x27;y&#x27;",
    ):
        assert words in page


def test_spreadsheet_comes_back_as_it_was_uploaded(office: Office) -> None:
    response = office.get(f"{office.version_id}/form.xlsx")
    assert response.content == FORM
    assert 'filename="desk-1.xlsx"' in response["Content-Disposition"]


def test_trial_asks_anew_with_and_without_a_script(office: Office) -> None:
    path = f"{office.version_id}/try/"
    assert "From where?" not in text(office.get(path))
    partial = office.client.post(f"/questionnaires/{path}", {"back": "y"}, headers={"hx-request": "true"})
    assert ("From where?" in text(partial), "<title>" in text(partial)) == (True, False)
    whole = office.post(path, back="y", _again="1")
    assert (whole.status_code, "From where?" in text(whole), "<title>" in text(whole)) == (200, True, True)
    assert 'name="members-0-who"' in text(office.post(path, back="n", _add="members"))


def test_only_answers_that_change_the_form_ask_for_a_fresh_look(office: Office) -> None:
    page = text(office.post(f"{office.version_id}/try/", back="y", _again="1"))
    assert page.count('hx-trigger="change"') == 1


def test_trial_tells_what_is_missing_and_what_would_be_recorded(office: Office) -> None:
    path = f"{office.version_id}/try/"
    refused = office.post(path, back="y")
    assert refused.status_code == 422
    assert re.search(r'id="q-origin-error">This question must be answered', text(refused))
    assert "安徽" in text(office.post(path, back="y", origin="安徽"))
    assert "Would not say" in text(office.post(path, **{"back-declined": "1"}))


def test_upload_publishes_or_lists_every_problem_at_its_cell(office: Office) -> None:
    bad = workbook([*ROWS, ("text", "dog", "狗", "Dog", "nobody.owns"), ("text", "b b", "B", "B")], YES_NO, SETTINGS)
    fields = {"code": "desk", "from_on": "2020-02-09"}
    refused = office.post("publish/", file=upload(bad), **fields)
    assert refused.status_code == 422
    cells = re.findall(r'<td class="number"[^>]*>(\d+)</td><td[^>]*>([A-Z])</td>', text(refused))
    assert set(cells) == {("7", "E"), ("8", "B")}
    assert "is asked from 2020-02-09" in text(office.post("publish/", file=upload(FORM), **fields))
    with database.acting([], is_wide=True):
        assert [version.number for version in queries.versions("desk")] == [2, 1]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"from_on": "2020-02-30"}, "no such day"),
        ({"from_on": "2020-02-07"}, "past"),
        ({"place": "x"}, "towns"),
        ({"file": b""}, "choose a file"),
        ({"file": b"PK\x03\x04 cut off"}, "cannot be read"),
    ],
)
def test_upload_that_cannot_be_taken_is_told_why(office: Office, fields: dict[str, Any], words: str) -> None:
    given = {"code": "desk", **fields, "file": upload(fields.get("file", FORM))}
    response = office.post("publish/", **given)
    assert response.status_code == 422
    assert words in text(response).lower()


def test_comparison_shows_before_and_after(office: Office) -> None:
    changed = [ROWS[0], ROWS[1], (*ROWS[2][:3], "Where from?", *ROWS[2][4:])]
    with database.acting([], is_wide=True):
        source = workbook(changed, YES_NO, SETTINGS)
        newer = publish(code="desk", source=source, from_on=date(2020, 2, 9), by=office.by).version
    page = text(office.get("compare/", old=office.version_id, new=newer.id))
    assert "<del>From where?</del>" in page.replace("从哪里", "From where?")
    assert "members" in page
    assert office.get("compare/", old="x", new="y").status_code == 404


def test_dictionary_is_searched_and_comes_as_a_sheet(office: Office) -> None:
    page = text(office.get("elements/", q="travel"))
    assert ("travel.origin" in page, "arrivals.back" in page) == (True, False)
    sheet = dictionary.read(office.get("elements/elements.xlsx").content)
    assert [row["code"] for row in sheet.rows] == ["arrivals.back", "arrivals.who", "travel.origin"]


def test_refused_rows_of_a_sheet_are_given_back(office: Office) -> None:
    rows = [["a", "甲", "A", "text", "区", "追踪", "2020-12-31"], ["b", "乙", "B", "text", "", "追踪", "2020-12-31"]]
    head = ["code", "label_zh", "label_en", "type", "owner", "purpose", "ends_on"]
    page = text(office.post("elements/import/", file=upload(sheets.write(head, rows))))
    assert "One element was taken." in page
    [back] = re.findall(r"base64,([^\"]+)", page)
    assert [row["code"] for row in dictionary.read(base64.b64decode(back)).rows] == ["b"]


def test_element_without_an_owner_keeps_what_was_typed(office: Office) -> None:
    fields = {
        "code": "c",
        "label_zh": "丙",
        "label_en": "C",
        "type": "text",
        "purpose": "追踪",
        "ends_on": "2020-12-31",
    }
    refused = office.post("elements/add/", **fields)
    assert (refused.status_code, 'value="丙"' in text(refused), "has no owner" in text(refused)) == (422, True, True)
    assert office.post("elements/add/", owner="区", **fields).status_code == 302


def test_who_may_only_look_cannot_publish(office: Office) -> None:
    office.by = replace(office.by, permissions=frozenset({Permission.QUESTIONNAIRE_VIEW}))
    assert office.get("").status_code == 200
    for path in ("publish/", "elements/add/", "elements/import/"):
        assert office.post(path).status_code == 403
    office.by = replace(office.by, permissions=frozenset())
    assert office.get("").status_code == 403


def test_town_sees_only_itself_to_publish_for(office: Office) -> None:
    office.by = actor(office.place.town)
    page = text(office.get("publish/"))
    assert ("华亭镇" in page, "外冈镇" in page, "the whole district" in page) == (True, False, False)


def test_version_that_is_not_there_is_not_found(office: Office) -> None:
    assert office.get(f"{office.place.town}/").status_code == 404


def test_long_form_leads_to_its_sections_and_to_what_is_to_be_mended(office: Office) -> None:
    rows = [ROWS[0]]
    for number in range(3):
        rows += [("begin group", f"g{number}", f"第{number}节", f"Section {number}")]
        rows += [
            ("text", f"q{number}", f"第{number}题", f"Question {number}", f"long.{number}", "", "yes"),
            ("end group",),
        ]
    with database.acting([], is_wide=True):
        add_elements([element(f"long.{number}") for number in range(3)], by=office.by)
        version = publish(code="long", source=workbook(rows), from_on=date(2020, 2, 9), by=office.by).version
    page = text(office.post(f"{version.id}/try/", q1="x"))
    assert re.findall(r'href="#q-(\w+)"', page) == ["q0", "q2", "g0", "g1", "g2"]
    assert all(f'id="q-{field}"' in page for field in ("q0", "q2", "g0", "g1", "g2"))
