"""A demonstration and a server for a measurement, each ended with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from tongzhou.config.cli import granian


@contextmanager
def running(command: list[str], ready: str, environment: dict[str, str], log: Path) -> Iterator[None]:
    """A server that this command starts, from when the address ``ready`` answers; ended by its own process group."""
    with log.open("a") as out:
        process = subprocess.Popen(command, env=environment, start_new_session=True, stdout=out, stderr=out)
    try:
        for _attempt in range(600):
            try:
                urlopen(ready, timeout=2).close()
                break
            except (URLError, OSError):
                time.sleep(0.5)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def server(application: str, port: int, environment: dict[str, str], ready: str) -> AbstractContextManager[None]:
    """A server as ``tongzhou serve`` starts it."""
    log = Path(environment["TONGZHOU_VAR"]).with_suffix(".log")
    return running(granian(port, application), f"http://127.0.0.1:{port}{ready}", environment, log)


@contextmanager
def demonstration(residents: int) -> Iterator[dict[str, str]]:
    """A demonstration of this size, ended afterwards; the environment that names it."""
    with TemporaryDirectory(prefix="tongzhou-bench-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        known = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
        environment = {**known, "TONGZHOU_VAR": f"{folder}/var", "TONGZHOU_MODE": "demo"}
        command = [sys.executable, "-c", "from tongzhou.config.cli import main; main()"]
        subprocess.run([*command, "demo", "--residents", str(residents)], env=environment, check=True)
        try:
            yield environment
        finally:
            subprocess.run([*command, "stop"], env=environment, check=False)
