"""The rows of somebody's list as identities and places: what can be taken, and what is wrong with the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people import adding
from tongzhou.people.idcheck import IdKind
from tongzhou.people.identities import Identity
from tongzhou.places import queries as places
from tongzhou.programmes.leads.errors import ListRefused, RowRefused
from tongzhou.tables import actions as tables
from tongzhou.tables import layouts
from tongzhou.tables.layouts import Layout

_PARTS = ("name", "id_number", "phone", "address")
NAMELESS = "不详"


@dataclass(frozen=True)
class Row:
    """``number``: in the list, from 1. ``cells``: as they stood, by heading."""

    number: int
    cells: Mapping[str, str]
    identity: Identity
    place_id: UUID


@dataclass(frozen=True)
class Taken:
    """``all``: (number, cells) of every row that holds anything, in order."""

    headings: list[str]
    all: list[tuple[int, Mapping[str, str]]]
    rows: list[Row]
    refused: list[RuleBroken]


def read(content: bytes, by: Actor) -> Taken:
    """Raises WorkbookRefused; ListRefused when no column holds a name, a number or a telephone."""
    content = sheets.as_workbook(content)
    found = tables.read(content)
    matches = found.sure
    if not {"name", "phone", "id_number"} & set(matches.values()):
        raise ListRefused(
            _("No column holds a name, a telephone or a document. Give the first row such headings."), field="file"
        )
    every = _body(content, found.layout)
    headings = {column.letter: column.heading for column in found.layout.columns}
    taken = Taken(list(dict.fromkeys(headings.values())), [], [], [])
    seen: dict[tuple[str, str, str], int] = {}
    villages = _villages(by)
    for position, (number, values) in enumerate(every, start=2):
        cells = {headings[letter]: text for letter, text in values.items() if letter in headings}
        taken.all.append((number, cells))
        try:
            taken.rows.append(
                _row(number, cells, {matches[x]: text for x, text in values.items() if x in matches}, villages, seen)
            )
        except RuleBroken as error:
            error.row = position
            taken.refused.append(error)
    return taken


def _body(content: bytes, layout: Layout) -> list[tuple[int, dict[str, str]]]:
    sheet = layouts.opened(content, values=True)[layout.sheet]
    rows = []
    for number, cells in enumerate(sheet.iter_rows(min_row=layout.first_row), start=layout.first_row):
        values = {cell.column_letter: layouts.text(cell.value) for cell in cells if hasattr(cell, "column_letter")}
        if any(values.values()):
            rows.append((number, values))
    return rows


def _villages(by: Actor) -> Mapping[str, UUID]:
    """The places of the duty by their names, with and without the office's ending."""
    tree = places.current_tree()
    found: dict[str, UUID] = {"": by.post_id}
    for place_id in by.scope.places:
        name = tree.get(place_id).name
        for ending in ("", "村委会", "居委会", "委会", "社区居委会"):
            if name.endswith(ending):
                found.setdefault(name.removesuffix(ending), place_id)
    return found


def _row(
    number: int,
    cells: Mapping[str, str],
    values: Mapping[str, str],
    villages: Mapping[str, UUID],
    seen: dict[tuple[str, str, str], int],
) -> Row:
    parts = {part: values.get(part, "") for part in _PARTS}
    if not (parts["phone"] or parts["id_number"] or (parts["name"] and parts["address"])):
        raise RowRefused(
            _("Row %(row)d: a telephone, a document or a name with an address is needed.") % {"row": number}
        )
    kind = (
        IdKind.RESIDENT if len(parts["id_number"]) in (15, 18) else IdKind.OTHER if parts["id_number"] else IdKind.NONE
    )
    identity, errors = adding.clean(Identity(id_kind=kind, **{**parts, "name": parts["name"] or NAMELESS}))
    if errors:
        told = " ".join(str(error) for error in errors)
        raise RowRefused(_("Row %(row)d: %(errors)s") % {"row": number, "errors": told})
    village = values.get("village", "")
    if village not in villages:
        words = {"row": number, "village": village[:40]}
        raise RowRefused(_("Row %(row)d: “%(village)s” is no place of your duty.") % words)
    key = (identity.name, identity.phone, identity.id_number)
    if key in seen:
        raise RowRefused(_("Row %(row)d: the same as row %(other)d.") % {"row": number, "other": seen[key]})
    seen[key] = number
    return Row(number, cells, identity, villages[village])
