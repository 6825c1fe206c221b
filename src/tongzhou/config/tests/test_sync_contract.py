"""The field API under anything that may be sent: never a 5xx, no answer that docs/sync.openapi.json does not know.

Schemathesis makes the requests from the document: what it allows, what it forbids, and the edges of each.
"""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi import checks

from tongzhou.access.models import Duty
from tongzhou.access.roles import ROLES, VILLAGE_DESK, Role
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database
from tongzhou.passes.judging import Reason
from tongzhou.people.idcheck import IdKind
from tongzhou.programmes.arrivals.tests.factories import NOON
from tongzhou.programmes.consults.tests import factories as desks
from tongzhou.programmes.crossings.actions import facilities
from tongzhou.programmes.crossings.records import OUTCOMES as ROADS
from tongzhou.programmes.gates.records import OUTCOMES, TOPICS, WHO
from tongzhou.programmes.incidents.models import Urgency
from tongzhou.programmes.screening.actions import carrying, finding
from tongzhou.programmes.screening.actions.finding import NewTarget
from tongzhou.programmes.screening.models import TOLD, Sort
from tongzhou.sync.kinds import KINDS
from tongzhou.sync.tests import factories
from tongzhou.sync.tests.factories import Phone

DOCUMENT = Path(__file__).parents[4] / "docs" / "sync.openapi.json"
DRAWN = schemathesis.Config.from_dict({"phases": {"examples": {"enabled": False}, "coverage": {"enabled": False}}})
CONTRACT = schemathesis.openapi.from_path(DOCUMENT)
SHORT = schemathesis.openapi.from_path(DOCUMENT, config=DRAWN)
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
FREE = UUID("017022f4-4a00-7000-8000-0000000000f0")
SAME = {"derandomize": True, "deadline": None, "suppress_health_check": [*HealthCheck]}
WITHIN = st.datetimes(*(NOON.replace(tzinfo=None) + timedelta(hours=off) for off in (-1, 1)))
schemathesis.openapi.format("date-time", WITHIN.map(lambda at: f"{at.isoformat()}+08:00"))
application = cache(get_wsgi_application)


@dataclass
class Telephone:
    """The application behind a telephone that packs what says so and signs whatever goes through."""

    phone: Phone
    duty: Duty

    def code(self) -> str:
        return factories.invited(self.duty.place_id, self.duty)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        body = environ["wsgi.input"].read()
        if environ.get("HTTP_CONTENT_ENCODING") == "gzip":
            body = gzip.compress(body, mtime=0)
        headers = self.phone.headers(environ["REQUEST_METHOD"], WSGIRequest(environ).get_full_path(), body)
        given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        sent = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)), "HTTP_ACCEPT_ENCODING": "identity"}
        return application()(environ | given | sent, start)


@pytest.fixture
def telephone(committed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Telephone]:
    """At a desk with toilets, held by somebody who may hand up every kind."""
    everything = VILLAGE_DESK.permissions | {kind.permission for kind in KINDS.values()}
    monkeypatch.setitem(ROLES, "everything", Role("everything", "", "", everything))
    with clock.at(NOON):
        place_id = desks.desk().arrivals.district.yongle.id
        with database.acting([place_id]):
            facilities.lay(3, by=actor(place_id))
            _list_a_farmhouse(place_id)
        account, duty = factories.account(place_id, "everything")
        phone = Phone()
        phone.enrol(factories.invited(place_id))
        phone.hold(account, "x" * 20)
        yield Telephone(phone, duty)


def _list_a_farmhouse(place_id: UUID) -> None:
    """Free to be taken in hand: the one that the document's example takes."""
    lead = NewTarget(id=FREE, place_id=place_id, sort="farmhouse", landmark="祠堂后")
    by = actor(place_id)
    finding.add(lead, by=by)
    carrying.hand_over([FREE], to=None, by=by)


@CONTRACT.parametrize()
@settings(max_examples=50, **SAME)
def test_whatever_a_telephone_signs_is_answered_as_described(case: schemathesis.Case, telephone: Telephone) -> None:
    """A code that was drawn opens nothing: one that holds stands in its place."""
    if isinstance(case.body, dict) and isinstance(case.body.get("code"), str):
        case.body["code"] = telephone.code()
    answer = case.call_and_validate(app=telephone, checks=CHECKS)
    assert (answer.status_code == 405) == (case.method.lower() not in CONTRACT.raw_schema["paths"][case.path])


@SHORT.exclude(method="GET").given(body=st.binary(max_size=60))
@SHORT.exclude(method="GET").parametrize()
@settings(max_examples=30, **SAME)
def test_a_body_that_is_nothing_is_answered_as_described(
    case: schemathesis.Case, telephone: Telephone, body: bytes
) -> None:
    answer = case.call_and_validate(app=telephone, data=body, checks=CHECKS)
    assert answer.status_code == 422


@SHORT.parametrize()
@settings(max_examples=50, **SAME)
def test_whoever_does_not_sign_is_shut_out_as_described(case: schemathesis.Case, telephone: Telephone) -> None:
    answer = case.call_and_validate(app=application(), checks=CHECKS)
    assert answer.status_code in ((422, 426) if case.path == "/sync/enrol" else (403,))


def test_the_document_names_every_code() -> None:
    kinds = CONTRACT.raw_schema["components"]["schemas"]["Entry"]["anyOf"]
    told = {one["properties"]["kind"]["const"]: one["properties"]["payload"].get("properties", {}) for one in kinds}
    assert told["gate.checked"]["who"]["enum"] == list(WHO)
    assert told["gate.checked"]["outcome"]["enum"] == list(OUTCOMES)
    assert told["gate.checked"]["reason"]["enum"] == ["", *Reason]
    assert told["gate.talked"]["topic"]["enum"] == list(TOPICS)
    assert told["crossing.car"]["outcome"]["enum"] == list(ROADS)
    assert told["incident.reported"]["urgency"]["enum"] == Urgency.values[::-1]
    assert told["screening.contacted"]["outcome"]["enum"] == [code for code, _words in TOLD]
    assert told["screening.contacted"]["found"]["properties"]["sort"]["enum"] == Sort.values
    person = CONTRACT.raw_schema["components"]["schemas"]["Encounter"]["properties"]
    assert person["id_kind"]["enum"] == IdKind.values


def test_the_example_of_the_document_is_taken_whole(telephone: Telephone) -> None:
    told = CONTRACT.raw_schema["paths"]["/sync/up"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    batch = told["shift"]["value"]
    answers = telephone.phone.post("/sync/up", batch).json()["answers"]
    assert [one["status"] for one in answers] == ["stored"] * len(batch["entries"])
