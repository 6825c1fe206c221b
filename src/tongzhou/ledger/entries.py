"""An entry as it is handed in, what became of it, and the same as a stored record. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from tongzhou.kernel import ids
from tongzhou.kernel.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as it is handed in. ``secret`` is sealed here under ``key``; ``authors`` are staff ids (the actor's when
    empty); a correction bears the kind of the first entry of its chain and names it in ``corrects``."""

    kind: str
    place_id: UUID
    occurred_at: datetime
    id: UUID = field(default_factory=ids.new)
    subject_id: UUID | None = None
    subject_place_id: UUID | None = None
    visit_id: UUID | None = None
    corrects: UUID | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    secret: Mapping[str, Any] | None = None
    key: bytes | None = None
    authors: tuple[UUID, ...] = ()
    device: str = "page"
    channel: str = "desk"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``already``: the same entry came before, nothing to do. ``refused``: ``error`` says why."""

    id: UUID
    status: Literal["stored", "already", "refused"]
    error: RuleBroken | None = None

    @property
    def reason(self) -> str:
        return str(self.error) if self.error else ""


class Record(NamedTuple):
    """A row of the ledger, in the order of the table's columns."""

    id: UUID
    kind: str
    place_id: UUID
    subject_id: UUID | None
    subject_place_id: UUID | None
    visit_id: UUID | None
    corrects: UUID | None
    occurred_at: datetime
    authors: Sequence[UUID]
    body: Mapping[str, Any]
    town_id: UUID
    received_at: datetime
    unit_id: UUID
    device: str
    channel: str
    sealed: bytes | None
    keep_until: date
    content: bytes
    seal: bytes
