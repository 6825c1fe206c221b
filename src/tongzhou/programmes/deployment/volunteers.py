"""Who signed up: as the receipt shows it, and as the office that vets sees it. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, codes, database
from tongzhou.people import tokens
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.programmes.deployment.models import Volunteer, Worker
from tongzhou.units import queries as offices
from tongzhou.units.models import Staff, Unit, UnitKind

#: How long the department alone decides on its own people; then the town may too, so that nobody waits in vain.
PATIENCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Followed:
    """What whoever holds the receipt may know of it. ``unit``: the department that was given, empty for none."""

    volunteer_id: UUID
    place_id: UUID
    place: str
    made_at: datetime
    state: str
    question: str
    answer: str
    why: str
    from_on: date
    until_on: date
    unit: str

    @property
    def decides_until(self) -> datetime:
        """Until when the department decides, where there is one."""
        return self.made_at + PATIENCE

    @property
    def is_the_unit_s(self) -> bool:
        return bool(self.unit) and clock.now() < self.decides_until


def follow(code: str) -> Followed:
    """The sign-up of a code, however it is spelled. Raises NotFound. The caller notes who tries codes."""
    plain = codes.plain(code)
    row = None
    if plain is not None:
        with database.cursor() as statement:
            statement.execute("SELECT * FROM deployment_volunteered(%s)", [tokens.of_receipt(plain)])
            row = statement.fetchone()
    if row is None:
        raise NotFound(_("Nothing opens with this code. Compare it with the receipt."), field="code")
    return Followed(*row)


def departments() -> QuerySet[Unit]:
    """Whose members may say so when they sign up."""
    return offices.open_units().filter(kind=UnitKind.DEPARTMENT)


def same_name(name: str) -> Sequence[Staff]:
    """Members of staff who bear the name."""
    return list(Staff.objects.filter(name=name).prefetch_related("memberships__unit").order_by("number")[:20])


def decides(by: Actor) -> Q:
    """Whom the actor vets: a department its own people; a town whoever gave none or whom theirs left a day."""
    mine = Q(unit=by.unit_id)
    if by.may(Permission.STAFF_PLACE):
        mine |= Q(unit=None) | Q(made_at__lte=clock.now() - PATIENCE)
    return mine & Q(place_id__in=by.scope.places)


def waiting(*, by: Actor) -> QuerySet[Volunteer]:
    """Those whom the actor vets and nobody has yet, the oldest first; whoever was asked again comes last."""
    require(by, Permission.VOLUNTEER_VET)
    rows = Volunteer.objects.filter(decides(by), decided_at=None).defer("sealed", "wrapped_key")
    return rows.select_related("place", "unit").order_by("-state", "made_at", "id")


def elsewhere(*, by: Actor) -> QuerySet[Volunteer]:
    """Those of the own places who wait for their department, of which a town sees that they do."""
    require(by, Permission.VOLUNTEER_VET)
    if not by.may(Permission.STAFF_PLACE):
        return Volunteer.objects.none()
    rows = Volunteer.objects.filter(place_id__in=by.scope.places, decided_at=None, unit__isnull=False)
    rows = rows.filter(made_at__gt=clock.now() - PATIENCE).exclude(unit=by.unit_id)
    return rows.defer("sealed", "wrapped_key").select_related("place", "unit").order_by("made_at", "id")


def decided(*, by: Actor) -> QuerySet[Volunteer]:
    """Those of the own places that were vetted, the last one first; a department sees its own people."""
    require(by, Permission.VOLUNTEER_VET)
    rows = Volunteer.objects.filter(place_id__in=by.scope.places, decided_at__isnull=False)
    rows = rows if by.may(Permission.STAFF_PLACE) else rows.filter(unit=by.unit_id)
    return rows.defer("sealed", "wrapped_key").select_related("place", "worker__staff").order_by("-decided_at", "id")


@dataclass(frozen=True)
class Alike:
    """A member of staff of the same name: is it the same one? ``is_listed``: can be sent already."""

    staff: Staff
    units: str
    is_listed: bool


@dataclass(frozen=True)
class Shown:
    """``again``: other sign-ups with the same name and telephone."""

    one: Volunteer
    name: str
    phone: str
    alike: Sequence[Alike]
    again: Sequence[Volunteer]


def shown(volunteer_id: UUID, *, by: Actor) -> Shown:
    """One to be vetted, with whoever it might be already; the look is written down. Raises NotFound."""
    require(by, Permission.VOLUNTEER_VET)
    rows = Volunteer.objects.filter(decides(by), id=volunteer_id, decided_at=None)
    one = rows.select_related("place", "unit").first()
    if one is None:
        raise NotFound(_("Nobody waits here any more: it is decided."))
    looks.log(by, subjects=[(one.id, one.place_id)], what="volunteer", reason=_("vetting"))
    name, phone = one.person()
    again = Volunteer.objects.filter(place_id__in=by.scope.places, alike=bytes(one.alike)).exclude(id=one.id)
    return Shown(one, name, phone, _alike(name), list(again.select_related("place").order_by("-made_at")[:10]))


def _alike(name: str) -> list[Alike]:
    found = same_name(name)
    listed = set(Worker.objects.filter(staff__in=found).values_list("staff_id", flat=True))
    return [
        Alike(
            one,
            "、".join(each.unit.name for each in one.memberships.all() if each.until_on is None),
            one.id in listed,
        )
        for one in found
    ]
