"""The app as a phone fetches it, and a server without Node."""

from pathlib import Path

import pytest
from django.test import Client

from tongzhou.field import views

pytestmark = pytest.mark.usefixtures("committed")


@pytest.mark.parametrize(("address", "kind"), [("", "html"), ("sw.js", "javascript"), ("manifest.webmanifest", "json")])
def test_it_is_handed_out_under_a_strict_policy(
    address: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("index.html", "sw.js", "manifest.webmanifest"):
        (tmp_path / name).write_text("built")
    monkeypatch.setattr(views, "BUILT", tmp_path)
    answer = Client().get(f"/field/{address}")
    assert (answer.status_code, answer.content) == (200, b"built")
    assert kind in answer["Content-Type"]
    policy = answer["Content-Security-Policy"]
    assert ("worker-src 'self'" in policy, "unsafe" in policy) == (True, False)


def test_a_server_without_the_app_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "BUILT", tmp_path)
    answer = Client().get("/field/")
    assert (answer.status_code, b"make field" in answer.content) == (404, True)
