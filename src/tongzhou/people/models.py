"""Persons, households, tokens, statuses, contacts and receipts. All that names somebody is sealed.

Never add a column that holds a name, a number, a telephone or an address in the clear; ``masked`` is the one exception.
``place`` is where the person lives, ``recorded_at`` the post that wrote the row: it is seen from either.
"""

from django.db import models
from django.db.models import F, Q

from tongzhou.kernel import sealing
from tongzhou.kernel.models import Identified
from tongzhou.people.identities import Identity, unseal
from tongzhou.places.models import Dated, Place


def _place() -> "models.ForeignKey[Place, Place]":
    return models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)


class Person(Identified):
    """One record of somebody. Without ``wrapped_key`` it is forgotten; ``merged_into``: another of the same human."""

    place = _place()
    recorded_at = _place()
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField(null=True)
    masked = models.CharField(max_length=10)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)
    guardian = models.ForeignKey("self", models.PROTECT, null=True, related_name="wards", db_index=False)
    keep_until = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_is_not_merged_into_itself"),
            models.CheckConstraint(condition=~Q(guardian=F("id")), name="person_is_not_the_own_guardian"),
        ]
        indexes = [
            models.Index(fields=["place", "created_at"], name="person_by_place"),
            models.Index(fields=["recorded_at"], name="person_by_post"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged"),
        ]

    @property
    def key(self) -> bytes:
        """Raises KeyDestroyed when the person is forgotten."""
        return sealing.unwrap(None if self.wrapped_key is None else bytes(self.wrapped_key))

    def identity(self, key: bytes) -> Identity:
        """In the clear: whoever asks has written a look, or answers nothing of it."""
        return unseal(bytes(self.sealed), key)


class Token(models.Model):
    """One thing that finds a person. Its two indexes are its key and the person: a search reads (token, place)."""

    pk = models.CompositePrimaryKey("token", "place", "person")
    token = models.BinaryField()
    # without constraints: the database would look the place and the person up once for each of 24 tokens
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="tokens", db_constraint=False)


class Household(Identified):
    """One address of one place. The id is a keyed hash of both: see :func:`tokens.of_address`."""

    place = _place()
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()


class Membership(Identified, Dated):
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships")
    place = _place()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="household_left_after_it_was_joined"
            ),
        ]


class Status(Identified):
    """Something that holds of a person from a day; ``until`` is when it should be over, ``ended_at`` when it was."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="statuses")
    place = _place()
    recorded_at = _place()
    kind = models.CharField(max_length=40)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.CharField(max_length=40)
    evidence = models.BinaryField(null=True)  # sealed under the person's key
    entry_id = models.UUIDField()  # the ledger entry that set it
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_reason = models.CharField(max_length=40, null=True)
    ended_entry = models.UUIDField(null=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="status_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_reason=None, ended_entry=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended_reason__isnull=False)
                & Q(ended_entry__isnull=False),
                name="status_end_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("set_by")), name="status_is_confirmed_by_another"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="status_has_a_reason"),
        ]
        indexes = [models.Index(fields=["place", "kind"], condition=Q(ended_at=None), name="status_held_at_place")]


class Contact(Identified):
    """Asked by ``staff_name`` of ``unit_name`` about ``about``; ``about`` holds no health fact."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts", db_index=False)
    place = _place()
    recorded_at = _place()
    unit_id = models.UUIDField()
    unit_name = models.CharField(max_length=100)
    staff_name = models.CharField(max_length=100)
    about = models.CharField(max_length=60)
    channel = models.CharField(max_length=30)
    at = models.DateTimeField()
    keep_until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="contact_by_person")]


class Receipt(Identified):
    """What a receipt's code opens; of the code itself only a keyed hash is kept."""

    token = models.BinaryField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="receipts")
    place = _place()
    recorded_at = _place()
    created_at = models.DateTimeField()
    keep_until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token"], name="receipt_opens_one_person")]


class Certificate(Identified):
    """A destruction that took place: what was past its day, how many of each kind, and a hash over all their ids."""

    day = models.DateField()
    at = models.DateTimeField()
    counts = models.JSONField()
    hash = models.BinaryField()
