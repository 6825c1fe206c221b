"""What a gateway may answer. Never add one that leaves open whether a message may be handed over again."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Answer(StrEnum):
    ACCEPTED = "accepted"  # taken; whether it arrives is asked later
    DELIVERED = "delivered"
    FAILED = "failed"  # for good: it will never arrive
    LATER = "later"  # certainly not taken: may be handed over again
    UNSURE = "unsure"  # taken or not, nobody knows: never handed over again without asking
    UNKNOWN = "unknown"  # asked for: it never had a message of this number


class Gateway(Protocol):
    """An adapter. It never logs a number or a text, and never raises for what the other side does.

    Each answer comes with a short code why, for the list of failures: never words of the other side.
    """

    @property
    def has_receipts(self) -> bool:
        """Whether it can be asked what became of a message."""

    def hand_over(self, number: UUID, phone: str, words: str) -> tuple[Answer, str]: ...

    def ask(self, number: UUID) -> tuple[Answer, str]: ...
