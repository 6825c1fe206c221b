"""The stamp: once set, the database is a demonstration and nothing else, and its clock stands in February 2020."""

from django.db import models


class Stamp(models.Model):
    id = models.SmallIntegerField(primary_key=True, default=1)
    made_at = models.DateTimeField()  # by the machine's clock
    shows = models.DateTimeField()  # what the demonstration's clock showed at that moment
    residents = models.IntegerField()
