"""Passes, the list of what was revoked, the keys' numbers, the profiles of compounds. Nothing names a holder."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.passes.codes import Kind
from tongzhou.places.models import Place


class State(models.TextChoices):
    ISSUED = "issued", _("To be handed out")
    COLLECTED = "collected", _("Handed out")
    LOST = "lost", _("Lost")
    REPLACED = "replaced", _("Replaced")
    REVOKED = "revoked", _("Revoked")


class Pass(Identified):
    """``place``: the compound or village that honours it; ``recorded_at``: the post that issued it."""

    number = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    person_id = models.UUIDField(null=True)
    household_id = models.UUIDField(null=True)
    plate = models.BinaryField(null=True)  # a keyed hash
    key_number = models.PositiveSmallIntegerField()
    is_paper = models.BooleanField()
    starts_at = models.DateTimeField()
    hours = models.PositiveSmallIntegerField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ISSUED)
    slot_at = models.DateTimeField(null=True)  # when to fetch it, so that nobody queues
    changed_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    entry_id = models.UUIDField()
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="pass_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="pass_kind_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="pass_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(number__gte=0, number__lt=1 << 60), name="pass_number_has_60_bits"),
        ]
        indexes = [
            models.Index(fields=["place", "state", "slot_at"], name="pass_of_place"),
            models.Index(fields=["person_id"], condition=Q(person_id__isnull=False), name="pass_of_person"),
            models.Index(fields=["household_id"], condition=Q(household_id__isnull=False), name="pass_of_household"),
        ]


class Revocation(models.Model):
    """One line of the list; ``pass_number`` alone, or ``zone`` with ``before``. Lines are only added."""

    number = models.BigIntegerField(primary_key=True)
    pass_number = models.BigIntegerField(null=True, unique=True)
    zone = models.BigIntegerField(null=True)
    before = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_number__isnull=False, zone=None, before=None)
                | Q(pass_number=None, zone__isnull=False, before__isnull=False),
                name="revocation_is_of_a_pass_or_of_a_zone",
            )
        ]
        indexes = [models.Index(fields=["zone"], name="revocation_of_zone", condition=Q(zone__isnull=False))]


class Key(models.Model):
    """A key by its number; what it signs with is derived, never stored."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    from_at = models.DateTimeField()


class Profile(models.Model):
    """What a compound is like. One row for a place; its history is in the ledger."""

    class Sort(models.TextChoices):
        RELOCATED = "relocated", _("Relocated households")
        VILLAGE = "village", _("Village")
        BOUGHT = "bought", _("Bought homes")
        RENTED = "rented", _("Rented homes")
        WORKERS = "workers", _("Workers' lodging")

    place = models.OneToOneField(Place, models.PROTECT, primary_key=True, related_name="+")
    sort = models.CharField(max_length=10, choices=Sort.choices)
    elderly = models.PositiveSmallIntegerField()  # of a hundred residents, those of sixty and over
    has_property_firm = models.BooleanField()
    entrances = models.PositiveSmallIntegerField()
    open_entrances = models.PositiveSmallIntegerField()
    outings = models.PositiveSmallIntegerField(null=True)  # so many persons of a household …
    days = models.PositiveSmallIntegerField(null=True)  # … in so many days

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(elderly__lte=100), name="profile_share_is_of_a_hundred"),
            models.CheckConstraint(
                condition=Q(open_entrances__gte=1, open_entrances__lte=F("entrances")), name="profile_has_an_open_gate"
            ),
            models.CheckConstraint(
                condition=Q(outings=None, days=None) | Q(outings__gte=1, days__gte=1), name="profile_rule_is_whole"
            ),
        ]
