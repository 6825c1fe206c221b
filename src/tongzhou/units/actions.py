"""The only place where units and their staff change. Nothing is deleted: what ended keeps its last day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tongzhou.kernel import database
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places.models import Place
from tongzhou.units import queries
from tongzhou.units.errors import StaffRefused, UnitRefused
from tongzhou.units.models import Membership, Staff, Unit, UnitKind


def add_unit(*, name: str, kind: str, place_id: UUID, on: date, parent_id: UUID | None = None) -> Unit:
    """A new office. Raises :class:`UnitRefused` for a name that another open unit there bears or an unknown kind."""
    if not 0 < len(name.strip()) <= 100:
        raise UnitRefused(_("A unit needs a name of at most 100 characters."), field="name")
    if kind not in UnitKind.values:
        raise UnitRefused(_("There is no such kind of unit: %(kind)s.") % {"kind": kind[:40]}, field="kind")
    try:
        with database.atomic():
            return Unit.objects.create(
                name=name.strip(), kind=kind, place_id=place_id, opened_on=on, parent_id=parent_id
            )
    except IntegrityError as error:
        raise UnitRefused(_("Another open unit here bears this name."), field="name") from error


def add_staff(*, number: str, name: str, unit_id: UUID, on: date, position: str = "") -> Staff:
    """Somebody who works for the unit from ``on``; one known by the number keeps the record and joins the unit.

    Raises :class:`StaffRefused` when the number belongs to somebody of another name.
    """
    number, name = checked(number, name)
    staff, _made = Staff.objects.get_or_create(number=number, defaults={"name": name})
    if staff.name != name:
        raise StaffRefused(_("This staff number belongs to somebody of another name."), field="number")
    join(staff_id=staff.id, unit_id=unit_id, on=on, position=position)
    return staff


def checked(number: str, name: str) -> tuple[str, str]:
    """A staff number and a name without what surrounds them. Raises :class:`StaffRefused`."""
    number, name = number.strip(), name.strip()
    if not 0 < len(name) <= 100:
        raise StaffRefused(_("A name of at most 100 characters is needed."), field="name")
    if not 0 < len(number) <= 30:
        raise StaffRefused(_("A staff number of at most 30 characters is needed."), field="number")
    return number, name


def add_many(people: Sequence[tuple[str, str]], *, unit_id: UUID, on: date) -> list[Staff]:
    """Many who are new, as (number, name), in two statements. Raises IntegrityError for a number that is known."""
    staff = Staff.objects.bulk_create(Staff(number=number, name=name) for number, name in people)
    Membership.objects.bulk_create(Membership(staff=one, unit_id=unit_id, from_on=on) for one in staff)
    return staff


def join(*, staff_id: UUID, unit_id: UUID, on: date, position: str = "") -> Membership:
    """Membership from ``on``; who is already a member stays one."""
    membership, _made = Membership.objects.get_or_create(
        staff_id=staff_id, unit_id=unit_id, until_on=None, defaults={"from_on": on, "position": position.strip()[:60]}
    )
    return membership


def leave(*, staff_id: UUID, unit_id: UUID, on: date) -> None:
    """The membership ends on that day. Raises :class:`StaffRefused` when it began on that day or later."""
    open_ones = Membership.objects.filter(staff_id=staff_id, unit_id=unit_id, until_on=None)
    if open_ones.filter(from_on__gte=on).exists():
        raise StaffRefused(_("The last day must come after the first."), field="on")
    open_ones.update(until_on=on)


def open_for_places(*, kinds: Mapping[str, str], on: date) -> int:
    """One unit for each place whose kind is a key of ``kinds`` (place kind to unit kind) and has none. How many."""
    seated = Unit.objects.filter(closed_on=None).values("place_id")
    bare = Place.objects.filter(kind__in=kinds, closed_on=None).exclude(id__in=seated)
    made = [Unit(name=place.name, kind=kinds[place.kind], place=place, opened_on=on) for place in bare]
    Unit.objects.bulk_create(made)
    return len(made)


@dataclass
class Imported:
    """Rows taken and rows refused, each refusal with its row as numbered in the sheet."""

    taken: int = 0
    refused: list[RuleBroken] = field(default_factory=list)


def import_staff(rows: Iterable[Mapping[str, str]], *, on: date) -> Imported:
    """Take in staff from rows with number, name, unit and position (row 1 is the heading). A second run adds nothing.

    A bad row is refused with its reason; the others are taken.
    """
    result = Imported()
    for number, row in enumerate(rows, start=2):
        try:
            unit = queries.unit_named(row.get("unit", ""))
            add_staff(
                number=row.get("number", ""),
                name=row.get("name", ""),
                unit_id=unit.id,
                on=on,
                position=row.get("position", ""),
            )
            result.taken += 1
        except RuleBroken as refused:
            refused.row = number
            result.refused.append(refused)
    return result
