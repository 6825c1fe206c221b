"""A check at a gate as it is handed in, by a page or by a telephone."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tongzhou.kernel import clock, ids
from tongzhou.response import queries as response


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check as it is handed in. ``temperature`` in degrees Celsius is judged and not kept; none for overrides,
    couriers, and who refused. ``reason`` and ``list_number``: what the device said and how much it had heard."""

    who: str
    is_out: bool
    outcome: str = "passed"
    temperature: float | None = None
    pass_number: int | None = None
    household: bytes = b""
    reason: str = ""
    plate: str = ""
    list_number: int = 0
    visit_id: UUID | None = None
    at: datetime = field(default_factory=clock.now)
    entry_id: UUID = field(default_factory=ids.new)

    @property
    def is_hot(self) -> bool:
        return self.temperature is not None and self.temperature >= response.fever_from()
