"""The one abstract base: an id that the recorder makes."""

from django.db import models

from tongzhou.kernel import ids


class Identified(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)

    class Meta:
        abstract = True
