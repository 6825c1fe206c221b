"""The board as its page shows it: shares, shades and addresses worked out of the numbers. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from tongzhou.figures.indicators import FAMILIES
from tongzhou.figures.queries import Figure
from tongzhou.places.models import Place
from tongzhou.places.tree import Node


@dataclass(frozen=True)
class Tile:
    """One square of the map; ``shade`` 0 (none) to 4 (most)."""

    name: str
    value: int
    column: int
    row: int
    shade: int
    url: str


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    share: int


def by_family(figures: Sequence[Figure]) -> list[tuple[Promise, list[Figure]]]:
    """The figures under the words of their family; a family without figures is left out."""
    found = [(words, [one for one in figures if one.indicator.family == code]) for code, words in FAMILIES.items()]
    return [(words, figures) for words, figures in found if figures]


def board_address(place_id: UUID, day: date, indicator: str) -> str:
    """The board at that place, day and indicator."""
    return f"{reverse('figures:board')}?{urlencode({'place': str(place_id), 'day': str(day), 'indicator': indicator})}"


def entries_address(place_id: UUID, day: date, indicator: str) -> str:
    """The entries behind that number."""
    return (
        f"{reverse('figures:entries')}?{urlencode({'place': str(place_id), 'day': str(day), 'indicator': indicator})}"
    )


def shade(value: int, most: int) -> int:
    return 0 if not value or not most else min(4, 1 + value * 4 // (most + 1))


def tiles(rows: Sequence[tuple[Node, int]], squares: dict[UUID, Place], day: date, indicator: str) -> list[Tile]:
    """A square for each place that has one on the map."""
    most = max((value for _node, value in rows), default=0)
    return [
        Tile(
            node.name,
            value,
            squares[node.id].tile_column or 0,
            squares[node.id].tile_row or 0,
            shade(value, most),
            board_address(node.id, day, indicator),
        )
        for node, value in rows
        if node.id in squares
    ]


def bars(values: Sequence[tuple[str, int]]) -> list[Bar]:
    """Zero-based: the longest fills its line."""
    most = max((value for _label, value in values), default=0) or 1
    return [Bar(label, value, value * 100 // most) for label, value in values]
