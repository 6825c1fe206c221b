"""The system user who owns the data. PostgreSQL refuses to run as root, so root drops to this owner.

Never change the rights of a folder that this room did not make: a parent that keeps the owner out stays shut."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tongzhou.embedded.errors import DatabaseUnavailable

@dataclass(frozen=True)
class Owner:
    uid: int
    gid: int
    name: str

    def run(self, command: Sequence[str | Path], timeout: float | None = None) -> subprocess.CompletedProcess[str]:
        """Runs the command as this user from `/`, with an environment of its own (no PG* variable leaks in)."""
        drop = {"user": self.uid, "group": self.gid, "extra_groups": []} if is_root() else {}
        environment = {"PATH": os.defpath, "LC_ALL": "C", "HOME": "/"}
        try:
            return subprocess.run(
                [str(part) for part in command], cwd="/", env=environment, capture_output=True, text=True,
                timeout=timeout, stdin=subprocess.DEVNULL, **drop,
            )
        except PermissionError as error:
            raise DatabaseUnavailable(f"The user '{self.name}' may not run {command[0]}: {error.strerror}.") from error

    def reaches(self, path: Path) -> bool:
        """Whether this user may pass through the folder, or execute the file."""
        return self.run(["/usr/bin/env", "test", "-x", path]).returncode == 0

    def folder(self, path: Path) -> Path:
        """Makes a 0700 folder of this user; refuses one that is a link, or that somebody else owns or can open."""
        if not os.path.lexists(path):
            path.mkdir(mode=0o700)
        facts = path.lstat()
        if is_root() and facts.st_uid == 0 and path.is_dir() and not path.is_symlink():
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
            facts = path.lstat()
        if path.is_symlink() or not path.is_dir() or facts.st_uid != self.uid or facts.st_mode & 0o077:
            raise DatabaseUnavailable(f"{path} must be a folder of '{self.name}' that nobody else can open: remove it.")
        return path


def is_root() -> bool:
    return os.geteuid() == 0


def of(path: Path) -> Owner:
    """The user to whom a file or folder belongs."""
    entry = pwd.getpwuid(path.stat().st_uid)
    return Owner(entry.pw_uid, entry.pw_gid, entry.pw_name)


def choose(var: Path, data: Path | None) -> Owner:
    """The owner of existing data; an ordinary user owns their own; for root `postgres`, the checkout's owner, `nobody`."""
    if data is not None:
        return of(data)
    if not is_root():
        entry = pwd.getpwuid(os.geteuid())
        return Owner(entry.pw_uid, entry.pw_gid, entry.pw_name)
    known = {entry.pw_name: Owner(entry.pw_uid, entry.pw_gid, entry.pw_name) for entry in pwd.getpwall()}
    names = ("postgres", of(var).name, "nobody")
    found = next((known[name] for name in names if name in known and known[name].uid != 0), None)
    if found is None:
        raise DatabaseUnavailable("PostgreSQL does not run as root and no user 'postgres' exists: useradd -r postgres.")
    return found
