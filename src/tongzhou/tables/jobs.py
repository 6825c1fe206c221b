"""Filling by the clock."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tongzhou.access.actors import Actor
from tongzhou.errands.kinds import Progress, Result, kind
from tongzhou.errands.models import Errand
from tongzhou.kernel.jobs import job
from tongzhou.tables import actions, ordering, queries


def _words(told: Mapping[str, Any]) -> list[str]:
    return [_("%(persons)d persons, %(reused)d answers reused, %(lacking)d lacking") % told]


@kind("tables.fill", _lazy("Fill a table"), words=_words, leads_to="tables:tables")
def fill(by: Actor, errand: Errand, progress: Progress) -> Result:
    """``asked``: table, place, day, reason. Masked."""
    asked = errand.asked
    table = queries.table(UUID(asked["table_id"]), by=by)
    day = date.fromisoformat(asked["day"])
    done = actions.fill(table.id, UUID(asked["place_id"]), day, by=by, reason=asked["reason"], again=True)
    counts = {"persons": done.persons, "reused": done.reused, "lacking": done.lacking}
    return Result(counts, done.content, f"{errand.name}-{day:%Y%m%d}.xlsx")


@job("tables.by_the_clock", _lazy("Fill the tables of this hour"), every=timedelta(minutes=5))
def by_the_clock(tick: datetime) -> None:
    ordering.run(fill, tick)
