from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from tongzhou.figures import actions, queries, rebuilding
from tongzhou.figures.actions import ReportRefused
from tongzhou.kernel import clock, database
from tongzhou.programmes.arrivals import actions as arrivals
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.arrivals.tests.factories import NOON, Desk

DAY, CODE = NOON.date(), "arrivals.returnees"


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    """Three returnees of Yongle."""
    with clock.at(NOON):
        made = factories.desk()
        with database.acting(made.by.scope.places):
            arrivals.register([factories.registration(made.district.yongle.id) for _one in range(3)], by=made.by)
        yield made


def test_the_board_is_few_statements(desk: Desk, django_assert_max_num_queries: Any) -> None:
    with database.acting(desk.by.scope.places), django_assert_max_num_queries(4):
        queries.figures(desk.district.yongle.id, DAY, by=desk.by)
        queries.by_child(CODE, desk.district.yongle.id, DAY, by=desk.by)
        assert queries.trend(CODE, desk.district.yongle.id, DAY, by=desk.by)[-1] == (DAY, 3)


def test_what_lies_outside_the_scope_is_not_in_the_sum(desk: Desk) -> None:
    other = factories.at(desk.district.nanchen.id)
    with database.acting(other.scope.places):
        assert queries.value(CODE, desk.district.district.id, DAY, by=other) == 0
        assert list(queries.standings(CODE, desk.district.yongle.id, DAY, by=other)) == []


def test_every_number_leads_to_its_entries(desk: Desk) -> None:
    with database.acting(desk.by.scope.places):
        standings = queries.standings(CODE, desk.district.yongle.id, DAY, by=desk.by)
        assert [entry.kind for entry in queries.entries_behind(standings)] == ["arrivals.registered"] * 3


@pytest.mark.parametrize(
    ("value", "qualifier", "fits"),
    [
        (3, "exact", True),
        (4, "exact", False),
        (3, "nearly", False),
        (2, "more", False),
        (3, "about", True),
        (0, "exact", False),
    ],
)
def test_a_reported_figure_must_fit_the_records(desk: Desk, value: int, qualifier: str, fits: bool) -> None:
    with database.acting(desk.by.scope.places):
        given = {"indicator": CODE, "place_id": desk.district.yongle.id, "day": DAY, "by": desk.by}
        if fits:
            kept = actions.report(**given, value=value, qualifier=qualifier, words="全村", scope_note="不含企业")
            assert (kept.counted, kept.value, kept.qualifier, kept.words) == (3, value, qualifier, "全村")
        else:
            with pytest.raises(ReportRefused) as refused:
                actions.report(**given, value=value, qualifier=qualifier)
            assert refused.value.field == "value"


def test_rebuild_finds_a_count_that_was_changed_past_the_actions(desk: Desk) -> None:
    assert rebuilding.rebuild() == []
    with connections[database.OWNER].cursor() as owner:
        owner.execute("ALTER TABLE figures_count NO FORCE ROW LEVEL SECURITY")
        owner.execute("UPDATE figures_count SET value = value + 7 WHERE indicator = %s", [CODE])
        owner.execute("ALTER TABLE figures_count FORCE ROW LEVEL SECURITY")
    differences = rebuilding.rebuild()
    assert {found.indicator for found in differences} == {CODE}
    assert sum(found.counted for found in differences) == 3
