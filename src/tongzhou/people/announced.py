"""How many travellers a code announces. The room that takes announcements answers, others ask; nothing is kept here.

Never tell who they are: whoever only lets them past needs the number.
"""

from collections.abc import Callable

Persons = Callable[[str], int]
_answering: list[Persons] = []


def register(persons: Persons) -> None:
    """Let a room answer for its codes: how many each announces, 0 for one that opens nothing."""
    if persons not in _answering:
        _answering.append(persons)


def persons(code: str) -> int:
    """How many the code announces, whoever gave it; 0 when it opens nothing, or nothing any more."""
    return sum(answer(code) for answer in _answering)
