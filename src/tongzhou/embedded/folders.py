"""Where the data, the socket and the secrets lie. A cluster lives in one home, `<base>/<major>/`:
`data/` and `log/` and `socket/` belong to the owner of the data, `logins.json` to whoever starts the server.

Never widen the rights of a parent folder: data that its owner could not reach goes to `/var/lib/tongzhou/` instead."""

import hashlib
import os
from pathlib import Path

from tongzhou.embedded import owners
from tongzhou.embedded.errors import DatabaseUnavailable
from tongzhou.embedded.owners import Owner

STATE = Path("/var/lib/tongzhou")
SHORT = Path("/tmp")
PORT = 5432
LONGEST_SOCKET = 107


def mark(var: Path) -> str:
    return hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:16]


def bases(var: Path) -> list[Path]:
    """Where data of this checkout may be: beside it, or (only root puts it there) in the machine's state folder."""
    beside = var.resolve() / "pg"
    return [beside, STATE / mark(var) / "pg"] if owners.is_root() else [beside]


def existing_home(var: Path) -> Path | None:
    """The home that already holds data, the newest major first."""
    for base in bases(var):
        if not owners.is_root() and base.exists() and base.stat().st_uid != os.geteuid():
            raise DatabaseUnavailable(f"{base} belongs to '{owners.of(base).name}': start as that user.")
        homes = [version.parent.parent for version in base.glob("[0-9]*/data/PG_VERSION")]
        if homes:
            return max(homes, key=lambda home: int(home.name))
    return None


def choose_base(var: Path, owner: Owner) -> Path:
    """Makes and returns the folder for new data: the first that the owner of the data can pass through."""
    for base in bases(var):
        for missing in [folder for folder in (base.parent.parent, base.parent) if not folder.exists()]:
            _make(missing)
        if owner.reaches(base.parent):
            return _make(base)
    raise DatabaseUnavailable(f"The user '{owner.name}' can pass through neither {var} nor {STATE}.")


def make_home(base: Path, major: int, owner: Owner) -> Path:
    home = _make(base / str(major))
    owner.folder(home / "log")
    return home


def socket_folder(home: Path) -> Path:
    """Beside the data, or a short folder where the path is longer than a socket's may be, or would read as a list."""
    beside = home / "socket"
    fits = len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET
    if fits and not set("\",'\\") & set(str(beside)):
        return beside
    return SHORT / f"tongzhou-{mark(home)}"


def _make(folder: Path) -> Path:
    """Makes a missing folder: root's lets the owner of the data pass and nobody list; an ordinary user's is shut."""
    if not folder.exists():
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711 if owners.is_root() else 0o700)
    return folder
