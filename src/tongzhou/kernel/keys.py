"""The district's secrets, kept outside the database.

Never log a key, never write one into a table, never derive one from a setting that has a default. Losing the keyring
means losing every sealed name: back it up apart from the database.
"""

import json
import os
import secrets
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """Four keys of 32 bytes: wrapping of persons' keys, search tokens, ledger authentication, signing seed."""

    district: bytes
    tokens: bytes
    ledger: bytes
    signing: bytes


def create(path: Path) -> None:
    """Write a fresh keyring readable by its owner alone. Raises FileExistsError rather than replace one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = json.dumps({field.name: secrets.token_hex(32) for field in fields(Keyring)}, indent=1)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)


def read(path: Path) -> Keyring:
    """The keyring in ``path``. Raises FileNotFoundError when there is none."""
    content = json.loads(path.read_text())
    return Keyring(**{field.name: bytes.fromhex(content[field.name]) for field in fields(Keyring)})


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """The keyring of this process, from the file named by the setting ``KEYRING``."""
    return read(Path(settings.KEYRING))
