"""Matters and their events. State is apart from outcome.

Never change an event: the application's logins may only move the place from which it is seen. Never store a name or a
health fact here: ``subject_id`` is all that is known of a person.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongzhou.kernel.models import Identified
from tongzhou.matters import receipts
from tongzhou.matters.casetypes import Act, CaseType, Proof, State, get
from tongzhou.places.models import Place
from tongzhou.places.tree import Scope
from tongzhou.units.models import Unit

NOTE_LENGTH = 200
_ENDINGS = [Act.CLOSE.value, Act.SUBMIT.value]
_FINISHED = {"outcome__isnull": False, "closed_at__isnull": False, "closed_by__isnull": False}
_UNFINISHED = {"outcome": None, "closed_at": None, "closed_by": None}


class MatterSet(models.QuerySet["Matter"]):
    def worked_in(self, scope: Scope) -> MatterSet:
        """Those that are worked at one of the scope's places."""
        return self.filter(place_id__in=scope.places)

    def sent_from(self, scope: Scope) -> MatterSet:
        """Those that the scope's places sent to others."""
        sent = Q(sender_place_id__in=scope.places) | Q(accountable_place_id__in=scope.places)
        return self.filter(sent).exclude(place_id__in=scope.places)

    def within(self, scope: Scope) -> MatterSet:
        places = scope.places
        return self.filter(Q(place_id__in=places) | Q(sender_place_id__in=places) | Q(accountable_place_id__in=places))

    def unfinished(self) -> MatterSet:
        return self.filter(closed_at=None)

    def overdue(self, at: datetime) -> MatterSet:
        return self.unfinished().filter(due_at__lt=at)


class Matter(Identified):
    """One piece of work: ``place`` is where it is worked, ``sender`` where it came from, ``holder`` who took it.

    ``accountable``: the unit that answers for it until the next has accepted; none when that is the owner itself. The
    clock: ``left_seconds`` of ``allowed_seconds`` were left when it ran on at ``counted_from``; ``due_at`` follows.
    """

    receipt = models.CharField(max_length=10)
    case_type = models.CharField(max_length=40)
    owner_unit = models.ForeignKey(Unit, models.PROTECT, related_name="matters")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    sender_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    sender_place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    subject_id = models.UUIDField(null=True)
    entry_id = models.UUIDField(null=True)  # the ledger entry that opened it
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    stage = models.CharField(max_length=20, blank=True)  # of its type, while it is in hand
    length = models.PositiveSmallIntegerField(default=1)  # how many events its story has
    attempts = models.PositiveSmallIntegerField(default=0)
    holder_id = models.UUIDField(null=True)
    holder_name = models.CharField(max_length=100, blank=True)
    accountable_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    accountable_place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)
    refusals = models.PositiveSmallIntegerField(default=0)
    proof = models.CharField(max_length=10, choices=Proof.choices, blank=True)  # what it asks for
    is_proved = models.BooleanField(default=False)
    proposed = models.CharField(max_length=40, blank=True)  # the outcome that waits for a second person
    is_office = models.BooleanField(default=False)
    allowed_seconds = models.PositiveIntegerField(null=True)
    left_seconds = models.IntegerField(null=True)
    counted_from = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    is_provisional = models.BooleanField(default=False)
    warned = models.PositiveSmallIntegerField(default=0)  # per cent of the time that somebody was told of
    warn_at = models.DateTimeField(null=True)
    levels_at = ArrayField(models.DateTimeField(), null=True)  # when each of clocks.LEVELS is reached
    calendar = models.BigIntegerField(null=True)  # the stamp of the working days an office clock was reckoned with
    raised_to = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=40, null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    keep_until = models.DateField()

    objects = MatterSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="matter_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, **_FINISHED) | (~Q(state=State.CLOSED) & Q(**_UNFINISHED)),
                name="matter_closed_facts_belong_together",
            ),
            models.CheckConstraint(
                condition=Q(sender_unit=None) | Q(sender_place__isnull=False), name="matter_sender_has_a_place"
            ),
        ]
        indexes = [
            models.Index(fields=["place", "due_at"], condition=Q(closed_at=None), name="matter_open_by_place"),
            models.Index(fields=["due_at", "id"], condition=Q(closed_at=None), name="matter_open_by_due"),
            models.Index(fields=["sender_place"], condition=Q(closed_at=None), name="matter_open_by_sender"),
            models.Index(fields=["holder_id", "due_at"], condition=Q(closed_at=None), name="matter_open_by_holder"),
            models.Index(fields=["receipt"], name="matter_by_receipt"),
            models.Index(fields=["subject_id"], name="matter_by_subject"),
            models.Index(fields=["entry_id"], name="matter_by_entry"),
        ]

    def __str__(self) -> str:
        return receipts.shown(self.receipt)

    @property
    def type(self) -> CaseType:
        return get(self.case_type)

    @property
    def is_closed(self) -> bool:
        return self.state == State.CLOSED

    def is_overdue(self, at: datetime) -> bool:
        return not self.is_closed and self.due_at < at


class Event(Identified):
    """What was done to a matter, by whom, and the state it led to. ``note`` is short and holds no health fact.

    It is read by its matter only, so one index is enough.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveSmallIntegerField()  # its place in the story, from 1
    at = models.DateTimeField()
    act = models.CharField(max_length=10, choices=Act.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    staff_id = models.UUIDField()
    staff_name = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=100)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    outcome = models.CharField(max_length=40, null=True)
    due_at = models.DateTimeField(null=True)  # the new due time, or the end of the pause
    object_id = models.UUIDField(null=True)  # the linked matter, the proof
    object_name = models.CharField(max_length=100, blank=True)  # its receipt, what it is; the colleague; the move
    from_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    sender_place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)
    accountable_place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="event_act_is_known"),
            models.CheckConstraint(
                condition=Q(act__in=_ENDINGS, outcome__isnull=False) | (~Q(act__in=_ENDINGS) & Q(outcome=None)),
                name="event_outcome_is_of_a_close",
            ),
            models.UniqueConstraint(fields=["matter", "number"], name="event_has_its_place_in_the_story"),
        ]


class Evidence(Identified):
    """What proves the work: a photo drawn anew, a document as it came. Seen wherever its matter is seen."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Proof.choices)
    name = models.CharField(max_length=100)
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    sender_place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)
    accountable_place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=Proof.values), name="evidence_kind_is_known")]


class Workday(Identified):
    """The district's own word on one day, over the published calendar; ``source`` is the document it rests on."""

    day = models.DateField(unique=True)
    is_worked = models.BooleanField()
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
