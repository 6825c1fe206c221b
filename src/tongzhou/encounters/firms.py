"""What somebody who speaks with a firm learns for others: one conversation asks once.

Whoever wants to know registers; whoever asks hands it on. Never ask a firm twice what is known here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tongzhou.access.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``name`` at ``place_id``: the firm. ``planned_on``: when it means to resume, None when it does not know.
    ``version``: of the talking points that were told, None for none."""

    name: str
    place_id: UUID
    planned_on: date | None
    version: int | None


Listener = Callable[[Sequence[Answer], Actor], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def told(answers: Sequence[Answer], *, by: Actor) -> None:
    """Hand on what firms said and were told, in the present transaction. Raises what a listener refuses."""
    for listener in _listeners if answers else ():
        listener(answers, by)
