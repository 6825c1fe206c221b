"""Kills under load, and what must hold afterwards."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import psycopg

from tongzhou import embedded
from tongzhou.demonstration import playing, setting_up
from tongzhou.embedded import Cluster
from tongzhou.figures.rebuilding import rebuild
from tongzhou.ledger import verifying
from tongzhou.programmes.arrivals.records import REGISTERED
from tongzhou.proofs.clients import Client, Worker
from tongzhou.proofs.parcels import NOTE

FIRST_DAY = date(2020, 2, 8)
PATIENCE = 120.0


@dataclass
class Blows:
    """What was struck, and how long the database needed to be back."""

    cluster: Cluster
    clients: list[Client]
    sealer: Worker
    random: random.Random
    struck: Counter[str] = field(default_factory=Counter)
    recovered: list[float] = field(default_factory=list)
    day: date = FIRST_DAY

    def database(self) -> None:
        pid = embedded.pid(self.cluster.var)
        if pid is None:
            raise RuntimeError("the database does not run")
        os.kill(pid, signal.SIGKILL)
        began = time.monotonic()
        embedded.start(self.cluster.var, say=lambda _words: None)
        self.recovered.append(time.monotonic() - began)

    def a_worker(self) -> None:
        self.random.choice(self.clients).worker.kill()

    def sealing(self, blow: Callable[[], None]) -> bool:
        """Strike while a day is being sealed; False when the sealing had ended before the blow fell."""
        answers: list[dict[str, object] | None] = []
        self.sealer.ask({"seal": (FIRST_DAY - timedelta(days=1)).isoformat()})  # it runs and has its connections
        sealing = Thread(target=lambda: answers.append(self.sealer.ask({"seal": self.day.isoformat()})))
        sealing.start()
        sealing.join(self.random.uniform(0.005, 0.08))
        was_sealing = sealing.is_alive()
        blow()
        sealing.join(PATIENCE)
        self.seal_again()
        return was_sealing

    def seal_again(self) -> None:
        while "roots" not in (self.sealer.ask({"seal": self.day.isoformat()}) or {}):
            time.sleep(0.1)
        self.day += timedelta(days=1)


def _plan(kills: int, chance: random.Random) -> list[str]:
    """At least one sealing; databases and workers by turns, in random order."""
    kinds = ["database while sealing", "worker", "database", "sealer while sealing"]
    planned = [kinds[number % len(kinds)] for number in range(kills)]
    chance.shuffle(planned)
    return planned


def _strike(blows: Blows, kind: str) -> None:
    if kind == "database":
        blows.database()
    elif kind == "worker":
        blows.a_worker()
    else:
        blow = blows.database if kind.startswith("database") else blows.sealer.kill
        if not blows.sealing(blow):
            kind += " (it had ended)"
    blows.struck[kind] += 1


def _await_progress(clients: list[Client]) -> None:
    """Every client is answered again before the next blow."""
    for client in clients:
        before, until = len(client.acknowledged), time.monotonic() + PATIENCE
        while len(client.acknowledged) == before:
            if time.monotonic() > until or client.failed or not client.is_alive():
                raise RuntimeError(f"{client.name} is not answered any more: {client.failed}")
            time.sleep(0.01)


def _clients(count: int, folder: Path, registers: int) -> list[Client]:
    villages, _others = playing.homes()
    made = [setting_up.officer(place=villages[number % len(villages)]) for number in range(count)]
    return [Client(number, folder, by, registers=registers) for number, by in enumerate(made)]


def _compare(cluster: Cluster, clients: list[Client]) -> dict[str, int]:
    """Numbers that must be 0."""
    sent, acknowledged, registered = (
        set().union(*(getattr(client, name) for client in clients)) for name in ("sent", "acknowledged", "registered")
    )
    with psycopg.connect(cluster.dsn("audit")) as connection:
        kinds = [NOTE.code, REGISTERED.code]
        rows = connection.execute("SELECT id FROM ledger_entry WHERE kind = ANY (%s)", [kinds]).fetchall()
        persons = {id for (id,) in connection.execute("SELECT id FROM people_person")}
        opened = [id for (id,) in connection.execute("SELECT entry_id FROM matters_matter")]
    stored = {id for (id,) in rows}
    return {
        "acknowledged and not stored": len(acknowledged - stored),
        "stored and never sent": len(stored - sent),
        "sent and not acknowledged": len(sent - acknowledged),
        "stored twice": len(rows) - len(stored),
        "registered without their person, or a person without": len(registered ^ persons),
        "registered without one follow-up, or a follow-up without": len(registered ^ set(opened))
        + len(opened)
        - len(set(opened)),
        "found by verify": len(verifying.verify()),
        "figures that a rebuild counts otherwise": len(rebuild()),
    }


def prove(
    cluster: Cluster, kills: int, count: int, registers: int, seed: int
) -> tuple[dict[str, object], dict[str, int]]:
    """What was done, and the numbers that must be 0."""
    chance, began = random.Random(seed), time.monotonic()
    with TemporaryDirectory(prefix="tz-lists-") as folder:
        clients = _clients(count, Path(folder), registers)
        sealer = Worker(Path(folder) / "0.actor")
        blows = Blows(cluster, clients, sealer, chance)
        for client in clients:
            client.start()
        try:
            for kind in _plan(kills, chance):
                _await_progress(clients)
                time.sleep(chance.uniform(0.05, 0.8))
                _strike(blows, kind)
            _await_progress(clients)
        finally:
            for client in clients:
                client.should_stop.set()
            for client in clients:
                client.join(PATIENCE)
        blows.seal_again()
        sealer.end()
        return _told(blows, time.monotonic() - began, seed), _compare(cluster, clients)


def _told(blows: Blows, seconds: float, seed: int) -> dict[str, object]:
    clients = blows.clients
    return {
        "kills": dict(sorted(blows.struck.items())),
        "clients": len(clients),
        "seconds": round(seconds, 1),
        "sent": sum(len(client.sent) for client in clients),
        "of them registrations": sum(len(client.registered) for client in clients),
        "parcels sent again": sum(client.resent for client in clients),
        "answered as stored already": sum(client.already for client in clients),
        "days sealed": (blows.day - FIRST_DAY).days,
        "longest wait for the database, seconds": round(max(blows.recovered, default=0), 1),
        "seed": seed,
    }
