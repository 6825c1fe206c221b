"""Suggestions, findings, draws and their checks. What became of them is told by their matters.

Never keep a name, a telephone or a health fact here: a check knows its entry and its person by id only.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place

LENGTH = 200


class Suggestion(Identified):
    """``token``: the keyed hash of the receipt's code; ``made_by``: a member of staff, none for the public page."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    words = models.CharField(max_length=LENGTH)
    token = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=220, blank=True)
    matter_id = models.UUIDField(unique=True)
    keep_until = models.DateField()


class Finding(Identified):
    """``entry_id``: the record that it is about, if it is about one."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    words = models.CharField(max_length=LENGTH)
    photo = models.BinaryField(null=True)
    entry_id = models.UUIDField(null=True)
    found_at = models.DateTimeField()
    found_by = models.UUIDField()
    found_by_name = models.CharField(max_length=220)
    matter_id = models.UUIDField(unique=True)
    keep_until = models.DateField()


class Draw(Identified):
    """``population``: how many records there were; ``seed``: with it and the same records the same ones are drawn."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField()
    population = models.PositiveIntegerField()
    seed = models.CharField(max_length=32)
    drawn_at = models.DateTimeField()
    drawn_by = models.UUIDField()
    drawn_by_name = models.CharField(max_length=220)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="draw_ends_after_it_begins"),
        ]


class Result(models.TextChoices):
    HOLDS = "holds", _("Holds: was asked as recorded")
    DIFFERS = "differs", _("Was asked, but tells it otherwise")
    NEVER_ASKED = "never_asked", _("Nobody ever asked")
    WRONG_NUMBER = "wrong_number", _("The number is somebody else's")
    NO_ANSWER = "no_answer", _("Does not answer")


class Check(Identified):
    """``place``: where the record was made. ``result``: empty until somebody was reached, or three attempts failed."""

    class Way(models.TextChoices):
        PHONE = "phone", _("Called")
        VISIT = "visit", _("Visited")

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="checks")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    entry_id = models.UUIDField(unique=True)
    person_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=8, choices=Way.choices, blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    checked_by_name = models.CharField(max_length=220, blank=True)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="checks")
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(result="") | Q(result__in=Result.values), name="check_result_is_known"),
            models.CheckConstraint(
                condition=Q(result="", checked_at=None) | (~Q(result="") & Q(checked_at__isnull=False)),
                name="check_result_has_its_time",
            ),
        ]
