"""Kills telephones, the server and PostgreSQL while checks are handed up; then lists and rows must agree both ways.

``python -m tongzhou.proofs.outage --entries 10000 --phones 20 --kills 100``. Makes a cluster of its own and removes it.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import click

from tongzhou import embedded
from tongzhou.embedded import Cluster
from tongzhou.proofs import house
from tongzhou.proofs.carried import Outbox

KINDS = ("telephone", "server", "telephone", "database")
PATIENCE = 300.0


def _free_port() -> int:
    """Below those that connections are given (from 32768): while the server is down, a telephone that seeks it could be
    given the very port, meet itself there, and keep the server out."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as taken, suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


@dataclass
class Field:
    """What may be struck: the telephones' processes, the server's group, the cluster's database."""

    cluster: Cluster
    folders: list[Path]
    chance: random.Random
    port: int = field(default_factory=_free_port)
    phones: dict[Path, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    server: "subprocess.Popen[bytes] | None" = None
    struck: Counter[str] = field(default_factory=Counter)

    def serve(self) -> None:
        where = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        size = ["--workers", "1", "--blocking-threads", "4", "--no-access-log", "tongzhou.proofs.served:application"]
        log = self.folders[0].parent / "server.log"
        with log.open("w") as out:
            command = [sys.executable, "-m", "granian", *where, *size]
            self.server = subprocess.Popen(command, start_new_session=True, stdout=out, stderr=out)
        until, answer = time.monotonic() + PATIENCE, OSError("it ended")
        while self.server.poll() is None and time.monotonic() < until:
            try:
                urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
                return
            except (URLError, OSError) as error:
                answer = error
                time.sleep(0.1)
        raise RuntimeError(f"the server does not come up ({answer}): {log.read_text()[-2000:]}")

    def recover(self) -> None:
        """As whoever runs it does: by the launcher alone, which waits for what is still ending."""
        embedded.start(self.cluster.var, say=lambda _words: None)

    def stop(self) -> None:
        for process in (*self.phones.values(), self.server):
            if process and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def carry(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tongzhou.proofs.carried", str(folder), str(self.port)]
        self.phones[folder] = subprocess.Popen(command, start_new_session=True)

    def strike(self, kind: str) -> None:
        if kind == "telephone":
            folder = self.chance.choice(self.folders)
            self.phones[folder].kill()
            self.phones[folder].wait()
            self.carry(folder)
        elif kind == "server" and self.server:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.serve()
        else:
            pid = embedded.pid(self.cluster.var)
            if pid is None:
                raise RuntimeError("the database does not run")
            os.kill(pid, signal.SIGKILL)
            self.recover()
        self.struck[kind] += 1


def _laid(folder: Path, phones: list[dict[str, Any]], entries: int) -> list[Path]:
    """A folder for each telephone, with how many checks it makes in all."""
    (folder / "allowed").write_text("0", "utf-8")
    made = []
    for number, phone in enumerate(phones):
        own = folder / str(number)
        own.mkdir()
        (own / "phone.json").write_text(json.dumps(phone), "utf-8")
        (own / "total").write_text(str(entries // len(phones)), "utf-8")
        made.append(own)
    return made


def _allow(folder: Path, number: int) -> None:
    fresh = folder / "allowed.new"
    fresh.write_text(str(number), "utf-8")
    fresh.replace(folder / "allowed")


def prove(
    cluster: Cluster, entries: int, phones: int, kills: int, seed: int
) -> tuple[dict[str, object], dict[str, int]]:
    """What was done, and the numbers that must be 0."""
    from tongzhou.proofs import agreeing  # noqa: PLC0415  needs the settings

    chance, began = random.Random(seed), time.monotonic()
    with TemporaryDirectory(prefix="tz-phones-") as name:
        folder = Path(name)
        folders = _laid(folder, agreeing.telephones(phones), entries)
        struck = Field(cluster, folders, chance)
        try:
            struck.serve()
            for one in folders:
                struck.carry(one)
            for number in range(kills):
                _allow(folder, entries // phones * (number + 1) // kills)
                time.sleep(chance.uniform(0.05, 0.6))
                struck.strike(KINDS[number % len(KINDS)])
            ended = [phone.wait(300) for phone in struck.phones.values()]
        finally:
            struck.stop()
        boxes = [Outbox(one / "outbox").load() for one in folders]
        told = {
            "telephones": phones,
            "kills": dict(sorted(struck.struck.items())),
            "checks": sum(len(box.entries) for box in boxes),
            "seconds": round(time.monotonic() - began, 1),
            "seed": seed,
        }
        return told, {"telephones that gave up": sum(map(bool, ended)), **agreeing.compare(cluster, boxes)}


@click.command()
@click.option("--entries", default=10_000, show_default=True)
@click.option("--phones", default=20, show_default=True)
@click.option("--kills", default=100, show_default=True)
@click.option("--seed", default=0, help="Of the order and the moments; another one each time when not given.")
def main(entries: int, phones: int, kills: int, seed: int) -> None:
    """Kill while checks are handed up and compare; ends with 1 when anything is lost, doubled or altered."""
    with embedded.throwaway() as cluster, house.opened(cluster):
        told, wrong = prove(cluster, entries, phones, kills, seed or random.SystemRandom().randrange(1, 10**6))
    click.echo(json.dumps({**told, "must be 0": wrong}, ensure_ascii=False, indent=1))
    sys.exit(1 if any(wrong.values()) else 0)


if __name__ == "__main__":
    main()
