"""One PostgreSQL server in one home: made, started, awaited, ended by its own process id.

Never end a server by name, never delete its lock file, and never give up on it while it recovers from a crash."""

import os
import shlex
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tongzhou.embedded import folders, logins
from tongzhou.embedded.binaries import Binaries
from tongzhou.embedded.errors import DatabaseUnavailable
from tongzhou.embedded.owners import Owner, is_root

Say = Callable[[str], object]
PATIENCE = 120.0
#: An older server is still ending; or the new one, on a machine with much to do, has not written down its number yet.
NOT_YET = ("shared memory block", "already exists", "did not start in time")

# Failed statements and their details may hold what people told us, so the log names the error and no more.
SETTINGS = """
# --- tongzhou: a small machine, one district; edit below this line, the launcher writes it once ---
listen_addresses = ''
max_connections = 100
shared_buffers = 256MB
work_mem = 8MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
min_wal_size = 160MB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = 'Asia/Shanghai'
password_encryption = 'scram-sha-256'
logging_collector = on
log_filename = 'server-%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_min_messages = warning
log_min_error_statement = panic
log_error_verbosity = terse
log_min_duration_statement = -1
log_timezone = 'Asia/Shanghai'
"""
ACCESS = "# Everyone proves who they are, over the Unix socket alone.\nlocal all all scram-sha-256\n"


def make_data(home: Path, binaries: Binaries, owner: Owner, password: str, *, durable: bool) -> None:
    """A new data folder, put in place only once it is whole. Without `durable` nothing is synced: for tests."""
    making, secret = home / "data.making", home / "superuser"
    shutil.rmtree(making, ignore_errors=True)
    owner.folder(making)
    logins.write_secret(secret, password)
    _give(secret, owner)
    command: list[str | Path] = [binaries.tool("initdb"), "-D", making, "-U", logins.SUPERUSER, f"--pwfile={secret}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", *([] if durable else ["--no-sync"])]
    try:
        made = owner.run(*command)
    finally:
        secret.unlink()
    if made.returncode:
        raise DatabaseUnavailable(f"The database could not be made in {home}: {_last_line(made.stderr)}")
    with (making / "postgresql.conf").open("a") as file:
        file.write(SETTINGS if durable else f"{SETTINGS}fsync = off\n")
    (making / "pg_hba.conf").write_text(ACCESS)
    making.rename(home / "data")


def launch(home: Path, binaries: Binaries, owner: Owner, say: Say) -> None:
    """Starts the server and returns when it takes connections, however long recovery needs."""
    socket, data, log = owner.folder(folders.socket_folder(home)), home / "data", home / "log"
    places = ("-k", str(socket), "-p", str(folders.PORT), "-c", "listen_addresses=", "-c", f"log_directory={log}")
    until = time.monotonic() + PATIENCE
    for lock in (data / "postmaster.pid", socket / f".s.PGSQL.{folders.PORT}.lock"):
        _take_over_stale(lock)
    while (complaint := _attempt(home, binaries, owner, shlex.join(places))) is not None:
        if not any(words in complaint for words in NOT_YET) or time.monotonic() > until:
            raise DatabaseUnavailable(f"The database did not start: {_last_line(complaint)} (log: {log})")
        time.sleep(0.2)
    if not becomes_ready(home, say):
        raise DatabaseUnavailable(f"The database ended while it was starting: see {home / 'log'}")


def _attempt(home: Path, binaries: Binaries, owner: Owner, options: str) -> str | None:
    """None once a server process lives; else what it said before it ended."""
    start_log = home / "log" / "start.log"
    start_log.unlink(missing_ok=True)  # so that what it says is about this start
    command = ("start", "-w", "-t", "3", "-D", home / "data", "-l", start_log, "-o", options)
    answer = owner.run(binaries.tool("pg_ctl"), *command)
    if answer.returncode == 0 or running_pid(home) is not None:
        return None
    complaint = answer.stderr + _text(start_log)
    return complaint if "FATAL" in complaint else complaint + _text(_newest(home / "log"))


def _take_over_stale(lock: Path) -> None:
    """After a cut, the number in the lock may by now be another process of the same user (a container that starts
    again), and the server would refuse for ever. Its grandparent's number it knows as stale, so we write our own; it
    still looks into the shared memory whose key the file keeps, and waits for connections that outlived the cut."""
    if lock.exists():
        _, *rest = lock.read_text().splitlines()
        lock.write_text("\n".join((str(os.getpid()), *rest, "")))


def becomes_ready(home: Path, say: Say) -> bool:
    """Waits while the server lives and is not ready: recovery after a crash takes the time that it takes. False when
    it ended, as one that was just killed does."""
    told = time.monotonic()
    while not is_ready(home):
        if running_pid(home) is None:
            return False
        if time.monotonic() - told > 3:
            say("The database is putting itself in order after an interruption …")
            told = time.monotonic()
        time.sleep(0.05)
    return True


def end(home: Path) -> None:
    """Fast shutdown of this home's own server; returns when it is gone."""
    pid = running_pid(home)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)
    until = time.monotonic() + PATIENCE
    while running_pid(home) is not None:
        if time.monotonic() > until:
            raise DatabaseUnavailable(f"The database (process {pid}) is still ending after {PATIENCE:.0f} seconds.")
        time.sleep(0.02)


def running_pid(home: Path) -> int | None:
    """The process id of this home's server if it lives; a stale lock file, or a number given to another, is None."""
    lines = _lock_lines(home)
    if not lines or not lines[0].isdigit():
        return None
    pid = int(lines[0])
    return pid if _is_server(pid, home / "data") else None


def is_ready(home: Path) -> bool:
    lines = _lock_lines(home)
    return len(lines) > 7 and lines[7].strip() == "ready" and running_pid(home) is not None


def _lock_lines(home: Path) -> list[str]:
    """PostgreSQL's own record: process id first, state in the eighth line."""
    try:
        return (home / "data" / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _is_server(pid: int, data: Path) -> bool:
    """A server works inside its data folder; where the system does not show that, a living process must do."""
    if Path("/proc/self/cwd").exists():
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", data)
        except OSError:
            return False
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _give(path: Path, owner: Owner) -> None:
    if is_root():
        os.chown(path, owner.uid, owner.gid)


def _newest(log: Path) -> Path:
    return max(log.glob("server-*"), key=lambda file: file.stat().st_mtime, default=log / "server.log")


def _text(file: Path) -> str:
    return file.read_text(errors="replace")[-4000:] if file.exists() else ""


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if "FATAL" in line or "error" in line] or text.splitlines()
    return lines[-1].strip() if lines else "no reason was given"
