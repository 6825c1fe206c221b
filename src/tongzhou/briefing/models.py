"""Briefs and the templates of their Word form. A signed brief never changes."""

from django.db import models
from django.db.models import Q

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Brief(Identified):
    """``content`` is frozen when it is made; ``told`` and the words may change until it is signed."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12, unique=True)
    content = models.JSONField()
    told = models.JSONField(default=dict)  # indicator -> value, reason, who, at
    words_zh = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=220)
    signed_at = models.DateTimeField(null=True)
    signed_by_name = models.CharField(max_length=220, blank=True)
    hash = models.BinaryField(null=True)
    signature = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "day", "number"], name="brief_number_of_the_day"),
            models.CheckConstraint(
                condition=Q(signed_at=None, hash=None, signature=None)
                | Q(signed_at__isnull=False, hash__isnull=False, signature__isnull=False),
                name="brief_signed_is_whole",
            ),
        ]

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class Template(Identified):
    """The Word form of briefs in one language; the last one uploaded is used."""

    language = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()
    uploaded_by_name = models.CharField(max_length=220)
