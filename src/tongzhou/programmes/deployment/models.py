"""Who can be sent, what is asked for, who was sent, placed, put on a shift, and arrived.

Never delete what happened: a posting and a shift end, they do not vanish. Never keep an address here, nor a telephone
but a volunteer's, sealed.
"""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongzhou.kernel import sealing
from tongzhou.kernel.models import Identified
from tongzhou.places.models import Place
from tongzhou.units.models import Staff, Unit


class Profession(models.TextChoices):
    OFFICIAL = "official", _("Official")
    DOCTOR = "doctor", _("Doctor")
    NURSE = "nurse", _("Nurse")
    POLICE = "police", _("Police")
    LOGISTICS = "logistics", _("Logistics")
    TEACHER = "teacher", _("Teacher")
    VOLUNTEER = "volunteer", _("Volunteer")


class PostRole(models.TextChoices):
    """What somebody does at a post; each is the role of `access` that a check-in opens."""

    DESK = "village_desk", _("Registration desk")
    GATE = "gate", _("Gate")
    CROSSING = "crossing", _("Road crossing")


class Away(models.TextChoices):
    """Why somebody takes no shift for some days; never what the illness is."""

    LEAVE = "leave", _("On leave")
    UNFIT = "unfit", _("Failed the health check before a shift")
    STOOD_DOWN = "stood_down", _("Stood down after an exposure")


class Worker(Identified):
    """``place``: where the worker is seen from now: the district until sent, then where the order says."""

    staff = models.OneToOneField(Staff, models.PROTECT, related_name="worker")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    profession = models.CharField(max_length=10, choices=Profession.choices)
    skills = models.CharField(max_length=100, blank=True)
    home_town = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)
    can_work_nights = models.BooleanField(default=True)
    party = models.BinaryField(null=True)  # sealed; opened for the list of a temporary branch only
    free_from = models.DateField(null=True)  # a volunteer's days, both included; None for whoever is sent anyway
    free_until = models.DateField(null=True)
    away_from = models.DateField(null=True)  # leave, illness, stood down: both days included
    away_until = models.DateField(null=True)
    away_why = models.CharField(max_length=10, choices=Away.choices, blank=True)
    feed = models.BinaryField(null=True, unique=True)  # digest of the secret in the address of the own calendar
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(profession__in=Profession.values), name="worker_profession_is_known"),
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None) | Q(away_until__gte=F("away_from")),
                name="worker_away_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["place", "unit"], name="worker_by_place")]

    def __str__(self) -> str:
        return self.staff.name

    def is_away(self, day: date) -> bool:
        return bool(self.away_from and self.away_until and self.away_from <= day <= self.away_until)

    def is_free(self, from_on: date, until_on: date) -> bool:
        """Whether both days lie within those that a volunteer offered."""
        return (
            self.free_from is None
            or self.free_until is None
            or self.free_from <= from_on <= until_on <= self.free_until
        )


class Volunteer(Identified):
    """Somebody who signed up on the public page; the office of the home's town vets. Name and telephone are sealed
    under a key of its own. ``token``: keyed hash of the receipt's code; ``alike``: of name and telephone together."""

    class State(models.TextChoices):
        WAITING = "waiting", _("To be vetted")
        ASKED = "asked", _("Asked again")
        ACCEPTED = "accepted", _("Taken on")
        DECLINED = "declined", _("Declined")

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    token = models.BinaryField(unique=True)
    alike = models.BinaryField()
    profession = models.CharField(max_length=10, choices=Profession.choices, blank=True)  # blank: another one
    skills = models.CharField(max_length=60, blank=True)
    can_work_nights = models.BooleanField()
    from_on = models.DateField()
    until_on = models.DateField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    question = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=220, blank=True)
    worker = models.ForeignKey(Worker, models.SET_NULL, null=True, related_name="+", db_index=False)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="volunteer_days_are_in_order"),
            models.CheckConstraint(
                condition=Q(decided_at=None, state__in=["waiting", "asked"])
                | Q(decided_at__isnull=False, state__in=["accepted", "declined"]),
                name="volunteer_decided_facts_belong_together",
            ),
        ]
        indexes = [models.Index(fields=["place", "state", "made_at"], name="volunteer_by_place")]

    def person(self) -> tuple[str, str]:
        """Name and telephone in the clear; the caller writes the look down first."""
        told = sealing.unseal(sealing.unwrap(bytes(self.wrapped_key)), bytes(self.sealed))
        return told["name"], told["phone"]


class Need(Identified):
    """So many people at one post, from ``starts`` for ``hours``, on every day from ``from_on`` to ``until_on``."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=12, choices=PostRole.choices)
    profession = models.CharField(max_length=10, choices=Profession.choices, blank=True)  # blank: anybody
    starts = models.TimeField()
    hours = models.PositiveSmallIntegerField()
    count = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    priority = models.PositiveSmallIntegerField(default=2)  # 1 first
    asked_by_name = models.CharField(max_length=220)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=PostRole.values), name="need_role_is_known"),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=12), name="need_is_a_shift"),
            models.CheckConstraint(condition=Q(count__gte=1), name="need_asks_for_somebody"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="need_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["place", "until_on"], name="need_by_place")]


class Order(Identified):
    """Workers of one unit sent to a place on a document. ``receiver``: a town (which places them), a community or a
    post; for a team that leaves the district the district itself, with ``destination`` in words."""

    class Way(models.TextChoices):
        TOWN = "town", _("To a town, which places them")
        DIRECT = "direct", _("Directly to a community or post")
        OUTWARD = "outward", _("Out of the district")

    way = models.CharField(max_length=8, choices=Way.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    destination = models.CharField(max_length=100, blank=True)
    basis = models.CharField(max_length=200)
    basis_on = models.DateField()
    from_on = models.DateField()
    until_on = models.DateField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=220)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="order_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(way="outward", destination__gt="") | ~Q(way="outward"), name="order_outward_says_where"
            ),
        ]
        indexes = [models.Index(fields=["receiver", "made_at"], name="order_by_receiver")]


class Team(Identified):
    class Sort(models.TextChoices):
        GROUP = "group", _("Group")
        MOBILE = "mobile", _("Mobile group")
        BRANCH = "branch", _("Temporary branch")
        MEDICAL = "medical", _("Medical team")

    sort = models.CharField(max_length=8, choices=Sort.choices)
    name = models.CharField(max_length=60)
    alias = models.CharField(max_length=60, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="teams")
    leader = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+", db_index=False)
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="team_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["place", "until_on"], name="team_by_place")]

    def __str__(self) -> str:
        return self.name


class Member(Identified):
    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="memberships")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)  # the team's

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "worker"], name="member_is_once_in_a_team")]


class Posting(Identified):
    """``place``: where the worker was placed; None while the town has not placed yet."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="postings")
    order = models.ForeignKey(Order, models.PROTECT, related_name="postings")
    receiver = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)
    from_on = models.DateField()
    until_on = models.DateField()
    placed_at = models.DateTimeField(null=True)
    placed_by_name = models.CharField(max_length=220, blank=True)
    duty_id = models.UUIDField(null=True)  # through which the worker sees the own shifts
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="posting_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(place=None, placed_at=None) | Q(place__isnull=False, placed_at__isnull=False),
                name="posting_placed_facts_belong_together",
            ),
            models.UniqueConstraint(
                fields=["worker"], condition=Q(ended_at=None), name="worker_has_one_posting_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "place"], name="posting_by_receiver"),
            models.Index(fields=["place"], name="posting_by_place"),
        ]


class ShiftSet(models.QuerySet["Shift"]):
    def planned(self) -> "ShiftSet":
        """Those that somebody is to come to, or came to."""
        return self.filter(dropped_at=None)

    def touching(self, start: datetime, end: datetime) -> "ShiftSet":
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Shift(Identified):
    """One worker for one of the places that a need asks for. What is short is the need's count less its shifts."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="shifts")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="shifts")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=12, choices=PostRole.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    checked_in_at = models.DateTimeField(null=True)
    received_by_name = models.CharField(max_length=220, blank=True)
    duty_id = models.UUIDField(null=True)  # what the check-in opened
    dropped_at = models.DateTimeField(null=True)
    dropped_why = models.CharField(max_length=100, blank=True)  # blank: a later plan took it off
    planned_by_name = models.CharField(max_length=220)
    handover = models.CharField(max_length=300, blank=True)  # to whoever comes next; no name of a resident

    objects = ShiftSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["worker", "starts_at"], condition=Q(dropped_at=None), name="worker_is_at_one_post_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["place", "starts_at"], name="shift_by_place"),
            models.Index(fields=["worker", "starts_at"], name="shift_by_worker"),
        ]

    def is_missing(self, at: datetime) -> bool:
        """Nobody came within a quarter of an hour, and the shift is not over."""
        late = self.starts_at + timedelta(minutes=15)
        return self.checked_in_at is None and self.dropped_at is None and late <= at < self.ends_at


class Relief(Identified):
    """Somebody really stood in while another ate: written down once it was confirmed, by whomever."""

    shift = models.OneToOneField(Shift, models.PROTECT, related_name="relief")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="reliefs")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    confirmed_by_name = models.CharField(max_length=220)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="relief_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["worker", "from_at"], name="relief_by_worker")]


class Cause(models.TextChoices):
    """What made a version of a rota."""

    PLAN = "plan", _("Planned")
    REPAIR = "repair", _("Repaired after a drop-out")
    SWAP = "swap", _("Swapped with consent")


class Rota(Identified):
    """The shifts at ``place`` and below on some days, planned by the solver and by hand: a draft, then a version.

    ``plan``: what the solver told (assignments, levels, notes), as ``rostering.reading.plan_document``; ids only.
    ``edits``: by hand, the last one last: assignments put in and taken out. ``changes``: what the version changed.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField()
    until_on = models.DateField()
    seconds = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=6, choices=Cause.choices, default=Cause.PLAN)
    plan = models.JSONField(default=dict)
    edits = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=220)
    solved_at = models.DateTimeField(null=True)
    version = models.PositiveSmallIntegerField(null=True)
    changes = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    published_by_name = models.CharField(max_length=220, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="rota_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(version=None, published_at=None) | Q(version__isnull=False, published_at__isnull=False),
                name="rota_published_facts_belong_together",
            ),
            models.UniqueConstraint(fields=["place", "version"], name="rota_version_is_once_at_a_place"),
        ]
        indexes = [models.Index(fields=["place", "asked_at"], name="rota_by_place")]

    @property
    def days(self) -> int:
        return (self.until_on - self.from_on).days + 1


class Swap(Identified):
    """A shift that its worker offers and a colleague takes, as it is or for one of the own (``in_return``), to which
    whoever offered says yes (``agreed_at``). Done once a version of the rota tells of it; whoever leads the post
    confirms one that ``is_close``, before that it is only taken."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="swaps")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    taker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    in_return = models.ForeignKey(Shift, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    is_close = models.BooleanField(default=False)
    confirmed_by_name = models.CharField(max_length=220, blank=True)
    rota = models.ForeignKey(Rota, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)  # withdrawn, refused or done
    ended_why = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taker=None, taken_at=None) | Q(taker__isnull=False, taken_at__isnull=False),
                name="swap_taken_facts_belong_together",
            ),
            models.CheckConstraint(
                condition=Q(rota=None) | Q(taker__isnull=False, ended_at__isnull=False), name="swap_done_is_taken"
            ),
            models.CheckConstraint(
                condition=Q(in_return=None, agreed_at=None)
                | Q(rota=None, taker__isnull=False, in_return__isnull=False)
                | Q(agreed_at__isnull=False, in_return__isnull=False),
                name="swap_exchanged_is_agreed",
            ),
            models.UniqueConstraint(fields=["shift"], condition=Q(ended_at=None), name="shift_is_offered_once"),
        ]
        indexes = [models.Index(fields=["place", "ended_at"], name="swap_by_place")]

    @property
    def shifts(self) -> list[Shift]:
        """Those that change hands."""
        return [self.shift, self.in_return] if self.in_return else [self.shift]

    @property
    def waits_for_word(self) -> bool:
        """Whether the other one of an exchange has not said yes or no yet."""
        return self.in_return_id is not None and self.agreed_at is None
