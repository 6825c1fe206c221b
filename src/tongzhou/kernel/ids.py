"""UUIDv7 identifiers (RFC 9562, section 5.7): made by whoever records the fact, so that a resend is harmless."""

import secrets
import uuid
from datetime import UTC, datetime, timedelta

from tongzhou.kernel import clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MILLISECOND


def new(at: datetime | None = None) -> uuid.UUID:
    """A fresh id whose first 48 bits are the milliseconds of ``at`` (now, when not given)."""
    value = _milliseconds(at or clock.now()) << 80 | 7 << 76 | 2 << 62
    noise = secrets.randbits(74)
    return uuid.UUID(int=value | (noise >> 62) << 64 | noise & (1 << 62) - 1)


def bound(at: datetime) -> uuid.UUID:
    """The smallest id of that millisecond: ``bound(a) <= id < bound(b)`` holds for ids made from a until before b."""
    return uuid.UUID(int=_milliseconds(at) << 80)


def time_of(identifier: uuid.UUID) -> datetime:
    """When the id says it was made. Raises ValueError for an id that is not a UUIDv7."""
    if identifier.version != 7:
        raise ValueError(f"{identifier} is not a UUIDv7")
    return _EPOCH + timedelta(milliseconds=identifier.int >> 80)
