"""What the platform tells everybody, what a place tells its residents, and for how long. Never a person's name."""

from django.db import models
from django.db.models import F, Q

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


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


class Poster(Identified):
    """Words of a place to its residents, from the first day to the last; they hold in every place below it too."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    title = models.CharField(max_length=40)
    words_zh = models.CharField(max_length=600)
    words_en = models.CharField(max_length=600, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=220)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="poster_ends_after_it_begins")
        ]
        indexes = [models.Index(fields=["place", "until_on"], name="poster_of_place")]
