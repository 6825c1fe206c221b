import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tongzhou.config import sizes
from tongzhou.config.settings import database, env

DOCS = Path(__file__).parents[4] / "docs" / "settings.md"
LOGINS = ("_OWNER", "_WIDE", "_LOAD", "_AUDIT")


def test_unknown_mode_is_refused_naming_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGZHOU_MODE", "prod")
    with pytest.raises(ImproperlyConfigured, match="demo, production"):
        env.mode()


def test_production_has_no_default_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TONGZHOU_MODE", "production")
    monkeypatch.delenv("TONGZHOU_SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="TONGZHOU_SECRET_KEY"):
        env.secret_key(tmp_path)
    with pytest.raises(ImproperlyConfigured, match="keyring"):
        env.keyring(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_demo_keeps_the_secret_it_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TONGZHOU_MODE", "demo")
    assert env.secret_key(tmp_path) == env.secret_key(tmp_path)


def test_given_database_needs_every_login(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://tz_app:a%40b@db.example/tongzhou")
    for login in LOGINS:
        monkeypatch.delenv(f"DATABASE_URL{login}", raising=False)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL_WIDE"):
        database.databases(tmp_path)
    for login in LOGINS:
        monkeypatch.setenv(f"DATABASE_URL{login}", f"postgresql://tz{login.lower()}:x@db.example/tongzhou")
    given = database.databases(tmp_path)
    assert {alias: entry["USER"] for alias, entry in given.items()} == {
        "default": "tz_app",
        "wide": "tz_wide",
        "load": "tz_load",
        "audit": "tz_audit",
        "owner": "tz_owner",
        "log": "tz_app",
    }
    assert given["default"]["PASSWORD"] == "a@b"


def test_every_setting_is_documented() -> None:
    code = "".join(path.read_text() for path in Path(env.__file__).parent.glob("*.py"))
    named = set(re.findall(r'"(TONGZHOU_[A-Z_]+|DATABASE_URL[A-Z_]*)"', code))
    assert named - set(re.findall(r"`([A-Z_]+)`", DOCS.read_text())) == set()


def test_sizes_are_median_ninth_decile_and_greatest() -> None:
    assert sizes.measure([*range(1, 11), 100]) == (6, 10, 100)
