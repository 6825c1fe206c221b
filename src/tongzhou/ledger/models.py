"""Entries and daily roots. Rows are only ever added: no login of the application may change or remove one.

Never add a field that names or describes a person outside ``sealed``.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongzhou.kernel import clock
from tongzhou.kernel.models import Identified


class Entries(models.QuerySet["Stored"]):
    def of_kind(self, *codes: str) -> "Entries":
        return self.filter(kind__in=codes)

    def about(self, subject_ids: Iterable[UUID]) -> "Entries":
        return self.filter(subject_id__in=list(subject_ids))

    def recorded_at(self, places: Iterable[UUID]) -> "Entries":
        return self.filter(place_id__in=list(places))

    def living_at(self, places: Iterable[UUID]) -> "Entries":
        return self.filter(subject_place_id__in=list(places))

    def occurred_on(self, first: date, last: date | None = None) -> "Entries":
        """That happened from ``first`` to ``last``, both included; on ``first`` alone without a last day."""
        after = clock.start_of((last or first) + timedelta(days=1))
        return self.filter(occurred_at__gte=clock.start_of(first), occurred_at__lt=after)

    def chain_of(self, first_id: UUID) -> "Entries":
        return self.filter(models.Q(id=first_id) | models.Q(corrects=first_id)).order_by("received_at", "id")


class Stored(models.Model):
    """One entry as it stands. Read only: entries are written by :func:`tongzhou.ledger.actions.append` alone."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    place_id = models.UUIDField()
    subject_id = models.UUIDField(null=True)
    subject_place_id = models.UUIDField(null=True)
    visit_id = models.UUIDField(null=True)
    corrects = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()
    authors = ArrayField(models.UUIDField())
    body = models.JSONField()
    town_id = models.UUIDField()
    received_at = models.DateTimeField()
    unit_id = models.UUIDField()
    device = models.TextField()
    channel = models.TextField()
    sealed = models.BinaryField(null=True)
    keep_until = models.DateField()
    content = models.BinaryField()
    seal = models.BinaryField()

    objects = Entries.as_manager()

    class Meta:
        db_table = "ledger_entry"
        managed = False


class Root(Identified):
    """The Merkle root over what one town received on one day, chained to its last one and signed."""

    town_id = models.UUIDField()
    day = models.DateField()
    count = models.PositiveIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    signature = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_root"
        constraints = [models.UniqueConstraint(fields=["town_id", "day"], name="root_once_a_day")]
