"""Whom a matter is about, in words. Matters knows an id only; whoever knows the persons registers here.

Never keep what was answered, and never ask for more than the page shows: the answers are masked words.
"""

from collections.abc import Callable, Collection
from uuid import UUID

from tongzhou.access.actors import Actor

Words = Callable[[Collection[UUID], Actor], dict[UUID, str]]
Address = Callable[[UUID], str]

_words: list[Words] = []
_address: list[Address] = []


def register(words: Words, *, address: Address | None = None) -> None:
    """``words(ids, by)`` gives the masked name of each subject that ``by`` may see; ``address(id)`` its page."""
    _words[:] = [words]
    _address[:] = [address] if address else []


def named(subject_ids: Collection[UUID], by: Actor) -> dict[UUID, str]:
    """Words for those that ``by`` may see; nothing for the others."""
    return _words[0](subject_ids, by) if _words and subject_ids else {}


def address(subject_id: UUID | None) -> str:
    """The subject's page, empty when nobody offers one."""
    return _address[0](subject_id) if _address and subject_id else ""
