"""What holds of a chain of entries: the first, its corrections, its withdrawal. Pure."""

from collections.abc import Iterable
from typing import Protocol, TypeVar
from uuid import UUID

from tongzhou.ledger.records import WITHDRAWN


class Linked(Protocol):
    """What a chain needs of an entry; a record and a row of the table both have it."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def corrects(self) -> UUID | None: ...
    @property
    def received_at(self) -> object: ...


E = TypeVar("E", bound=Linked)


def first_of(entry: Linked) -> UUID:
    """The id of the chain: that of its first entry."""
    return entry.corrects or entry.id


def _place_in_chain(entry: Linked) -> tuple[bool, object, UUID]:
    return entry.corrects is not None, entry.received_at, entry.id


def in_force(entries: Iterable[E]) -> list[E]:
    """Of each chain the last entry; none of a chain that was withdrawn. In the order in which the chains appear."""
    chains: dict[UUID, list[E]] = {}
    for entry in entries:
        chains.setdefault(first_of(entry), []).append(entry)
    return [
        max(chain, key=_place_in_chain)
        for chain in chains.values()
        if all(entry.kind != WITHDRAWN.code for entry in chain)
    ]
