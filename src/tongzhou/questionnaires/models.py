"""The dictionary, the versions of questionnaires, and what is already known of a person (sealed, a view of the ledger).

A version is never changed once it is published: a new one follows it. A known fact is never the record of anything.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Dated, Place


class Holds(models.TextChoices):
    """What an answer is, as in xlsform.vocabulary.QuestionType."""

    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    INTEGER = "integer", _("whole number")
    DATE = "date", _("day")
    TIME = "time", _("time of day")
    DATETIME = "datetime", _("day and time")
    CHOICE = "choice", _("one choice")
    CHOICES = "choices", _("several choices")
    POINT = "point", _("point on the map")


class DataElement(Identified):
    """One fact that may be asked: who needs it, what for, until when, and how long an answer stays fresh."""

    code = models.CharField(max_length=100, unique=True)
    label_zh = models.CharField(max_length=100)
    label_en = models.CharField(max_length=100)
    holds = models.CharField(max_length=10, choices=Holds.choices)
    standard_name = models.CharField(max_length=100, blank=True)  # GB/T 38962-2020, where it has one
    owner = models.CharField(max_length=100)
    purpose = models.CharField(max_length=300)
    ends_on = models.DateField()  # the last day on which it may be asked
    fresh_days = models.PositiveSmallIntegerField(null=True)  # null: always asked
    is_sensitive = models.BooleanField(default=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(holds__in=Holds.values), name="element_type_is_known"),
            models.CheckConstraint(condition=~Q(owner="") & ~Q(purpose=""), name="element_has_owner_and_purpose"),
        ]

    def __str__(self) -> str:
        return self.code


class Questionnaire(Identified):
    code = models.CharField(max_length=60, unique=True)
    title = models.JSONField()  # by language, as the latest version of the district says

    def __str__(self) -> str:
        return self.code


class Version(Identified, Dated):
    """``place`` is null for the district's version, else the town whose version it is.

    One that was replaced before its day was over (``replaced_at``) counts no longer, but entries may name it.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    definition = models.JSONField()
    source = models.BinaryField()
    published_by = models.UUIDField()
    published_by_name = models.CharField(max_length=220)
    published_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number_is_unique"),
            models.UniqueConstraint(
                fields=["questionnaire", "place", "from_on"],
                condition=Q(replaced_at=None),
                nulls_distinct=False,
                name="version_begins_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "place"],
                condition=Q(replaced_at=None, until_on=None),
                nulls_distinct=False,
                name="version_without_end_is_one",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="version_ends_after_it_begins"
            ),
        ]


class KnownFact(Identified):
    """The latest answer in force to an element, sealed under the person's key; ``sealed`` null: withdrawn."""

    person_id = models.UUIDField()
    element = models.CharField(max_length=100)
    # where the person lives; unchecked and without an index: a dozen facts come at once, and are read by person
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    sealed = models.BinaryField(null=True)
    entry_id = models.UUIDField()  # the first entry of the chain in the ledger
    at = models.DateTimeField()  # when it was asked

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "element"], name="fact_is_once_a_person"),
        ]
        indexes = [models.Index(fields=["entry_id"], name="fact_of_entry")]
