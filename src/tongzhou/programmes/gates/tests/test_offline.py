"""What the field app takes along, and what it hands up."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, database, ids
from tongzhou.ledger.models import Stored
from tongzhou.passes import queries
from tongzhou.passes.tests import factories
from tongzhou.passes.tests.factories import NOON, Desk
from tongzhou.programmes.gates import knowing, offline
from tongzhou.programmes.gates.tests.test_gates import gate, issued, judged, through


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def check(**changes: Any) -> dict[str, Any]:
    plain = {"who": "visitor", "way": "in", "outcome": "passed", "temperature": 36.5, "number": "", "household": ""}
    rest = {"reason": "", "plate": "", "list": 0, "at": "2020-02-08T03:59:00.000Z"}
    return {"id": str(ids.new()), **plain, **rest, **changes}


def post(body: Any, by: Actor) -> HttpResponse:
    request: Any = RequestFactory().post("/gates/batch/", json.dumps(body), content_type="application/json")
    request.actor = by
    with database.acting(by.scope.places):
        return offline.batch(request)


def handed(by: Actor, *checks: Mapping[str, Any], person: str = "") -> list[str]:
    answer = post({"person": person or str(by.staff_id), "checks": checks}, by)
    found = {one["id"]: one["status"] for one in json.loads(answer.content)["answers"]}
    return [found[one["id"]] for one in checks]


def test_each_check_is_answered_and_a_resend_stores_nothing_again(desk: Desk) -> None:
    by = gate(desk)
    good, cold, odd = check(), check(temperature=20), check(at="yesterday")
    assert handed(by, good, cold, odd) == ["stored", "refused", "refused"]
    assert handed(by, odd, good) == ["refused", "already"]
    with database.acting(by.scope.places):
        (entry,) = Stored.objects.of_kind("gate.checked")
    assert entry.occurred_at == NOON - timedelta(minutes=1)


def test_nobody_hands_up_what_another_recorded(desk: Desk) -> None:
    by = gate(desk)
    assert handed(by, check(), person=str(ids.new())) == ["refused"]


def test_a_pass_let_through_offline_after_it_was_revoked_is_seen(desk: Desk) -> None:
    by, one = gate(desk), issued(desk)
    offline_check = check(who="pass", way="out", number=f"{one.number:015x}", reason="good", household="0000000000")
    assert handed(by, offline_check) == ["stored"]
    assert judged(by, one) in ("good", "household_out")
    assert through(by, one).pass_number == one.number


def test_the_phone_takes_along_the_keys_of_its_zone_for_the_days_of_the_duty_only(desk: Desk) -> None:
    by, one = gate(desk), issued(desk)
    with database.acting(by.scope.places):
        held = knowing.of_shift(by)
    ((zone, days),) = held.zones.items()
    assert set(days) <= {clock.today(), clock.today() + timedelta(days=1)}
    assert zone == queries.claims_of(one).zone
    assert one.number in held.listed


@pytest.mark.parametrize("body", [[], {}, {"person": "x"}, {"person": "x", "checks": [{"id": "1"}]}, {"checks": 3}])
def test_what_no_app_of_ours_writes_is_a_bad_request(desk: Desk, body: Any) -> None:
    assert post(body, gate(desk)).status_code == 400


_ANYTHING = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=4)


@given(st.sampled_from(sorted(check())), _ANYTHING)
def test_any_value_is_read_or_the_one_refusal(name: str, value: Any) -> None:
    made = check() | ({name: value} if name != "id" else {})
    try:
        offline._check(ids.new(), made)
    except (ValueError, KeyError, TypeError, OverflowError):
        return
