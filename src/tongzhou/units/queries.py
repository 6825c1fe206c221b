"""Reads of units and their staff."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.units.errors import StaffRefused
from tongzhou.units.models import Membership, Staff, Unit, UnitKind

#: Kinds that answer for a place; departments and firms only sit at one.
SEATS = (
    *(UnitKind.HEADQUARTERS, UnitKind.TOWN_OFFICE, UnitKind.COMMITTEE, UnitKind.PREPARATORY),
    UnitKind.SITE,
)


def unit_named(name: str) -> Unit:
    """The one open unit of that name. Raises StaffRefused when there is none, or more than one."""
    found = list(Unit.objects.filter(name=name.strip(), closed_on=None)[:2])
    words = {"name": name.strip()[:60]}
    if not found:
        raise StaffRefused(_("No open unit is called “%(name)s”. Add the unit first.") % words, field="unit")
    if len(found) > 1:
        raise StaffRefused(_("Several units are called “%(name)s”. Rename one of them.") % words, field="unit")
    return found[0]


def known_numbers(numbers: Collection[str]) -> set[str]:
    """Those staff numbers that somebody has."""
    return set(Staff.objects.filter(number__in=numbers).values_list("number", flat=True))


def seat_of(place_id: UUID) -> Unit | None:
    """The unit that answers for the place: headquarters, town office, committee or preparatory group."""
    return Unit.objects.filter(place_id=place_id, closed_on=None, kind__in=SEATS).order_by("opened_on", "id").first()


def open_units() -> QuerySet[Unit]:
    """Every open unit with its place, by name."""
    return Unit.objects.filter(closed_on=None).select_related("place").order_by("name")


def clinics() -> QuerySet[Unit]:
    """Every open fever clinic with its place, by name."""
    return open_units().filter(kind=UnitKind.CLINIC)


def review_office() -> Unit | None:
    """The open office that answers appeals, with its place; the one opened first."""
    return open_units().filter(kind=UnitKind.REVIEW).order_by("opened_on", "id").first()


def staff_of(unit_id: UUID) -> QuerySet[Staff]:
    """Who works for the unit now, by name."""
    return Staff.objects.filter(memberships__unit_id=unit_id, memberships__until_on=None).order_by("name")


_seats: dict[UUID, UUID] = {}


def seat_id(place_id: UUID) -> UUID | None:
    """The id of the unit at the place, remembered: a seat that is found does not move within a process's life.

    The first that is not known yet has every seat of the district looked up, in one statement.
    """
    if place_id not in _seats:
        found = Unit.objects.filter(closed_on=None, kind__in=SEATS).order_by("-opened_on", "-id")
        _seats.update(found.values_list("place_id", "id"))
    return _seats.get(place_id)


def members(text: str = "") -> QuerySet[Membership]:
    """Who works where now, by unit and name; with ``text`` those whose name, number or unit holds it."""
    now = Membership.objects.filter(until_on=None).select_related("staff", "unit").order_by("unit__name", "staff__name")
    if not text:
        return now
    return now.filter(Q(staff__name__contains=text) | Q(staff__number=text) | Q(unit__name__contains=text))
