"""What authenticates an entry: keyed outside the database, so that nobody who writes to it can forge one."""

import hmac
from hashlib import blake2b
from uuid import UUID

from tongzhou.kernel import merkle
from tongzhou.kernel.keys import keyring
from tongzhou.ledger import encoding
from tongzhou.ledger.entries import Record

_VERSION = b"tongzhou ledger 1\x00"


def content(client_part: bytes, secret: bytes | None, key: bytes | None) -> bytes:
    """16 bytes by which a resend is known. The secret enters through its subject's key: destroying that key leaves
    nothing here by which the secret could be guessed."""
    hidden = (
        b"" if secret is None else blake2b(secret, digest_size=16, key=key or b"", person=b"ledger secret").digest()
    )
    return blake2b(client_part + hidden, digest_size=16, key=keyring().ledger, person=b"ledger content").digest()


def seal(row: bytes) -> bytes:
    """HMAC-SHA256 over everything that is stored, the ciphertext and the time of receipt included."""
    return hmac.digest(keyring().ledger, _VERSION + row, "sha256")


def leaf(row: bytes, sealed_with: bytes) -> bytes:
    """The entry's leaf in the Merkle tree of its day: over ciphertext, so forgetting a person changes none."""
    return merkle.leaf(row + sealed_with)


def leaf_of(record: Record) -> bytes:
    return leaf(encoding.row(record), record.seal)


def is_whole(record: Record) -> bool:
    """False when any field was altered after the entry was stored, or was written past the ledger."""
    try:
        return hmac.compare_digest(seal(encoding.row(record)), record.seal)
    except (TypeError, ValueError, OverflowError, AttributeError):
        return False  # no entry of ours can hold what has no spelling


def lock_of(identifier: UUID) -> int:
    """The number of an advisory lock for a town or a chain of entries."""
    return int.from_bytes(identifier.bytes[8:], signed=True)
