"""Tables that offices handed in, what their headings mean, and when they were filled. No person's data is kept here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Table(Identified):
    """An office's own workbook, empty as it was handed in. ``matches``: column letter to field, as confirmed."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")  # of the office that handed it in
    name = models.CharField(max_length=120)
    wanted_by = models.CharField(max_length=120)  # which office asks for it
    content = models.BinaryField()
    form = models.CharField(max_length=64, blank=True)  # the same for the same headings in the same order
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
    answer = models.BinaryField(null=True)  # a keyed hash: the same when nothing that is filled in has changed
    is_masked = models.BooleanField(default=True)
    persons = models.PositiveIntegerField()
    reused = models.PositiveIntegerField()  # cells that were known already: nobody had to ask
    lacking = models.PositiveIntegerField()  # cells of columns that we have and that were not known
    to_ask = models.PositiveIntegerField()  # columns that nobody here asks for


class Outcome(models.TextChoices):
    """What became of asking for a table, beside filling it."""

    NEW = "new", _("handed in")
    SAME = "same", _("the same form was here already")
    ANSWERED = "answered", _("already answered, nothing has changed")


class Asking(Identified):
    """Somebody asked for a table: for the registry."""

    table = models.ForeignKey(Table, models.PROTECT, related_name="askings")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=220)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)


class Order(Identified):
    """A table filled every day at the same hour, masked, under the duty on which it was asked for; it ends with it."""

    table = models.ForeignKey(Table, models.PROTECT, related_name="orders")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    account_id = models.UUIDField()
    duty_id = models.UUIDField()
    language = models.CharField(max_length=10)
    by_name = models.CharField(max_length=220)
    reason = models.CharField(max_length=200)
    hour = models.PositiveSmallIntegerField()
    until_on = models.DateField()
    filled_on = models.DateField(null=True)  # the last day on which it was begun
    ended_at = models.DateTimeField(null=True)
    end_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lt=24), name="order_has_an_hour"),
            models.UniqueConstraint(
                fields=["table", "place", "account_id"], condition=Q(ended_at=None), name="order_is_one"
            ),
        ]
