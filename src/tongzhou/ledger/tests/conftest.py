"""A journal of the test's own, and the superuser whom the ledger must see through."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tongzhou import embedded
from tongzhou.ledger import projections


@pytest.fixture(autouse=True)
def no_projection(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the rooms above derive is tested there."""
    monkeypatch.setattr(projections, "_registered", [])


@pytest.fixture
def journal_folder(settings: Any, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "ledger"


@pytest.fixture
def superuser() -> Iterator[psycopg.Connection[Any]]:
    cluster = embedded.known(Path(os.environ["TONGZHOU_VAR"]))
    assert cluster is not None
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as connection:
        connection.execute("SET search_path = district")
        yield connection
