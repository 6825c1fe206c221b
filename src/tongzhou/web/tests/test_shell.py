import gzip
import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import translation

from tongzhou.web.gallery import Example, examples

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(ROOT.rglob("templates/**/*.html"))
BRICKS = {path.stem for path in (ROOT / "web/templates/components").glob("*.html")}


@pytest.mark.django_db
@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.brick}-{example.state}")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_brick_renders_with_its_controls_labelled(example: Example, language: str) -> None:
    with translation.override(language):
        shown = get_template(example.template).render(example.inputs, RequestFactory().get("/"))
    for name in re.findall(r'<(?:input(?! type="(?:hidden|radio))|select|textarea) id="([^"]+)"', shown):
        assert f'<label for="{name}"' in shown
    assert not re.search(r"<input(?![^>]* id=)(?![^>]*type=\"(radio|hidden)\")", shown)


def test_every_brick_is_in_the_gallery() -> None:
    assert {example.brick for example in examples()} == BRICKS


def test_style_sheets_stay_under_20_kb_compressed() -> None:
    sheets = b"".join(path.read_bytes() for path in sorted((ROOT / "web/static/web").glob("*.css")))
    assert len(gzip.compress(sheets, 9)) <= 20 * 1024


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_template_is_short_and_has_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 80
    assert not re.search(r"<style|\sstyle=|<script(?! src=)|\son[a-z]+=|https?://(?!www\.w3\.org)", text)
    assert text.lstrip().startswith("{#")


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("address", ["/gallery/", "/sign-in/", "/no-duty/", "/nowhere/"])
def test_public_pages_answer_in_both_languages(address: str) -> None:
    for language, expected in (("zh-hans", 'lang="zh-hans"'), ("en", 'lang="en"')):
        client = Client(headers={"accept-language": language})
        assert expected in client.get(address).content.decode()


@pytest.mark.usefixtures("committed")
def test_display_settings_are_kept_and_lead_back_to_the_page() -> None:
    client = Client()
    answer = client.post("/display/", {"type": "large", "theme": "dark", "language": "en", "next": "/gallery/"})
    assert answer["Location"] == "/gallery/"
    page = client.get("/gallery/").content.decode()
    assert '<html lang="en" data-type="large" data-theme="dark">' in page


@pytest.mark.usefixtures("committed")
def test_display_settings_lead_to_no_other_host() -> None:
    assert Client().post("/display/", {"next": "https://elsewhere.example/"})["Location"] == "/"


@pytest.mark.usefixtures("committed")
def test_whoever_is_not_signed_in_is_asked_to() -> None:
    assert Client().get("/")["Location"] == "/sign-in/"
