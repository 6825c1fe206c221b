"""Accounts, duties and the log of looks. A right without an end cannot be stored here."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place
from tongzhou.units.models import Staff, Unit


class Account(Identified, AbstractBaseUser):
    """The sign-in of one member of staff: a password and a second factor. Nobody shares one."""

    username = models.CharField(max_length=60, unique=True)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="accounts")
    factor = models.BinaryField(null=True)  # TOTP secret, sealed under the district's key
    factor_step = models.BigIntegerField(default=0)  # the last time step that was used: a code opens once
    refused_count = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class Duty(Identified):
    """One role at one place, from a time until a time. What an account sees follows from the duty it is on."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")
    role = models.CharField(max_length=30)
    place = models.ForeignKey(Place, models.PROTECT, related_name="duties")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    basis = models.CharField(max_length=200)  # the document or decision that it rests on
    assigned_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="assigned")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["account", "ends_at"], name="duty_of_account")]


class Look(Identified):
    """Somebody read what is sealed about a person: who, on which duty, what and why. Never changed or removed early."""

    at = models.DateTimeField()
    account_id = models.UUIDField()
    name = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=100)
    role = models.CharField(max_length=30)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")  # where the person lives
    subject_id = models.UUIDField()
    what = models.CharField(max_length=30)
    reason = models.CharField(max_length=200)
    keep_until = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "at"], name="look_by_subject"),
            models.Index(fields=["account_id", "at"], name="look_by_account"),
        ]


class Grant(Identified):
    """Minutes on one person outside the scope, for a typed reason."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    subject_id = models.UUIDField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="grant_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["account", "ends_at"], name="grant_of_account")]


class Attempt(Identified):
    """A sign-in or a look that was refused. Kept even when the transaction is undone."""

    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    what = models.CharField(max_length=60)
    path = models.CharField(max_length=200)


class Device(Identified):
    """A telephone at a post. Its private key never left it; what it may do follows from whoever holds it."""

    class Algorithm(models.TextChoices):
        ED25519 = "Ed25519"
        P256 = "P-256"

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    algorithm = models.CharField(max_length=8, choices=Algorithm.choices)
    public_key = models.BinaryField(unique=True)
    enrolled_by = models.UUIDField()
    enrolled_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    is_lost = models.BooleanField(default=False)
    heard_at = models.DateTimeField(null=True)
    clock_offset = models.BigIntegerField(default=0)  # milliseconds by which its clock runs ahead of ours
    version = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("enrolled_at")), name="device_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(is_lost=False) | Q(withdrawn_at__isnull=False), name="a_lost_device_is_withdrawn"
            ),
        ]


class Holder(Identified):
    """Somebody signed in on a device for one duty, or let in there by ``admitted_by``. The PIN stays on the device."""

    device = models.ForeignKey(Device, models.CASCADE, related_name="holders")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    admitted_by = models.UUIDField(null=True)


class Invitation(Identified):
    """A code on a coordinator's screen: enrols one device, once, within minutes, and lets who is on ``duty`` hold it.

    Only its hash is kept.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    token = models.BinaryField(unique=True)
    made_by = models.UUIDField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey(Holder, models.SET_NULL, null=True, related_name="+")
