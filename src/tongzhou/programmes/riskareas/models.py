"""Versions of the list, rules, proposals; stays and hits. Never keep a place where somebody was in the clear."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Follow(models.TextChoices):
    """What follows a hit."""

    OBSERVE = "observe", _("Visit, and observation at home from the day they left")
    ASK = "ask", _("Visit and ask")


class Version(Identified):
    """A draft has no ``published_at``; there is at most one. The last one published is in force."""

    number = models.PositiveIntegerField(unique=True)
    document = models.CharField(max_length=200, blank=True)  # name, number and day of the source document
    source = models.BinaryField(null=True)  # the document itself, when it was handed in
    source_name = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    published_by_name = models.CharField(max_length=220, blank=True)
    entry_id = models.UUIDField(null=True)  # in the ledger

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["published_at"],
                condition=Q(published_at=None),
                nulls_distinct=False,
                name="riskareas_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(document="") & Q(entry_id__isnull=False),
                name="riskareas_published_has_a_document",
            ),
        ]


class Rule(Identified):
    """A place of the national list and the days in which having been there counts."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="rules")
    code = models.CharField(max_length=6)
    name = models.CharField(max_length=120)
    token = models.BinaryField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    look_back_days = models.PositiveSmallIntegerField()
    follow = models.CharField(max_length=10, choices=Follow.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="rule_of_a_place_is_one"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="rule_ends_after_it_begins"
            ),
        ]


class Proposal(Identified):
    """A place that the health authority would put on the list, until headquarters has decided. It names nobody.

    ``place``: where it is decided.
    """

    matter_id = models.UUIDField(unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=6)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(decided_at=None), name="proposal_of_a_place_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="proposal_ends_after_it_begins"
            ),
        ]


class Stay(Identified):
    """Somebody was in the place of ``token`` until ``until_on``; one row for each level that is known."""

    person_id = models.UUIDField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)  # the dwelling
    recorded_at = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    entry_id = models.UUIDField()  # the first entry of the chain that says so
    token = models.BinaryField()
    until_on = models.DateField()
    keep_until = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["token", "until_on"], name="stay_by_place"),
            models.Index(fields=["person_id"], name="stay_by_person"),
            models.Index(fields=["entry_id"], name="stay_by_entry"),
        ]


class Hit(Identified):
    """The rule names a stay of the person. ``matter_id`` and ``status_id`` are what it caused."""

    person_id = models.UUIDField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=6)  # of the rule: a later version with the same rule keeps the hit
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="hits")
    entry_id = models.UUIDField()  # the entry that tells of the stay
    until_on = models.DateField()  # last day there
    over_on = models.DateField()  # the last day on which it counts
    matter_id = models.UUIDField()
    status_id = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")  # null: corrected or over

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "code"], condition=Q(ended_at=None), name="hit_of_a_place_is_one"
            ),
        ]
        indexes = [models.Index(fields=["place"], condition=Q(ended_at=None), name="hit_at_place")]
