"""The system user who owns the data. PostgreSQL refuses to run as root, so root drops to this owner.

Never change the rights of a folder that this room did not make: a parent that keeps the owner out stays shut."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tongzhou.embedded.errors import DatabaseUnavailable


@dataclass(frozen=True)
class Owner:
    uid: int
    gid: int
    name: str

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs the command as this user from `/`, with an environment of its own (no PG* variable leaks in)."""
        uid, gid = (self.uid, self.gid) if is_root() else (None, None)
        environment = {"PATH": os.defpath, "LC_ALL": "C", "HOME": "/"}
        try:
            return subprocess.run(
                [str(part) for part in command],
                cwd="/",
                env=environment,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                user=uid,
                group=gid,
                extra_groups=[] if is_root() else None,
                check=False,
            )
        except PermissionError as error:
            raise DatabaseUnavailable(f"The user '{self.name}' may not run {command[0]}: {error.strerror}.") from error

    def reaches(self, path: Path) -> bool:
        """Whether this user may pass through the folder, or execute the file."""
        return self.run("/usr/bin/env", "test", "-x", path).returncode == 0

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
    return _from(_entry(path.stat().st_uid))


def choose(var: Path, data: Path | None) -> Owner:
    """The owner of existing data; an ordinary user; for root `postgres`, the checkout's owner or `nobody`, in turn."""
    if data is not None:
        return of(data)
    if not is_root():
        return _from(_entry(os.geteuid()))
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    names = ("postgres", of(var).name, "nobody")
    found = next((known[name] for name in names if name in known and known[name].pw_uid != 0), None)
    if found is None:
        raise DatabaseUnavailable("PostgreSQL does not run as root and no user 'postgres' exists: useradd -r postgres.")
    return _from(found)


def _from(entry: pwd.struct_passwd) -> Owner:
    return Owner(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _entry(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise DatabaseUnavailable(f"PostgreSQL needs a user by name, but number {uid} has none: add it.") from error
