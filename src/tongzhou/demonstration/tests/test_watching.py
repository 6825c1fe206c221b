"""A day at the gate and at the crossing: every car, one disinfection after each use."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from tongzhou.access.actors import Actor
from tongzhou.demonstration import making, setting_up, watching
from tongzhou.figures.rebuilding import rebuild
from tongzhou.kernel import clock, database
from tongzhou.ledger.models import Stored
from tongzhou.ledger.verifying import verify
from tongzhou.programmes.crossings import queries
from tongzhou.programmes.crossings.actions import facilities
from tongzhou.programmes.crossings.errors import NotFree
from tongzhou.programmes.gates.queries import tally


@pytest.fixture
def crossing(committed: None, tmp_path: Any) -> Iterator[Actor]:
    with override_settings(VAR=tmp_path):
        with clock.at(making.SHOWS - timedelta(days=3)):
            setting_up.lay_district()
        watching.watch(until=making.SHOWS)
        with clock.at(making.SHOWS):
            yield watching.guard()


def test_every_car_is_checked_and_no_toilet_is_used_twice_without_disinfection(crossing: Actor) -> None:
    with database.acting(crossing.scope.places):
        day = queries.day(by=crossing)
        assert (day.completeness, day.cars) == (100, 20 * watching.CARS_AN_HOUR)
        assert day.minutes is not None
        acts = defaultdict(list)
        for entry in Stored.objects.of_kind("crossing.facility").order_by("occurred_at"):
            acts[entry.body["facility"]].append(entry.body["act"])
        assert all(done == ["use", "disinfect"] * (len(done) // 2) for done in acts.values())
        assert len(acts) > 6
        toilets = list(queries.facilities(by=crossing))
        assert len(toilets) == 12
        facilities.act(toilets[0].id, "use", by=crossing)
        with pytest.raises(NotFree):
            facilities.act(toilets[0].id, "use", by=crossing)


def test_the_gate_measures_everybody_and_its_figures_hold(crossing: Actor) -> None:
    by = setting_up.officer(setting_up.YONGLE)
    with database.acting(by.scope.places):
        found = tally(zone_id=by.post_id, by=by)
    recorded = found.went_in + found.went_out + found.turned_back + found.refused
    assert recorded == 14 * watching.CHECKS_AN_HOUR
    assert (found.hot > 0, found.refused > 0, found.reminders) == (True, True, 14)
    assert (rebuild(), verify()) == ([], [])
