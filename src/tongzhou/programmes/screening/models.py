"""Targets, the contacts with them, and what is said to them. Whom to ask for and the telephone lie under a key."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel import sealing
from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place


class Sort(models.TextChoices):
    FIRM = "firm", _("Firm")
    SHOP = "shop", _("Shop")
    HOUSEHOLD = "household", _("Home of residents")
    FARMHOUSE = "farmhouse", _("Farmhouse")
    SHED = "shed", _("Field shed")


class Way(models.TextChoices):
    VISIT = "visit", _("Visit")
    PHONE = "phone", _("Telephone")


class Outcome(models.TextChoices):
    REACHED = "reached", _("Reached, asked and told")
    LATER = "later", _("Asks to be called later")
    NOBODY = "nobody", _("Nobody there, no answer")
    REFUSED = "refused", _("Refuses to answer")
    WRONG = "wrong", _("Wrong number or address")
    SETTLED = "settled", _("Settled on the dwelling board")


#: What ends a target: nobody goes there again, but for a re-check.
ENDS = frozenset({Outcome.REACHED, Outcome.WRONG, Outcome.SETTLED})
#: What a visit or a call may come to; a board settles without one.
TOLD = tuple((code, words) for code, words in Outcome.choices if code != Outcome.SETTLED)
#: Who stopped work and is asked when it resumes.
RESUMES = frozenset({Sort.FIRM, Sort.SHOP})


class TargetSet(models.QuerySet["Target"]):
    def unfinished(self) -> "TargetSet":
        return self.filter(Q(outcome="") | ~Q(outcome__in=ENDS))


class Target(Identified):
    """``landmark``: how to find it where no address helps. ``outcome``: of the last contact, blank before the first.

    ``caller_id``: the account in whose hand it is. ``planned_on``, ``told_version``: what a firm said and was told.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    sort = models.CharField(max_length=10, choices=Sort.choices)
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=200, blank=True)
    landmark = models.CharField(max_length=200, blank=True)
    area = models.CharField(max_length=40, blank=True)
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    list_name = models.CharField(max_length=120)
    imported_at = models.DateTimeField()
    imported_by_name = models.CharField(max_length=220)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    last_by_name = models.CharField(max_length=220, blank=True)
    call_at = models.DateTimeField(null=True)
    caller_id = models.UUIDField(null=True)
    caller_name = models.CharField(max_length=220, blank=True)
    planned_on = models.DateField(null=True)
    told_version = models.PositiveIntegerField(null=True)
    drawn_at = models.DateTimeField(null=True)  # for a re-check that is still to be done
    keep_until = models.DateField()

    objects = TargetSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sort__in=Sort.values), name="target_sort_is_known"),
            models.UniqueConstraint(
                fields=["place", "sort", "name", "address", "landmark"], name="target_is_listed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["place", "outcome"], name="target_by_place"),
            models.Index(fields=["caller_id"], name="target_by_caller"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_finished(self) -> bool:
        return self.outcome in ENDS

    def person(self) -> tuple[str, str]:
        """Whom to ask for and the telephone, in the clear; the caller writes the look down first."""
        told = sealing.unseal(sealing.unwrap(bytes(self.wrapped_key)), bytes(self.sealed))
        return told["contact"], told["phone"]


class Contact(Identified):
    """One visit or call. ``entry_id``: its entry in the ledger. ``note``: no name of a resident."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="contacts")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=5, choices=Way.choices)
    outcome = models.CharField(max_length=8, choices=TOLD)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=220)
    note = models.CharField(max_length=200, blank=True)
    is_recheck = models.BooleanField(default=False)
    entry_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["by_id", "at"], name="contact_by_who")]


class Script(Identified):
    """What is said at a door or on the telephone to one sort of target; the highest version holds."""

    sort = models.CharField(max_length=10, choices=Sort.choices)
    version = models.PositiveIntegerField()
    words = models.TextField()
    basis = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=220)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sort", "version"], name="script_version_is_once")]


class Living(models.TextChoices):
    """What a flat is, as it was seen from its door."""

    OCCUPIED = "occupied", _("Lived in")
    RENTED = "rented", _("Rented out")
    EMPTY = "empty", _("Empty")
    VISIT = "visit", _("To visit")
    REFUSED = "refused", _("Entry refused")


class Dwelling(Identified):
    """One flat of a compound or village and its last state: no name, no number of people. ``target``: where it is or
    was to be visited. ``seen_at`` is empty until somebody was there."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    building = models.CharField(max_length=20)
    flat = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=Living.choices)
    seen_at = models.DateTimeField(null=True)
    seen_by_name = models.CharField(max_length=220, blank=True)
    target = models.OneToOneField(Target, models.PROTECT, null=True, related_name="dwelling")
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "building", "flat"], name="dwelling_is_listed_once"),
            models.CheckConstraint(condition=Q(state__in=Living.values), name="dwelling_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.building} {self.flat}"

    @property
    def seen_by(self) -> str:
        """The name without its unit."""
        return self.seen_by_name.rpartition(" ")[2]


class Sighting(Identified):
    """What a flat was from a moment on, and who said so. ``entry_id``: its entry in the ledger."""

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="sightings")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=Living.choices)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=220)
    entry_id = models.UUIDField()
