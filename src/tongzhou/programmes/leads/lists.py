"""The rows of somebody's list as identities and places: what can be taken, and what is wrong with the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people import adding
from tongzhou.people.idcheck import IdKind
from tongzhou.people.identities import Identity
from tongzhou.places import queries as places
from tongzhou.programmes.leads.errors import ListRefused, RowRefused
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.models import Holds
from tongzhou.tables import actions as tables
from tongzhou.tables import days, layouts
from tongzhou.tables.actions import Read
from tongzhou.tables.layouts import Line

_PARTS = ("name", "id_number", "phone", "address")
_WHO = {"name", "phone", "id_number"}
NAMELESS = "不详"


@dataclass(frozen=True)
class Row:
    """``number``: in the list, from 1. ``told``: what else it says, data element to text; a day as 2020-02-08."""

    number: int
    identity: Identity
    place_id: UUID
    told: Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """``all``: the cells of every row that holds anything, in order, by heading."""

    headings: list[str]
    all: list[Mapping[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    refused: list[RuleBroken] = field(default_factory=list)


@dataclass(frozen=True)
class Opened:
    """A list as it was understood, before anything of it is taken."""

    content: bytes
    read: Read

    def lines(self) -> list[Line]:
        return layouts.body(layouts.opened(self.content, values=True), self.read.layout)


@dataclass(frozen=True)
class _Known:
    """What every row is judged by. ``seen``: who stood in the list before, with the row."""

    matches: Mapping[str, str]
    villages: Mapping[str, UUID]
    days: frozenset[str]
    today: date
    seen: dict[tuple[str, str, str], int] = field(default_factory=dict)


def opened(content: bytes) -> Opened:
    """Raises SheetRefused."""
    book = sheets.as_workbook(content)
    return Opened(book, tables.read(book))


def check(matches: Mapping[str, str]) -> None:
    """Raises ListRefused when no column holds a name, a number or a telephone."""
    if not _WHO & set(matches.values()):
        raise ListRefused(
            _("No column holds a name, a telephone or a document. Give the first row such headings."), field="file"
        )


def read(content: bytes, by: Actor, *, matches: Mapping[str, str] | None = None, with_hidden: bool = True) -> Taken:
    """``matches``: column letter to field, as a person confirmed it; else what is sure. Raises SheetRefused,
    ListRefused."""
    found = opened(content)
    known = _known(found.read.sure if matches is None else matches, by)
    check(known.matches)
    headings = {column.letter: column.heading for column in found.read.layout.columns}
    taken = Taken(list(dict.fromkeys(headings.values())))
    for line in found.lines():
        if line.is_hidden and not with_hidden:
            continue
        taken.all.append({headings[letter]: text for letter, text in line.cells.items() if letter in headings})
        try:
            taken.rows.append(_row(line, known))
        except RuleBroken as error:
            error.row = len(taken.all) + 1
            taken.refused.append(error)
    return taken


def _known(matches: Mapping[str, str], by: Actor) -> _Known:
    of_days = questionnaires.elements().filter(holds=Holds.DATE).values_list("code", flat=True)
    return _Known(matches, places.named(by.scope.places) | {"": by.post_id}, frozenset(of_days), clock.today())


def _row(line: Line, known: _Known) -> Row:
    """Raises RowRefused with the number of the row and everything that is wrong in it."""
    try:
        return _judged(line, known)
    except RuleBroken as error:
        words = {"row": line.number, "errors": str(error)}
        raise RowRefused(_("Row %(row)d: %(errors)s") % words) from error


def _judged(line: Line, known: _Known) -> Row:
    values = {known.matches[letter]: text for letter, text in line.cells.items() if letter in known.matches}
    if unreckoned := [letter for letter in line.unreckoned if letter in known.matches]:
        raise RowRefused(
            _("The formula in column %(letters)s has no value in the file. Open it in a spreadsheet program, save it.")
            % {"letters": ", ".join(unreckoned)}
        )
    identity = _identity(values)
    village = values.get("village", "")
    if village not in known.villages:
        raise RowRefused(_("“%(village)s” is no place of your duty.") % {"village": village[:40]})
    told = {field: _said(field, text, known) for field, text in values.items() if "." in field and text}
    key = (identity.name, identity.phone, identity.id_number)
    if key in known.seen:
        raise RowRefused(_("The same as row %(other)d.") % {"other": known.seen[key]})
    known.seen[key] = line.number
    return Row(line.number, identity, known.villages[village], told)


def _said(field: str, text: str, known: _Known) -> str:
    return days.read(text, near=known.today).isoformat() if field in known.days else text[:200]


def _identity(values: Mapping[str, str]) -> Identity:
    parts = {part: values.get(part, "") for part in _PARTS}
    if not (parts["phone"] or parts["id_number"] or (parts["name"] and parts["address"])):
        raise RowRefused(_("A telephone, a document or a name with an address is needed."))
    number = parts["id_number"]
    kind = IdKind.RESIDENT if len(number) in (15, 18) else IdKind.OTHER if number else IdKind.NONE
    identity, errors = adding.clean(Identity(id_kind=kind, **{**parts, "name": parts["name"] or NAMELESS}))
    if errors:
        raise RowRefused(" ".join(str(error) for error in errors))
    return identity
