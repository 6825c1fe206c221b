"""What the ledger held, written outside the database: a page for each day of receipt and town, lines only ever added.

Each line is authenticated together with the one before it. Never rewrite a line; only one that was cut off while it was
being written is dropped, since nothing was promised for it. Keep a copy of the folder on another machine.
"""

import fcntl
import hmac
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

import orjson
from django.conf import settings

from tongzhou.kernel import clock, merkle
from tongzhou.kernel.keys import keyring


@dataclass
class Page:
    """The leaves vouched for by id, the day's root once it is closed, and whether every line is as it was written."""

    town_id: UUID
    day: date
    leaves: dict[UUID, bytes] = field(default_factory=dict)
    root: bytes | None = None
    is_whole: bool = True
    size: int = 0
    last: bytes = b""

    @property
    def path(self) -> Path:
        return _folder() / self.day.isoformat() / f"{self.town_id}.log"

    def merkle_root(self) -> bytes:
        """Over the leaves in the order of their ids."""
        return merkle.root([self.leaves[entry_id] for entry_id in sorted(self.leaves)])


def _folder() -> Path:
    return Path(settings.VAR) / "ledger"


@contextmanager
def writing() -> Iterator[None]:
    """One writer of the journal at a time."""
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (_folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def days() -> list[date]:
    """The days that have a page, in order."""
    return sorted(date.fromisoformat(path.name) for path in _folder().glob("????-??-??"))


def towns(day: date) -> list[UUID]:
    return sorted(UUID(path.stem) for path in (_folder() / day.isoformat()).glob("*.log"))


def read(town_id: UUID, day: date) -> Page:
    """The page as it stands; empty when there is none."""
    page = Page(town_id, day, last=town_id.bytes + day.isoformat().encode())
    if page.path.exists():
        for line in page.path.read_bytes().splitlines(keepends=True):
            _take(page, line)
    return page


def _take(page: Page, line: bytes) -> None:
    payload, _tab, mac = line.rstrip(b"\n").rpartition(b"\t")
    if not line.endswith(b"\n"):
        return  # cut off while it was being written
    page.size += len(line)
    if not hmac.compare_digest(_mac(page.last, payload).hex().encode(), mac):
        page.is_whole = False
        return
    page.last = bytes.fromhex(mac.decode())
    content = orjson.loads(payload)
    page.leaves.update((UUID(entry_id), bytes.fromhex(leaf)) for entry_id, leaf in content.get("leaves", ()))
    if content["what"] == "day":
        page.root = bytes.fromhex(content["root"])


def _mac(last: bytes, payload: bytes) -> bytes:
    return hmac.digest(keyring().ledger, b"tongzhou journal 1\x00" + last + payload, "sha256")


def note(page: Page, leaves: Mapping[UUID, bytes]) -> None:
    """Vouch for these entries: their leaves, count and root, on disk before this returns."""
    ordered = sorted(leaves)
    root = merkle.root([leaves[entry_id] for entry_id in ordered])
    listed = [[str(entry_id), leaves[entry_id].hex()] for entry_id in ordered]
    _add(page, {"what": "checkpoint", "count": len(ordered), "root": root.hex(), "leaves": listed})
    page.leaves.update(leaves)


def close(page: Page, root: bytes, signature: bytes) -> None:
    """Note the root of the day, once it stands in the database."""
    _add(page, {"what": "day", "count": len(page.leaves), "root": root.hex(), "signature": signature.hex()})
    page.root = root


def _add(page: Page, content: dict[str, object]) -> None:
    payload = orjson.dumps({"at": clock.now().isoformat(), **content})
    mac = _mac(page.last, payload)
    page.path.parent.mkdir(mode=0o700, exist_ok=True)
    with page.path.open("ab") as file:
        file.truncate(page.size)
        page.size += file.write(payload + b"\t" + mac.hex().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    for folder in (page.path.parent, page.path.parent.parent):
        _sync(folder)
    page.last = mac


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
