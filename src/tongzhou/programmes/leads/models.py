"""Leads: whom a list names. Sealed like persons, but under keys that are destroyed within a month."""

from django.db import models

from tongzhou.kernel import sealing
from tongzhou.kernel.models import Identified
from tongzhou.people.identities import Identity, unseal
from tongzhou.places.models import Place


class Lead(Identified):
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)  # where they are to be reached
    recorded_at = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    token = models.BinaryField(null=True)  # keyed hash of who it is, as surely as the list says
    list_name = models.CharField(max_length=120)
    row = models.PositiveIntegerField()
    sealed = models.BinaryField()
    told = models.BinaryField(null=True)  # what else the list says: data element to text, under the same key
    wrapped_key = models.BinaryField()
    matter_id = models.UUIDField()
    imported_at = models.DateTimeField()
    imported_by_name = models.CharField(max_length=220)
    keep_until = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["place", "imported_at"], name="lead_by_place"),
            models.Index(fields=["token"], name="lead_by_token"),
        ]

    def identity(self) -> Identity:
        """Who it is, in the clear; the caller writes the look down first."""
        return unseal(bytes(self.sealed), sealing.unwrap(bytes(self.wrapped_key)))

    def said(self) -> dict[str, str]:
        """What else the list says of them; a look as well."""
        return sealing.unseal(sealing.unwrap(bytes(self.wrapped_key)), bytes(self.told)) if self.told else {}
