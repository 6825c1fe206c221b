"""Offices and the people who work in them, with dates. A unit sits at a place; it is not the place."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Dated, Place


class UnitKind(models.TextChoices):
    HEADQUARTERS = "headquarters", _("Headquarters")
    DEPARTMENT = "department", _("Department")
    TOWN_OFFICE = "town_office", _("Town office")
    COMMITTEE = "committee", _("Committee")
    PREPARATORY = "preparatory", _("Preparatory group")
    FIRM = "firm", _("Firm")
    CLINIC = "clinic", _("Fever clinic")
    PHARMACY = "pharmacy", _("Pharmacy")
    SITE = "site", _("Central isolation site")
    REVIEW = "review", _("Review office")


class Unit(Identified):
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_is_known"),
            models.UniqueConstraint(
                fields=["place", "name"], condition=Q(closed_on=None), name="unit_name_is_unique_at_its_place"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")), name="unit_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Staff(Identified):
    """Somebody who works for a unit: name and staff number, nothing else."""

    number = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Membership(Identified, Dated):
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    position = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "unit"], condition=Q(until_on=None), name="staff_is_once_in_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="membership_ends_after_it_begins"
            ),
        ]
