"""The registry of tables: who wants what, how often it was filled, how many questions that saved."""

from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.tables.errors import TableUnknown
from tongzhou.tables.models import Filling, Table


def tables(*, by: Actor) -> QuerySet[Table]:
    """Those of the actor's places with the sums of their fillings, the last first."""
    require(by, Permission.TABLE_FILL)
    seen = Table.objects.filter(ended_at=None).defer("content")
    seen = seen if by.is_wide else seen.filter(place_id__in=by.scope.places)
    sums = {"times": Count("fillings"), "reused": Sum("fillings__reused"), "lacking": Sum("fillings__lacking")}
    return seen.annotate(**sums).order_by("-handed_in_at")


def table(table_id: UUID, *, by: Actor) -> Table:
    """Raises TableUnknown outside the scope."""
    require(by, Permission.TABLE_FILL)
    found = Table.objects.filter(id=table_id, ended_at=None).first()
    if found is None or not (by.is_wide or found.place_id in by.scope):
        raise TableUnknown(_("There is no such table at the places of your duty."))
    return found


def fillings(table: Table) -> QuerySet[Filling]:
    return table.fillings.select_related("place").order_by("-at")
