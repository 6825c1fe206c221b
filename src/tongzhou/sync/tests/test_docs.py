"""The contract names what the code has."""

import json
from pathlib import Path

from tongzhou.sync.kinds import KINDS
from tongzhou.sync.parts import PARTS
from tongzhou.sync.urls import urlpatterns

DOCS = Path(__file__).parents[4] / "docs"


OPENAPI = json.loads((DOCS / "sync.openapi.json").read_text("utf-8"))


def test_every_address_stands_in_the_openapi_document() -> None:
    assert set(OPENAPI["paths"]) == {f"/sync/{one.pattern}" for one in urlpatterns}


def test_the_payload_of_every_kind_stands_in_the_openapi_document() -> None:
    entries = OPENAPI["components"]["schemas"]["Entry"]["anyOf"]
    assert sorted(one["properties"]["kind"]["const"] for one in entries) == sorted(KINDS)


def test_every_kind_and_part_stands_in_the_contract() -> None:
    text = (DOCS / "sync.md").read_text()
    parts = {"questionnaire.…" if code.startswith("questionnaire.") else code for code in PARTS}
    assert [code for code in {*KINDS, *parts} if f"`{code}`" not in text] == []
