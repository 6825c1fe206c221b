"""What travellers announce before they arrive. Never keep a key here: each is sealed under one that its code makes."""

from django.db import models
from django.db.models import Q

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Announcement(Identified):
    """A party on its way to ``place``. Nobody reads it without its code; the village sees how many come, and when."""

    token = models.BinaryField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    expected_on = models.DateField()
    persons = models.PositiveSmallIntegerField()
    phone = models.BinaryField(null=True)  # a keyed hash, to see whether one telephone floods the page
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)  # when the last of the party was registered; then nothing stays sealed
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token"], name="announcement_opens_by_one_code"),
            models.CheckConstraint(condition=Q(taken_at=None) | Q(sealed=b""), name="announcement_taken_is_empty"),
        ]
        indexes = [
            models.Index(fields=["place", "created_at"], name="announcement_flow"),
            models.Index(fields=["phone", "created_at"], name="announcement_by_phone"),
        ]
