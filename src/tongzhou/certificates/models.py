"""Certificates as they were issued. No name in the clear: the paper bears it, the row a masked one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Kind(models.TextChoices):
    """These two and no third: see README."""

    RESIDENCE = "residence", _("Proof of residence")
    RELEASE = "release", _("Notice that observation has ended")


class Certificate(Identified):
    """``from_on`` to ``until_on``: the days of the observation that ended; none for a proof of residence."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=12, unique=True)
    person_id = models.UUIDField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    masked = models.CharField(max_length=10)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    issuer = models.CharField(max_length=100)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    issued_by_name = models.CharField(max_length=100)
    signature = models.BinaryField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="certificate_kind_is_one_of_two"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="certificate_is_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["place", "issued_at"], name="certificate_by_place")]
