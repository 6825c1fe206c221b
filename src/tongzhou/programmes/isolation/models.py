"""Isolations, the two reports of each day, the acts on paper, central sites. No name and no reading is kept here.

Never delete or change an act: another one follows it.
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class State(models.TextChoices):
    WAITING = "waiting", _("To be ordered at the door")
    HOME = "home", _("At home")
    REFUSED = "refused", _("Refuses")
    CENTRAL = "central", _("Central site")
    ENDED = "ended", _("Ended")


class Slot(models.TextChoices):
    MORNING = "morning", _("By ten in the morning")
    EVENING = "evening", _("By six in the evening")


class Act(models.TextChoices):
    """What a document rests on, and for which act."""

    HOME = "home", _("Observation at home ordered")
    CENTRAL = "central", _("Central isolation decided")
    NOTICE = "remedy", _("Decision handed over, remedies told")
    TRANSFER = "transfer", _("Taken to the central site")
    RELEASE = "release", _("Observation ended")
    DAYS = "days", _("Other days ordered")


def _place(*, is_needed: bool = False) -> "models.ForeignKey[Place | None, Place | None]":
    return models.ForeignKey(Place, models.PROTECT, null=not is_needed, related_name="+", db_index=False)


class Site(Identified):
    """A central site: rooms at a place of its own."""

    place = models.OneToOneField(Place, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    opened_at = models.DateTimeField()


class Room(Identified):
    site = models.ForeignKey(Site, models.PROTECT, related_name="rooms")
    number = models.CharField(max_length=10)
    beds = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="room_is_once_in_a_site"),
            models.CheckConstraint(condition=Q(beds__gte=1, beds__lte=8), name="room_has_one_to_eight_beds"),
        ]


class Isolation(Identified):
    """``place``: of the dwelling; ``site_place``, ``review_place``: who sees it too. ``team``: part, name, phone."""

    person_id = models.UUIDField()
    place = _place(is_needed=True)
    site_place = _place()
    review_place = _place()
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.CharField(max_length=20)
    from_on = models.DateField()
    until_on = models.DateField()
    team = models.JSONField(default=list)
    basis = models.CharField(max_length=200, blank=True)  # of the decision that waits to be confirmed
    status_id = models.UUIDField(null=True)
    refusal_id = models.UUIDField(null=True)  # the matter of the ladder
    appeal_id = models.UUIDField(null=True)
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="guests")
    admitted_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    opened_by_name = models.CharField(max_length=220)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=220, blank=True)
    ending = models.CharField(max_length=12, blank=True)
    certificate_id = models.UUIDField(null=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="isolation_state_is_known"),
            models.UniqueConstraint(
                fields=["person_id"], condition=Q(ended_at=None), name="isolation_is_once_for_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state=State.ENDED, ended_at__isnull=False) | (~Q(state=State.ENDED) & Q(ended_at=None)),
                name="isolation_end_belongs_together",
            ),
        ]
        indexes = [
            models.Index(fields=["place"], condition=Q(ended_at=None), name="isolation_open_by_place"),
            models.Index(fields=["site_place"], condition=Q(ended_at=None), name="isolation_open_by_site"),
        ]

    @property
    def length(self) -> int:
        """How many days it has, the first and the last one counted."""
        return self.day_number(self.until_on)

    def day_number(self, on: date) -> int:
        return (on - self.from_on).days + 1


class Report(Identified):
    """One of the two reports of a day: ``at`` is empty for one that is missing, for which somebody goes to the door."""

    isolation = models.ForeignKey(Isolation, models.PROTECT, related_name="reports")
    place = _place(is_needed=True)
    site_place = _place()
    day = models.DateField()
    slot = models.CharField(max_length=8, choices=Slot.choices)
    at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=12, blank=True)
    is_alarm = models.BooleanField(default=False)
    entry_id = models.UUIDField(null=True)
    visit_id = models.UUIDField(null=True)  # the matter of the visit at the door

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["isolation", "day", "slot"], name="report_is_once_a_slot"),
            models.CheckConstraint(
                condition=Q(at__isnull=False, entry_id__isnull=False) | Q(at=None, visit_id__isnull=False),
                name="report_is_given_or_sought",
            ),
        ]


class Order(Identified):
    """An act on paper: which, resting on what, by whom, confirmed by whom. Never changed."""

    isolation = models.ForeignKey(Isolation, models.PROTECT, related_name="orders")
    place = _place(is_needed=True)
    site_place = _place()
    review_place = _place()
    act = models.CharField(max_length=8, choices=Act.choices)
    basis = models.CharField(max_length=200)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=220)
    confirmed_by_name = models.CharField(max_length=220, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(act__in=Act.values), name="order_act_is_known")]
