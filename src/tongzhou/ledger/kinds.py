"""The kinds of entry that the rooms have declared. An entry of any other kind is refused.

Never put a name, a number or a free text among the coded keys: those are sealed.
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """``keys``: what a body of this kind may hold; ``keep_days``: how long it is kept, from the day of receipt."""

    code: str
    label: Promise | str
    keys: frozenset[str]
    keep_days: int


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Declare ``kind`` once. Raises ValueError when another kind bears its code."""
    if KINDS.setdefault(kind.code, kind) != kind:
        raise ValueError(f"two kinds of entry are called {kind.code}")
    return kind


def get(code: str) -> Kind:
    """Raises KeyError for a kind that no room has declared."""
    return KINDS[code]
