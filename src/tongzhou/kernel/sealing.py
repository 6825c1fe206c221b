"""Sealing of what must not be read without a reason: XSalsa20-Poly1305 (libsodium secretbox).

Each subject has a key of its own, wrapped by the district's key; destroying the wrapped key makes everything that was
sealed under it unreadable. Never seal two subjects under one key.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _
from nacl import utils
from nacl.bindings import crypto_secretbox, crypto_secretbox_open
from nacl.exceptions import CryptoError

from tongzhou.kernel.errors import RuleBroken
from tongzhou.kernel.keys import keyring

KEY_BYTES = 32
_NONCE_BYTES = 24


class Tampered(RuleBroken):
    code = "tampered"


class KeyDestroyed(RuleBroken):
    code = "key_destroyed"


def new_key() -> bytes:
    return utils.random(KEY_BYTES)


def seal_bytes(key: bytes, plain: bytes) -> bytes:
    """``nonce ‖ ciphertext``: 40 bytes longer than ``plain``."""
    nonce = utils.random(_NONCE_BYTES)
    return nonce + crypto_secretbox(plain, nonce, key)


def unseal_bytes(key: bytes, sealed: bytes) -> bytes:
    """The plain bytes. Raises :class:`Tampered` when the blob or the key is not the one it was sealed with."""
    try:
        return crypto_secretbox_open(bytes(sealed[_NONCE_BYTES:]), bytes(sealed[:_NONCE_BYTES]), key)
    except (CryptoError, ValueError) as error:
        raise Tampered(_("The sealed part was altered or belongs to another record.")) from error


def seal(key: bytes, content: Mapping[str, Any]) -> bytes:
    return seal_bytes(key, orjson.dumps(content))


def unseal(key: bytes, sealed: bytes) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(unseal_bytes(key, sealed))
    return content


def wrap(key: bytes) -> bytes:
    """A subject's key as it is stored: sealed under the district's key."""
    return seal_bytes(keyring().district, key)


def unwrap(wrapped: bytes | None) -> bytes:
    """The subject's key. Raises :class:`KeyDestroyed` when it is gone for good."""
    if wrapped is None:
        raise KeyDestroyed(_("This record was destroyed when its time was over; it can no longer be read."))
    return unseal_bytes(keyring().district, wrapped)
