"""What is already known of one person, as a form may show it."""

from dataclasses import dataclass
from datetime import date
from typing import Any


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
