"""Printed sheets and their rows. Never keep a typed answer here once it was saved, and never in the clear."""

from django.db import models

from tongzhou.kernel import ids
from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Sheet(Identified):
    """``work``: the type of work whose persons stand on it; empty for a blank one. ``asked_at``: of the last row."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    version_id = models.UUIDField()  # of the questionnaire, as it was printed
    questionnaire = models.CharField(max_length=100)
    work = models.CharField(max_length=40, blank=True)
    printed_at = models.DateTimeField()
    printed_by_name = models.CharField(max_length=220)
    asked_at = models.DateTimeField(null=True)
    with_staff = models.JSONField(default=list)
    keep_until = models.DateField()


class Row(Identified):
    """``entry_id`` is made with the sheet, so that a row typed twice is stored once."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="rows")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    person_id = models.UUIDField(null=True)
    home_id = models.UUIDField(null=True)  # where that person lives
    entry_id = models.UUIDField(default=ids.new)
    draft = models.BinaryField(null=True)
    wrapped_key = models.BinaryField(null=True)
    saved_at = models.DateTimeField(null=True)
    saved_by_name = models.CharField(max_length=220, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="paper_row_has_its_number"),
            models.CheckConstraint(
                condition=models.Q(saved_at=None) | models.Q(draft=None), name="paper_saved_row_keeps_no_draft"
            ),
        ]
