"""What the platform tells everybody, and for how long."""

from django.db import models
from django.db.models import F, Q

from tongzhou.kernel.models import Identified


class Notice(Identified):
    words_zh = models.CharField(max_length=300)
    words_en = models.CharField(max_length=300, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=220)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="notice_ends_after_it_begins")
        ]
