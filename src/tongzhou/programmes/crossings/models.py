"""What state each facility of a crossing is in. Nothing of a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class State(models.TextChoices):
    FREE = "free", _("Free")
    USED = "used", _("To be disinfected")
    BROKEN = "broken", _("Out of order")


class Facility(Identified):
    """A mobile toilet, by its number at the post."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.FREE)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "number"], name="facility_has_its_number"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="facility_state_is_known"),
        ]
