"""Stops and loads. No name, no address and no reason: a stop knows its household by an id alone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class State(models.TextChoices):
    WAITING = "waiting", _("To fetch")
    FETCHED = "fetched", _("Fetched at the door")
    NOTHING = "nothing", _("Nothing was out")
    HANDED = "handed", _("Handed over at the lane")
    ARRIVED = "arrived", _("At the lane")
    MISSED = "missed", _("Missed")


class Load(Identified):
    """What a collector handed over: counted by the collector, then at the lane."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    bags = models.PositiveSmallIntegerField()
    handed_at = models.DateTimeField()
    handed_by_name = models.CharField(max_length=220)
    counted = models.PositiveSmallIntegerField(null=True)
    arrived_at = models.DateTimeField(null=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(counted=None, arrived_at=None) | Q(counted__isnull=False, arrived_at__isnull=False),
                name="load_arrives_counted",
            )
        ]


class Stop(Identified):
    day = models.DateField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    household_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    bags = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(null=True)
    by_name = models.CharField(max_length=220, blank=True)
    load = models.ForeignKey(Load, models.PROTECT, null=True, related_name="stops")
    matter_id = models.UUIDField(null=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "household_id"], name="stop_is_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="stop_state_is_known"),
        ]
        indexes = [models.Index(fields=["day", "place"], name="stop_of_day")]
