"""The one reader of the environment. Every setting that an operator may give is named in docs/settings.md."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from tongzhou.kernel import keys

MODES = ("demo", "production")


def text(name: str, default: str | None = None) -> str:
    """The variable's value. Raises ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set {name} (see docs/settings.md).")
    return value


def mode() -> str:
    value = text("TONGZHOU_MODE", "demo")
    if value not in MODES:
        raise ImproperlyConfigured(f"TONGZHOU_MODE is {value!r}; it must be one of: {', '.join(MODES)}.")
    return value


def state_folder() -> Path:
    """Where the database, keys and logs of this installation live."""
    return Path(text("TONGZHOU_VAR", "var")).resolve()


def secret_key(folder: Path) -> str:
    """The session secret: given in production, kept in ``keys/`` (0600) otherwise."""
    if mode() == "production":
        return text("TONGZHOU_SECRET_KEY")
    return _kept(folder / "keys" / "session")


def _kept(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def keyring(folder: Path) -> Path:
    """The keyring's file: made on first use in demo mode, required in production."""
    path = Path(text("TONGZHOU_KEYRING", str(folder / "keys" / "keyring.json")))
    if not path.exists():
        if mode() == "production":
            raise ImproperlyConfigured(f"No keyring at {path}: make one with `tongzhou keyring` and back it up.")
        keys.create(path)
    return path
