"""The kinds of entry that the rooms have declared. An entry of any other kind is refused.

Never put a name, a number or a free text among the coded keys: those are sealed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

#: What an entry may cost whoever wrote it.
EFFORTS = ("calls", "doors", "scans")


@dataclass(frozen=True, slots=True)
class Kind:
    """``keys``: what a body of this kind may hold; ``keep_days``: how long it is kept, from the day of receipt.
    ``asks``: a person was asked, so that they can be called back about it. ``effort``: what a body cost whoever wrote
    it, one of :data:`EFFORTS` and how many."""

    code: str
    label: Promise | str
    keys: frozenset[str]
    keep_days: int
    words: Mapping[str, Promise | str] = field(default_factory=dict, compare=False)
    asks: bool = False
    effort: Callable[[Mapping[str, Any]], tuple[str, int]] | None = field(default=None, compare=False)

    def told(self, body: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The body in words: ``words`` names keys (``origin``) and answers (``origin=outside``); an unnamed key is not
        told."""
        return [
            (str(self.words[key]), str(self.words.get(f"{key}={value}", value)))
            for key, value in body.items()
            if key in self.words
        ]


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Declare ``kind`` once. Raises ValueError when another kind bears its code."""
    if KINDS.setdefault(kind.code, kind) != kind:
        raise ValueError(f"two kinds of entry are called {kind.code}")
    return kind


def get(code: str) -> Kind:
    """Raises KeyError for a kind that no room has declared."""
    return KINDS[code]
