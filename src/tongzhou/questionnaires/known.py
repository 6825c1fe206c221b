"""What is already known of one person, as a form may show it, and as a programme hands it in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Known:
    """`value` is None outside the viewer's scope: then only that it is known at `place_name` on `on` may be shown."""

    element: str
    value: Any
    place_name: str
    on: date

    @property
    def is_visible(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Fact:
    """One answer in force: of whom, living where, by which entry (the first of its chain), asked when.

    ``key`` is the person's sealing key.
    """

    person_id: UUID
    element: str
    value: Any
    place_id: UUID
    entry_id: UUID
    at: datetime
    key: bytes
