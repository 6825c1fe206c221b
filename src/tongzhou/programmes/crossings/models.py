"""Where the stages of a crossing stand, and what state each facility is in. Nothing of a person, nothing of a car."""

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


class Stage(Identified):
    """A stage of the check at a post: where it stands now. The ledger keeps where it stood before."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("Pre-check")
        CHECK = "check", _("Main check")
        SECOND = "second", _("Second check")

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    metres = models.PositiveSmallIntegerField(default=0)  # before the crossing
    is_open = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "kind"], name="stage_stands_once"),
            models.CheckConstraint(condition=Q(kind__in=["before", "check", "second"]), name="stage_kind_is_known"),
            models.CheckConstraint(condition=~Q(kind="check", is_open=False), name="check_is_never_closed"),
        ]
