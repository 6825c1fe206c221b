"""Who went through a gate, or was stopped there: each check one narrow row. No holder, no degree."""

from django.db import models

from tongzhou.places.models import Place


class Passage(models.Model):
    """``zone``: the place whose gate it was; ``post``: the gate. ``batch_id``: the ledger's entry that vouches for it.

    Codes are numbered by :mod:`rows`. Rows are only ever added, and destroyed when their time is up.
    """

    entry_id = models.UUIDField(primary_key=True)
    batch_id = models.UUIDField()
    zone = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    pass_number = models.BigIntegerField(null=True)
    list_number = models.IntegerField()
    keep_until = models.DateField()
    who = models.SmallIntegerField()
    outcome = models.SmallIntegerField()
    reason = models.SmallIntegerField()
    is_out = models.BooleanField()
    is_hot = models.BooleanField()
    household = models.BinaryField(null=True)
    car = models.BinaryField(null=True)
    visit_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["pass_number", "at"],
                name="passage_of_pass",
                condition=models.Q(pass_number__isnull=False),
            ),
            models.Index(fields=["zone", "at"], name="passage_of_zone"),
            models.Index(fields=["batch_id"], name="passage_of_batch"),
        ]
