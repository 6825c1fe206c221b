"""The lookups that pages make use their indexes under the app login, policy and all."""

from typing import Any

import pytest
from django.db import connections

from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.ledger import actions, queries
from tongzhou.ledger.models import Entries
from tongzhou.ledger.tests.factories import entry

pytestmark = pytest.mark.usefixtures("committed")


def scanned(found: Entries) -> set[str]:
    """The kinds of node that read the partition of the present month."""
    plan = found.explain(analyze=True, format="text").splitlines()
    this_month = f"ledger_entry_{clock.today():%Y_%m}"
    return {line.split("->")[-1].split("Scan")[0].strip() for line in plan if "Scan" in line and this_month in line}


@pytest.fixture
def filled() -> Any:
    """Twenty villages of a thousand entries, and one entry to look for."""
    with connections[database.OWNER].cursor() as owner:
        for _ in range(20):
            by = actor(ids.new())
            with database.acting(by.scope.places):
                batch = [entry(by.post_id, subject_id=ids.new(), subject_place_id=by.post_id) for _ in range(1000)]
                actions.append(batch, by=by)
        owner.execute("ANALYZE ledger_entry")
    return by, batch[7]


def test_lookups_use_their_indexes(filled: Any) -> None:
    by, wanted = filled
    lookups = {
        "id": queries.entries().filter(id=wanted.id),
        "subject": queries.story([wanted.subject_id]),
        "chain": queries.entries().chain_of(wanted.id),
        "village": queries.entries().recorded_at([by.post_id]).occurred_on(clock.today()),
        "dwelling": queries.entries().living_at([by.post_id]).occurred_on(clock.today()),
    }
    with database.acting(by.scope.places):
        for name, lookup in lookups.items():
            nodes = scanned(lookup)
            assert nodes, name
            assert "Seq" not in nodes, name
