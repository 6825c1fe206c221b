"""What can be read from a stored entry. Pure."""

from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from tongzhou.kernel import ids, sealing

#: An id that says a time further than this from its receipt is worth a look: an odd clock, or a long way offline.
FAR = timedelta(days=1)


class Received(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def received_at(self) -> datetime: ...


class Sealed(Protocol):
    @property
    def sealed(self) -> bytes | memoryview | None: ...


def secret_of(entry: Sealed, key: bytes) -> dict[str, Any]:
    """The sealed part, empty when there is none. Raises Tampered for the wrong key or an altered blob."""
    return {} if entry.sealed is None else sealing.unseal(key, bytes(entry.sealed))


def is_far_from_receipt(entry: Received) -> bool:
    """True when the time in the id lies more than :data:`FAR` from the time of receipt; such an entry is flagged."""
    made, received = entry.id.int >> 80, ids.bound(entry.received_at).int >> 80
    return timedelta(milliseconds=abs(made - received)) > FAR
