"""Errands. Files lie here sealed, under a key that goes with the row."""

from django.db import models
from django.db.models import Q

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Errand(Identified):
    """``number``: of its job, null while it waits for the asker's word. ``told``: the result in counts, no person."""

    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    account_id = models.UUIDField()
    language = models.CharField(max_length=10)
    asked = models.JSONField(default=dict)  # what was chosen on the page: no person
    wrapped_key = models.BinaryField()
    given = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    number = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    told = models.JSONField(null=True)
    refused = models.CharField(max_length=500, blank=True)
    result = models.BinaryField(null=True)
    result_name = models.CharField(max_length=160, blank=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, told=None, refused="") | Q(ended_at__isnull=False), name="errand_ends_whole"
            )
        ]
        indexes = [models.Index(fields=["account_id", "asked_at"], name="errand_of_account")]
