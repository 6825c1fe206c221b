"""Places, who manages them and their codes, each with dates. A move or a new code never changes a place's id."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified


class PlaceKind(models.TextChoices):
    DISTRICT = "district", _("District")
    TOWN = "town", _("Town")
    COMMITTEE = "committee", _("Residents' committee")
    VILLAGE = "village", _("Villagers' committee")
    PREPARATORY = "preparatory", _("Preparatory group")
    DESK = "desk", _("Desk")
    GATE = "gate", _("Gate")
    CHECKPOINT = "checkpoint", _("Road checkpoint")
    COMPOUND = "compound", _("Compound")
    FIRM = "firm", _("Firm")
    LANDMARK = "landmark", _("Landmark")


class Place(Identified):
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=PlaceKind.choices)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    tile_column = models.SmallIntegerField(null=True)  # where it stands on the tile map, from the west
    tile_row = models.SmallIntegerField(null=True)  # and from the north
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_is_known"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")), name="place_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None) | Q(longitude__isnull=False, latitude__isnull=False),
                name="place_point_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Dated(models.Model):
    """True from a day until the day before another; without an end it is true still."""

    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Managed(Identified, Dated):
    place = models.ForeignKey(Place, models.PROTECT, related_name="managers")
    parent = models.ForeignKey(Place, models.PROTECT, related_name="managed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(until_on=None), name="place_has_one_manager"),
            models.CheckConstraint(condition=~Q(place=F("parent")), name="place_does_not_manage_itself"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="managed_ends_after_it_begins"
            ),
        ]


class Code(Identified, Dated):
    place = models.ForeignKey(Place, models.PROTECT, related_name="codes")
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(until_on=None), name="place_has_one_code"),
            models.UniqueConstraint(fields=["code"], condition=Q(until_on=None), name="code_has_one_place"),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{6}(\d{3}){0,2}$"), name="code_is_6_9_or_12_digits"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="code_ends_after_it_begins"
            ),
        ]


class Stamp(models.Model):
    """One row that changes with the tree, so that each process knows when the tree it remembers is old."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField()
