"""Cases, their notices and their contacts: ids, codes and days. No name is kept here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class State(models.TextChoices):
    SUSPECTED = "suspected", _("Suspected")
    CONFIRMED = "confirmed", _("Confirmed case")
    RULED_OUT = "ruled_out", _("Ruled out")
    RECOVERED = "recovered", _("Recovered")


class Case(Identified):
    """``onset_on``: the day of the first complaint, from which contacts are counted."""

    person_id = models.UUIDField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    onset_on = models.DateField()
    noticed_at = models.DateTimeField()
    home_id = models.UUIDField(null=True)  # the matter around the door
    zone_id = models.UUIDField(null=True)  # the matter about the passes of the building
    listing_id = models.UUIDField(null=True)  # the matter about a place for the list of risk areas
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_state_is_known"),
            models.UniqueConstraint(
                fields=["person_id"],
                condition=Q(state__in=["suspected", "confirmed"]),
                name="case_goes_on_once_for_a_person",
            ),
        ]


class Notice(Identified):
    """One notice of the health authority. Never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State.choices)
    document = models.CharField(max_length=100)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=220)


class Contact(Identified):
    """``rule``: the version by which it was judged."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="contacts")
    person_id = models.UUIDField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    last_on = models.DateField()
    rule = models.CharField(max_length=20)
    is_close = models.BooleanField()
    matter_id = models.UUIDField(null=True)
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person_id"], name="contact_is_once_of_a_case")]
