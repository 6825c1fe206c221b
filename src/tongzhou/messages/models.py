"""Messages and the telephones of staff. A resident's number is never kept here: see the sealed record of people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place
from tongzhou.units.models import Staff


class Sort(models.TextChoices):
    PERSON = "person", _("Resident")
    STAFF = "staff", _("Member of staff")


class State(models.TextChoices):
    WAITING = "waiting", _("about to be handed over")
    HANDING = "handing", _("being handed over")
    HANDED = "handed", _("handed over")
    DELIVERED = "delivered", _("delivered")
    CALL = "call", _("to be called")
    FAILED = "failed", _("not delivered: call")
    UNSURE = "unsure", _("nobody knows whether it arrived: call")
    NO_PHONE = "no_phone", _("no telephone: go and tell")
    TOLD = "told", _("told by a person")
    GIVEN_UP = "given_up", _("cannot be reached")


REACHED = (State.DELIVERED, State.TOLD)
TO_CALL = (State.CALL, State.FAILED, State.UNSURE, State.NO_PHONE)


class Message(Identified):
    """``place``: where the recipient is seen from; ``sent_from``: the post that told. ``due_at``: when the gateway is
    asked next, None for never again. ``why``: a short code of the last failure, never what a gateway wrote."""

    batch_id = models.UUIDField()
    cause = models.CharField(max_length=40)
    fact_id = models.UUIDField()
    sort = models.CharField(max_length=6, choices=Sort.choices)
    recipient_id = models.UUIDField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    sent_from = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    words = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=220)
    state = models.CharField(max_length=9, choices=State.choices)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by_name = models.CharField(max_length=220, blank=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "fact_id", "recipient_id"], name="message_is_told_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_is_known"),
            models.CheckConstraint(
                condition=Q(told_at=None, told_by_name="") | Q(told_at__isnull=False), name="message_told_is_whole"
            ),
        ]
        indexes = [
            models.Index(fields=["batch_id"], name="message_of_batch"),
            models.Index(fields=["sent_from", "made_at"], name="message_by_sender"),
            models.Index(fields=["place", "made_at"], name="message_by_place"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="message_due"),
        ]


class Line(Identified):
    """The telephone of a member of staff, given by themself, sealed under the district's key."""

    staff = models.OneToOneField(Staff, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    given_at = models.DateTimeField()
    keep_until = models.DateField()
