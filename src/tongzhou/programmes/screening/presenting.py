"""Screening as pages and spreadsheets show it: the way down, and rows. Pure."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, sheets
from tongzhou.places.queries import current_tree
from tongzhou.places.tree import Node
from tongzhou.programmes.screening.covering import Line
from tongzhou.programmes.screening.models import Dwelling, Target


def crumbs(place: Node, by: Actor) -> list[tuple[str, str]]:
    """From the top of the own places down to this one."""
    steps = [node for node in current_tree().path(place.id) if node.id in by.scope]
    return [(f"{reverse('screening:coverage')}?place={node.id}", node.name) for node in steps]


def coverage(lines: Sequence[Line], *, foot: str) -> bytes:
    """The table of the coverage map."""
    head = (
        *(_("Where"), _("Targets"), _("Reached so far"), _("Visited so far"), _("Phoned"), _("Refused to answer")),
        *(_("Tried, not reached"), _("Nobody has tried yet"), _("Finished"), _("Re-checks open")),
    )
    rows = [
        (one.name, *(value for value, _url in one.cells), f"{one.numbers.share}%", one.numbers.drawn) for one in lines
    ]
    return sheets.write(head, rows, foot=foot)


def targets(listed: Iterable[Target], *, foot: str) -> bytes:
    """The list; whom to ask for and the telephone are not in it."""
    head = (
        *(_("Place"), _("Sort"), _("Name of the target"), _("Address of the target"), _("Found by"), _("Area")),
        *(_("Outcome"), _("Last asked")),
    )
    return sheets.write(head, [_row(one) for one in listed], foot=foot)


def _row(one: Target) -> tuple[str, ...]:
    asked = f"{one.last_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M} {one.last_by_name}" if one.last_at else ""
    outcome = one.get_outcome_display() if one.outcome else ""
    return (one.place.name, one.get_sort_display(), one.name, one.address, one.landmark, one.area, outcome, asked)


def board(listed: Iterable[Dwelling], *, foot: str) -> bytes:
    """A dwelling board, one row a flat."""
    head = (_("Block"), _("Flat"), _("State of the flat"), _("Last seen"))
    return sheets.write(
        head, [(one.building, one.flat, one.get_state_display(), _seen(one)) for one in listed], foot=foot
    )


def _seen(one: Dwelling) -> str:
    return f"{one.seen_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M} {one.seen_by_name}" if one.seen_at else ""
