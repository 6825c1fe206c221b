"""Which pass went through which gate. No holder, no degree."""

from django.db import models

from tongzhou.places.models import Place


class Passage(models.Model):
    """``zone``: the place whose gate it was; ``post``: the gate. The id is that of the entry."""

    entry_id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    pass_number = models.BigIntegerField()
    household = models.BinaryField()
    at = models.DateTimeField()
    is_out = models.BooleanField()
    keep_until = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["pass_number", "at"], name="passage_of_pass"),
            models.Index(fields=["zone", "at"], name="passage_of_zone"),
        ]
