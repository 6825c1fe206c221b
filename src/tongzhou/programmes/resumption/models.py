"""Requirement sheets, firms, their applications with staff rows and signatures, and visits.

Never keep a full name, a number or a telephone of a firm's staff: a masked name and keyed hashes are enough.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place
from tongzhou.units.models import Unit


class Size(models.TextChoices):
    MICRO = "micro", _("Fewer than 10")
    SMALL = "small", _("10 to 99")
    MEDIUM = "medium", _("100 to 999")
    LARGE = "large", _("1,000 and more")


class Trade(models.TextChoices):
    MAKING = "making", _("Manufacturing")
    BUILDING = "building", _("Building")
    TRADE = "trade", _("Shops and markets")
    FOOD = "food", _("Restaurants")
    TRANSPORT = "transport", _("Transport and storage")
    OFFICE = "office", _("Offices and services")
    OTHER = "other", _("Other")


class Exempt(models.TextChoices):
    """The four classes of the city's notice of 27 January 2020."""

    CITY = "city", _("Keeps the city running")
    CONTROL = "control", _("Needed to control the epidemic")
    DAILY = "daily", _("Daily needs of the people")
    NATION = "nation", _("National importance")


class State(models.TextChoices):
    LISTED = "listed", _("Not asked yet")
    ASKED = "asked", _("Asked and told")
    CHECKING = "checking", _("Applied, being checked")
    FILING = "filing", _("Checked, to be filed")
    VISITING = "visiting", _("Filed, to be visited")
    ALLOWED = "allowed", _("Allowed to work")
    SENT_BACK = "sent_back", _("Sent back to the firm")
    STOPPED = "stopped", _("Stopped")


class Requirement(Identified):
    """One version of the sheet. ``departments``: units that sign an application made under it."""

    number = models.PositiveIntegerField(unique=True)
    words = models.TextField(max_length=4000)
    document = models.CharField(max_length=200)
    document_on = models.DateField()
    from_at = models.DateTimeField()
    earliest_at = models.DateTimeField()
    exempt = ArrayField(models.CharField(max_length=8, choices=Exempt.choices))
    departments = ArrayField(models.UUIDField())
    published_at = models.DateTimeField()
    published_by_name = models.CharField(max_length=220)


class Firm(Identified):
    """``contact``: name and telephone of whom to speak with, sealed under the firm's own key.

    ``credit_code``: None until it is told, for a firm that was only asked. ``told``: the sheet; ``script``: the version
    of the talking points, when another programme asked.
    ``stopped_matter``: the last work that a case among the staff opened.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    credit_code = models.CharField(max_length=18, unique=True, null=True)
    size = models.CharField(max_length=8, choices=Size.choices)
    trade = models.CharField(max_length=10, choices=Trade.choices)
    staff_number = models.PositiveIntegerField()
    from_outside = models.PositiveIntegerField(default=0)
    contact = models.BinaryField()
    wrapped_key = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.LISTED)
    planned_on = models.DateField(null=True)
    told = models.ForeignKey(Requirement, models.PROTECT, null=True, related_name="+", db_index=False)
    script = models.PositiveIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by_name = models.CharField(max_length=220, blank=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=200, blank=True)
    stopped_matter = models.UUIDField(null=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="firm_state_is_known"),
            models.CheckConstraint(
                condition=Q(told=None) | Q(asked_at__isnull=False), name="firm_that_was_told_was_asked"
            ),
            models.UniqueConstraint(fields=["place", "name"], name="firm_is_once_at_a_place"),
        ]
        indexes = [models.Index(fields=["place", "state"], name="firm_by_place")]

    def __str__(self) -> str:
        return self.name


class Application(Identified):
    """``matter_id``: its stages and story. ``token``: the keyed hash of the receipt's code."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="applications")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    rules = models.ForeignKey(Requirement, models.PROTECT, related_name="+", db_index=False)
    planned_on = models.DateField()
    exempt = models.CharField(max_length=8, choices=Exempt.choices, blank=True)
    plan = models.TextField(max_length=2000)
    promised_by = models.CharField(max_length=100)
    token = models.BinaryField(unique=True)
    matter_id = models.UUIDField(unique=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=220, blank=True)
    checked_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["firm"], condition=Q(ended_at=None), name="firm_has_one_application"),
        ]


class Staffer(Identified):
    """One row of a firm's list. ``number``: the keyed hash of the number of the paper."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="staff", db_index=False)
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    row = models.PositiveIntegerField()
    masked = models.CharField(max_length=100)
    number = models.BinaryField()
    came_from = models.CharField(max_length=40, blank=True)
    returned_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="staffer_is_once_in_a_list"),
        ]
        indexes = [models.Index(fields=["number"], name="staffer_by_number")]


class Signature(Identified):
    """A department's answer, told by its matter."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="signatures")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    matter_id = models.UUIDField(unique=True)


class Visit(Identified):
    """On site: the first one of an application, or one to an allowed firm that was drawn (``seed``)."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="visits")
    application = models.ForeignKey(Application, models.PROTECT, related_name="visits", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    seed = models.CharField(max_length=32, blank=True)
    drawn_at = models.DateTimeField(null=True)
    lacking = ArrayField(models.CharField(max_length=20), default=list)
    masks = models.PositiveIntegerField(null=True)
    rooms = models.PositiveIntegerField(null=True)
    verdict = models.CharField(max_length=10, blank=True)
    words = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    done_by_name = models.CharField(max_length=220, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, verdict="") | (Q(done_at__isnull=False) & ~Q(verdict="")),
                name="visit_done_has_a_verdict",
            ),
            models.CheckConstraint(condition=~Q(verdict="allowed") | Q(lacking=[]), name="allowed_lacks_nothing"),
        ]
