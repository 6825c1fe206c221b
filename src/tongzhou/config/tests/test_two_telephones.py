"""Two telephones that knew nothing of one another hand up in either order, and the truth is the same."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Sum

from tongzhou.access.tests.factories import actor
from tongzhou.figures import rebuilding
from tongzhou.figures.models import Count
from tongzhou.kernel import clock, database
from tongzhou.matters.models import Matter
from tongzhou.passes import actions as passes
from tongzhou.passes import profiles
from tongzhou.passes.actions import Wanted
from tongzhou.programmes.arrivals.tests import factories as desks
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk
from tongzhou.programmes.gates.models import Passage
from tongzhou.sync.tests import factories
from tongzhou.sync.tests.factories import entry
from tongzhou.units.queries import seat_of

CHECK = {"who": "visitor", "way": "in", "outcome": "passed", "temperature": 36.5}
HOME = "a1b2c3d4e5"


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield desks.desk()


def test_two_telephones_in_any_order_give_one_truth(desk: Desk) -> None:
    """The same happens at two villages; at the second the other telephone hands up first, and some of it twice."""
    first, second = (happened(desk.district.yongle.id, (0, 1, 0)), happened(desk.district.tangxing.id, (1, 0, 1)))
    assert first == second
    assert first["figures"]["gates.checks"] == len(first["rows"]) == 6
    assert first["late"] == 2  # let through after it was revoked; a second outing of one household
    assert rebuilding.rebuild() == []


def happened(place_id: UUID, order: tuple[int, ...]) -> dict[str, Any]:
    seat = seat_of(place_id)
    assert seat is not None
    by = actor(place_id, unit_id=seat.id)
    with database.acting([place_id]):
        wanted = [Wanted(kind="temporary", place_id=place_id, days=7, is_paper=True)] * 3
        held = [f"{one.number:016x}" for one in passes.issue(wanted, by=by)]
        (revoked,) = passes.issue(wanted[:1], by=by)
        passes.revoke(revoked.id, why="lent", by=by)
        rule = {"sort": "village", "has_property_firm": False, "elderly": 10, "entrances": 2, "open_entrances": 1}
        profiles.describe(place_id, by=by, **rule, outings=1, days=2)
    phones = [factories.phone(place_id), factories.phone(place_id)]
    shown = CHECK | {"who": "pass", "reason": "good"}
    out = shown | {"way": "out", "household": HOME}
    done = [
        [_at(0, CHECK), _at(1, out | {"pass": held[0]}), _at(2, shown | {"pass": held[2]})],
        [
            _at(0, CHECK | {"temperature": 38.2, "outcome": "turned_back"}),
            _at(3, out | {"pass": held[1]}),
            _at(4, shown | {"pass": f"{revoked.number:016x}"}),
            entry("gate.talked", {"topic": "mask"}),
        ],
    ]
    with clock.at(NOON + timedelta(minutes=10)):
        for turn in order:
            phones[turn].up(*done[turn][::-1])
    return truth(place_id)


def _at(minutes: int, payload: dict[str, Any]) -> dict[str, Any]:
    return entry("gate.checked", payload, occurred_at=(NOON + timedelta(minutes=minutes)).isoformat())


def truth(place_id: UUID) -> dict[str, Any]:
    with database.acting((), is_wide=True):
        rows = Passage.objects.filter(post_id=place_id).order_by("at", "outcome")
        counts = Count.objects.filter(place_id=place_id).values_list("indicator")
        return {
            "rows": list(rows.values_list("at", "is_out", "who", "outcome", "is_hot", "household", "reason")),
            "figures": dict(counts.annotate(Sum("value"))),
            "late": Matter.objects.filter(place_id=place_id, case_type="gate_late").count(),
        }
