"""The only place where the tree changes. Nothing is deleted: what was true until a day stays on record."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tongzhou.kernel import database, ids
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places import queries
from tongzhou.places.models import Code, Managed, Place, PlaceKind, Stamp


class PlaceRefused(RuleBroken):
    code = "place_refused"


def add_place(*, name: str, kind: str, parent_id: UUID | None, on: date, code: str | None = None) -> Place:
    """A new place, open from ``on``. Raises :class:`PlaceRefused` for a code in use, a wrong kind or an empty name."""
    place = _add(name, kind, parent_id, on, code)
    _changed()
    return place


def _add(name: str, kind: str, parent_id: UUID | None, on: date, code: str | None) -> Place:
    _check(name, kind)
    with _refusing(_("Another place bears this code, or it is not 6, 9 or 12 digits."), "code"):
        place = Place.objects.create(name=name.strip(), kind=kind, opened_on=on)
        if parent_id:
            Managed.objects.create(place=place, parent_id=parent_id, from_on=on)
        if code:
            Code.objects.create(place=place, code=code, from_on=on)
    return place


def _changed() -> None:
    Stamp.objects.update_or_create(id=1, defaults={"value": ids.new()})
    queries.forget_stamp()


def _check(name: str, kind: str) -> None:
    if not 0 < len(name.strip()) <= 100:
        raise PlaceRefused(_("A place needs a name of at most 100 characters."), field="name")
    if kind not in PlaceKind.values:
        raise PlaceRefused(_("There is no such kind of place: %(kind)s.") % {"kind": kind[:40]}, field="kind")


@contextmanager
def _refusing(message: str, field: str) -> Iterator[None]:
    """A savepoint that turns a broken constraint into words."""
    try:
        with database.atomic():
            yield
    except IntegrityError as error:
        raise PlaceRefused(message, field=field) from error


def move_place(*, place_id: UUID, parent_id: UUID, on: date) -> None:
    """Let another place manage it from ``on``. Its id and code stay. Raises :class:`PlaceRefused` for a circle."""
    if place_id in {node.id for node in queries.tree(on).path(parent_id)}:
        raise PlaceRefused(_("A place cannot be managed by itself or by a place under it."), field="parent")
    with _refusing(_("The day of the move must come after the day of the last one."), "on"):
        Managed.objects.filter(place_id=place_id, until_on=None).update(until_on=on)
        Managed.objects.create(place_id=place_id, parent_id=parent_id, from_on=on)
    _changed()


def give_code(*, place_id: UUID, code: str, on: date) -> None:
    """Let the place bear ``code`` from ``on``. Raises :class:`PlaceRefused` for one in use or wrongly made."""
    with _refusing(_("Another place bears this code, or it is not 6, 9 or 12 digits."), "code"):
        Code.objects.filter(place_id=place_id, until_on=None).update(until_on=on)
        Code.objects.create(place_id=place_id, code=code, from_on=on)
    _changed()


def close_place(*, place_id: UUID, on: date) -> None:
    """The place does not exist from ``on``. Raises :class:`PlaceRefused` while it manages another."""
    if queries.tree(on).children(place_id):
        raise PlaceRefused(_("Move or close the places under it first."), field="place")
    with _refusing(_("A place closes after the day on which it opened."), "on"):
        Place.objects.filter(id=place_id, closed_on=None).update(closed_on=on)
        Managed.objects.filter(place_id=place_id, until_on=None).update(until_on=on)
        Code.objects.filter(place_id=place_id, until_on=None).update(until_on=on)
    _changed()


def lay_tiles(positions: Iterable[Mapping[str, str]]) -> None:
    """Put places on the tile map: rows with code, column and row, counted from the north-west."""
    for position in positions:
        borne = Code.objects.filter(code=position["code"], until_on=None).values("place_id")
        Place.objects.filter(id__in=borne).update(tile_column=int(position["column"]), tile_row=int(position["row"]))


@dataclass
class Imported:
    """What an import did: new places, those already there, and each refused row (numbered from 2, as in a sheet)."""

    taken: int = 0
    already: int = 0
    refused: list[PlaceRefused] = field(default_factory=list)


def import_divisions(rows: Iterable[Mapping[str, str]], *, on: date) -> Imported:
    """Add every division of ``rows`` (code, name, kind, parent_code; parents first). A second run adds nothing."""
    result = Imported()
    known: dict[str, UUID] = dict(Code.objects.filter(until_on=None).values_list("code", "place_id"))
    with database.atomic():
        for number, row in enumerate(rows, start=2):
            if row["code"] in known:
                result.already += 1
                continue
            try:
                known[row["code"]] = _add_row(row, known, on).id
                result.taken += 1
            except PlaceRefused as refused:
                refused.row = number
                result.refused.append(refused)
        _changed()
    return result


def _add_row(row: Mapping[str, str], known: Mapping[str, UUID], on: date) -> Place:
    parent = row["parent_code"]
    if parent and parent not in known:
        raise PlaceRefused(_("No place bears the code of its parent; put the parent's row above."), field="parent_code")
    if not row["code"]:
        raise PlaceRefused(_("A division needs a code."), field="code")
    return _add(row["name"], row["kind"], known.get(parent), on, row["code"])
