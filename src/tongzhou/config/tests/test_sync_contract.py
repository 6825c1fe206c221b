"""The field API under anything that may be sent: never a 5xx, no answer that docs/sync.openapi.json does not know."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tongzhou.kernel import clock
from tongzhou.programmes.arrivals.tests import factories as desks
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.sync.kinds import KINDS
from tongzhou.sync.tests import factories
from tongzhou.sync.tests.factories import Phone, entry

CONTRACT = json.loads((Path(__file__).parents[4] / "docs" / "sync.openapi.json").read_text("utf-8"))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
ENROL = {"code": "0000-0000-0000", "name": "一号", "algorithm": "Ed25519", "public_key": "AAAA"}
HOLD = {"username": "x", "password": "x", "code": "000000"}


@pytest.fixture
def phone(committed: None) -> Iterator[Phone]:
    with clock.at(NOON):
        desk: Desk = desks.desk()
        yield factories.phone(desk.district.yongle.id)


def described(method: str, path: str, answer: Any) -> None:
    """The status stands in the contract, and the content is as it says there."""
    operation = CONTRACT["paths"][path.partition("?")[0]][method]
    assert str(answer.status_code) in operation["responses"], (path, answer.status_code, answer.content[:300])
    schema = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": CONTRACT["components"]}).validate(answer.json())


@st.composite
def altered(draw: st.DrawFn, sample: dict[str, Any]) -> Any:
    """A sound body, one field of it anything; or nothing like a body."""
    whole = json.loads(json.dumps(sample))
    place = whole
    while draw(st.booleans()) and (inside := [part for part in place.values() if isinstance(part, dict) and part]):
        place = draw(st.sampled_from(inside))
    place[draw(st.sampled_from(sorted(place)))] = draw(ANYTHING)
    return whole if draw(st.integers(0, 9)) else draw(ANYTHING)


@st.composite
def headers(draw: st.DrawFn) -> dict[str, str]:
    """Mostly none changed; else one of those that are signed or read."""
    if draw(st.integers(0, 3)):
        return {}
    name = draw(st.sampled_from(["X-Device", "X-Sent-At", "X-Signature", "X-App", "Authorization", "Content-Encoding"]))
    return {name: draw(st.text("0123456789.abcxyzBearer =-", max_size=30))}


@settings(max_examples=40, suppress_health_check=[*HealthCheck], deadline=None)
@given(st.data())
def test_whatever_is_sent_is_answered_as_the_contract_says(phone: Phone, data: st.DataObject) -> None:
    more = data.draw(headers())
    for kind in KINDS.values():
        one = data.draw(altered(entry(kind.code, dict(kind.sample))))
        described("post", "/sync/up", phone.post("/sync/up", {"entries": [one]}, **more))
    described("post", "/sync/up", phone.post("/sync/up", data.draw(altered({"entries": []})), **more))
    described("post", "/sync/hold", phone.post("/sync/hold", data.draw(altered(HOLD)), **more))
    told = json.dumps(data.draw(altered(ENROL)))
    app = {"X-App": more.get("X-App", "1.0")}
    described(
        "post", "/sync/enrol", phone.client.post("/sync/enrol", told, content_type="application/json", headers=app)
    )
    path = f"/sync/down?since={data.draw(st.text('abcXYZ0123=_-', max_size=40))}"
    described("get", path, phone.client.get(path, headers=phone.headers("GET", path, b"") | more))
    body = data.draw(st.binary(max_size=60))
    for path in ("/sync/up", "/sync/hold", "/sync/enrol"):
        signed = phone.headers("POST", path, body) | more
        described("post", path, phone.client.post(path, body, content_type="application/json", headers=signed))


def test_no_address_takes_another_way_of_asking(phone: Phone) -> None:
    for path, ways in CONTRACT["paths"].items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - {way.upper() for way in ways}:
            answer = phone.client.generic(method, path, b"", headers=phone.headers(method, path, b""))
            assert (path, method, answer.status_code) == (path, method, 405)
