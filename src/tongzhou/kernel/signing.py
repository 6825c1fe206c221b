"""Ed25519 signatures (RFC 8032) by the district's signing key."""

from functools import lru_cache

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from tongzhou.kernel.keys import keyring


@lru_cache(maxsize=1)
def _key(seed: bytes) -> SigningKey:
    return SigningKey(seed)


def sign(message: bytes) -> bytes:
    """The 64-byte signature of ``message``."""
    return _key(keyring().signing).sign(message).signature


def public_key() -> bytes:
    """The 32 bytes to hand out: with them anybody can check a signature."""
    return bytes(_key(keyring().signing).verify_key)


def is_signed(message: bytes, signature: bytes, by: bytes | None = None) -> bool:
    try:
        VerifyKey(by or public_key()).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True
