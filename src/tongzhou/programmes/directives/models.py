"""Directives, and whom each was sent to. A directive holds no person; every office may read it."""

from django.db import models
from django.db.models import Q

from tongzhou.kernel.models import Identified
from tongzhou.matters.casetypes import Proof
from tongzhou.places.models import Place
from tongzhou.units.models import Unit


class Directive(Identified):
    """``under``: the directive of the level above that this one carries out."""

    title = models.CharField(max_length=100)
    words = models.CharField(max_length=1000)
    document = models.CharField(max_length=200)
    article = models.CharField(max_length=100, blank=True)
    document_on = models.DateField()
    proof = models.CharField(max_length=10, choices=Proof.choices, blank=True)
    due_at = models.DateTimeField()
    under = models.ForeignKey("self", models.PROTECT, null=True, related_name="below")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    issued_by_name = models.CharField(max_length=220)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="directive_is_withdrawn_with_a_reason",
            ),
        ]


class Task(Identified):
    """One receiver of a directive: ``place`` does it, ``above`` asked for it; its matter tells the rest."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="tasks")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    above = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    matter_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "place"], name="task_is_once_at_a_place")]
