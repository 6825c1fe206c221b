"""Lines of the duty log, and who has read it. No name of a person concerned, no health fact, no raw photo."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Urgency(models.TextChoices):
    NOW = "now", _("Now: answer within 30 minutes")
    TODAY = "today", _("Today: answer within 4 hours")
    LOG = "log", _("Only for the next shift")


class Incident(Identified):
    """``place`` is the post; ``above`` the place whose office answers, none for a line of the log."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    above = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    words = models.CharField(max_length=500)
    photo = models.BinaryField(null=True)
    matter_id = models.UUIDField(null=True)
    reported_at = models.DateTimeField()
    reported_by = models.UUIDField()
    reported_by_name = models.CharField(max_length=220)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="incident_urgency_is_known"),
            models.CheckConstraint(
                condition=Q(urgency=Urgency.LOG, matter_id=None)
                | (~Q(urgency=Urgency.LOG) & Q(matter_id__isnull=False)),
                name="incident_that_is_urgent_is_a_matter",
            ),
        ]
        indexes = [models.Index(fields=["place", "reported_at"], name="incident_of_post")]


class Reading(Identified):
    """Somebody of the next shift has read the log of the post up to this moment."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    staff_id = models.UUIDField()
    name = models.CharField(max_length=220)
