"""Tables that offices handed in, what their headings mean, and when they were filled. No person's data is kept here."""

from django.db import models

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Table(Identified):
    """An office's own workbook, empty as it was handed in. ``matches``: column letter to field, as confirmed."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")  # of the office that handed it in
    name = models.CharField(max_length=120)
    wanted_by = models.CharField(max_length=120)  # which office asks for it
    content = models.BinaryField()
    matches = models.JSONField()
    handed_in_at = models.DateTimeField()
    handed_in_by = models.CharField(max_length=220)
    ended_at = models.DateTimeField(null=True)


class Heading(Identified):
    """What a heading means, as a person confirmed it; empty: nothing that we have."""

    text = models.CharField(max_length=120, unique=True)
    field = models.CharField(max_length=100, blank=True)
    confirmed_by = models.CharField(max_length=220)
    confirmed_at = models.DateTimeField()


class Filling(Identified):
    """Who had a table filled for which place and day, and what could be filled."""

    table = models.ForeignKey(Table, models.PROTECT, related_name="fillings")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=220)
    reason = models.CharField(max_length=200, blank=True)
    is_masked = models.BooleanField(default=True)
    persons = models.PositiveIntegerField()
    reused = models.PositiveIntegerField()  # cells that were known already: nobody had to ask
    lacking = models.PositiveIntegerField()  # cells of columns that we have and that were not known
    to_ask = models.PositiveIntegerField()  # columns that nobody here asks for
