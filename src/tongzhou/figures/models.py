"""Standings, counts and what was reported. Only the counting changes the first two; nothing here holds a name."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Standing(models.Model):
    """One share: at which place somebody (or an entry) counts on a day, and by which entry."""

    pk = models.CompositePrimaryKey("indicator", "counted", "day")
    indicator = models.CharField(max_length=60)
    counted = models.UUIDField()
    whose = models.UUIDField()
    day = models.DateField()
    place_id = models.UUIDField()
    entry_id = models.UUIDField()
    amount = models.IntegerField(default=1, db_default=1)

    class Meta:
        indexes = [
            models.Index(fields=["place_id", "indicator", "day"], name="standing_by_place"),
            models.Index(fields=["whose"], name="standing_by_whose"),
        ]


class Count(models.Model):
    pk = models.CompositePrimaryKey("indicator", "place_id", "day", "slot")
    indicator = models.CharField(max_length=60)
    place_id = models.UUIDField()
    day = models.DateField()
    slot = models.SmallIntegerField()
    value = models.IntegerField()
    moved_at = models.DateTimeField()  # when it last changed: how fresh the figure is


class Qualifier(models.TextChoices):
    """How exact a reported value is meant to be; the page says 近百家, 650多家, 256名."""

    EXACT = "exact", _("exactly")
    NEARLY = "nearly", _("just under")
    MORE = "more", _("more than")
    ABOUT = "about", _("about")


class Reported(Identified):
    """A figure as it was told: never recomputed, so that what was said on a day can be read later."""

    indicator = models.CharField(max_length=60)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    day = models.DateField()
    value = models.IntegerField()
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    counted = models.IntegerField()  # what the ledger gave at that moment
    scope_note = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=200, blank=True)
    known_at = models.DateTimeField()
    reported_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(qualifier__in=Qualifier.values), name="reported_qualifier_is_known"),
            models.CheckConstraint(condition=Q(value__gte=0), name="reported_value_is_not_negative"),
        ]
        indexes = [models.Index(fields=["place", "day"], name="reported_by_place")]
