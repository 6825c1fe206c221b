"""The registry of tables: who wants what, how often it was filled, how many questions that saved."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.errands import queries as errands
from tongzhou.errands.models import Errand
from tongzhou.kernel import clock
from tongzhou.tables.errors import TableUnknown
from tongzhou.tables.models import Asking, Filling, Order, Outcome, Table


def tables(*, by: Actor) -> QuerySet[Table]:
    """Those of the actor's places with the sums of their fillings, the last first."""
    require(by, Permission.TABLE_FILL)
    seen = Table.objects.filter(ended_at=None).defer("content")
    seen = seen if by.is_wide else seen.filter(place_id__in=by.scope.places)
    sums = {
        **{"times": _of(Filling, Count("id")), "reused": _of(Filling, Sum("reused"))},
        **{"lacking": _of(Filling, Sum("lacking")), "asked": _of(Asking, Count("id"))},
        "refused": _of(Asking, Count("id"), outcome=Outcome.ANSWERED),
    }
    return seen.annotate(**sums).order_by("-handed_in_at")


def _of(model: type[Filling] | type[Asking], sum: Count | Sum, **only: str) -> Coalesce:
    rows = model.objects.filter(table_id=OuterRef("id"), **only).order_by().values("table_id")
    return Coalesce(Subquery(rows.annotate(sum=sum).values("sum")), 0)


@dataclass(frozen=True)
class Registry:
    """What the offices asked for: ``asked`` in all; handed in as ``new``; the ``same`` form again; ``filled``;
    ``refused`` as already answered. ``reused``: answers that nobody had to be asked for."""

    new: int
    same: int
    filled: int
    refused: int
    reused: int

    @property
    def asked(self) -> int:
        return self.new + self.same + self.filled + self.refused


def registry(*, by: Actor) -> Registry:
    """Over every table of the actor's places, also those that are wanted no more."""
    require(by, Permission.TABLE_FILL)
    asked = dict(_within(Asking, by).values_list("outcome").annotate(Count("id")).order_by())
    filled = _within(Filling, by).aggregate(times=Count("id"), reused=Sum("reused"))
    new, same, refused = (asked.get(one, 0) for one in (Outcome.NEW, Outcome.SAME, Outcome.ANSWERED))
    return Registry(new, same, filled["times"], refused, filled["reused"] or 0)


def _within(model: type[Filling] | type[Asking], by: Actor) -> Any:
    rows = model.objects.all()
    return rows if by.is_wide else rows.filter(table__place_id__in=by.scope.places)


def table(table_id: UUID, *, by: Actor) -> Table:
    """Raises TableUnknown outside the scope."""
    require(by, Permission.TABLE_FILL)
    found = Table.objects.filter(id=table_id, ended_at=None).first()
    if found is None or not (by.is_wide or found.place_id in by.scope):
        raise TableUnknown(_("There is no such table at the places of your duty."))
    return found


def orders(table: Table) -> QuerySet[Order]:
    """What is filled by the clock; the ended ones of the last weeks too."""
    recent = Q(ended_at=None) | Q(ended_at__gt=clock.now() - timedelta(days=14))
    return table.orders.filter(recent).select_related("place").order_by("hour", "id")


def ready(table: Table, *, by: Actor) -> QuerySet[Errand]:
    """What the clock has filled for the asker and is still kept."""
    return errands.errands(by=by, kind="tables.fill").filter(asked__table_id=str(table.id))


def fillings(table: Table) -> QuerySet[Filling]:
    return table.fillings.select_related("place").order_by("-at")
