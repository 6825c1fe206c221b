"""Rulings: what holds of a rule, from when, at which levels, resting on what. Never change one that was confirmed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tongzhou.kernel.models import Identified


class Ruling(Identified):
    """``is_confirmed``: None while it waits for the second person."""

    code = models.CharField(max_length=30)
    value = models.CharField(max_length=30)
    levels = ArrayField(models.CharField(max_length=1), default=list)
    document = models.CharField(max_length=200)
    article = models.CharField(max_length=100, blank=True)
    document_on = models.DateField()
    from_at = models.DateTimeField()
    set_at = models.DateTimeField()
    set_by = models.UUIDField()
    set_by_name = models.CharField(max_length=220)
    is_confirmed = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=220, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_confirmed=None, answered_at=None, answered_by=None)
                | Q(is_confirmed__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="ruling_answer_belongs_together",
            ),
            models.CheckConstraint(
                condition=~Q(is_confirmed=True) | ~Q(answered_by=F("set_by")), name="ruling_is_confirmed_by_another"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(is_confirmed=None), name="ruling_waits_once_for_a_rule"
            ),
        ]

    def basis(self) -> str:
        return f"{self.document} {self.article}".strip() + f" ({self.document_on:%Y-%m-%d})"
