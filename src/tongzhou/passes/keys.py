"""The keys that sign passes. Each is derived from the district's signing seed, so no table holds a secret.

A key is rotated, never changed: passes of the last one stay good until they end.
"""

import hmac
from functools import lru_cache
from uuid import UUID

from nacl.signing import SigningKey

from tongzhou.kernel.keys import keyring


@lru_cache(maxsize=8)
def _signing(number: int) -> SigningKey:
    return SigningKey(hmac.digest(keyring().signing, f"pass\x1f{number}".encode(), "sha256"))


def sign(number: int, message: bytes) -> bytes:
    """The 64 bytes by key ``number``."""
    return _signing(number).sign(message).signature


def public(number: int) -> bytes:
    """The 32 bytes to hand out."""
    return bytes(_signing(number).verify_key)


def moving_secret() -> bytes:
    """From it every zone's key of a day is derived; it never leaves the server."""
    return hmac.digest(keyring().signing, b"pass\x1fmoving", "sha256")


def zone_of(place_id: UUID) -> int:
    """The four bytes by which a place's gates know their own passes."""
    return int.from_bytes(hmac.digest(b"zone", place_id.bytes, "sha256")[:4])


def household_tag(household_id: UUID | None) -> bytes:
    """Five bytes that tell passes of one household, and nothing else; zero for none."""
    return hmac.digest(keyring().tokens, b"tag" + household_id.bytes, "sha256")[:5] if household_id else bytes(5)


def page_proof(number: int) -> int:
    """Sixty bits without which nobody opens a pass's page, however many numbers they try."""
    return int.from_bytes(hmac.digest(keyring().tokens, b"page" + number.to_bytes(8), "sha256")[:8]) >> 4


def plate_token(plate: str) -> bytes:
    return hmac.digest(keyring().tokens, f"plate\x1f{plate}".encode(), "sha256")[:8]
