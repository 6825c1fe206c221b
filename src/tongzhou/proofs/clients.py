"""Clients that keep their own lists: what was sent, what was acknowledged, each on disk before the next step.

A client outlives its worker: when the worker or the database dies, it sends the same parcel again until it is answered.
"""

import json
import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.proofs import parcels
from tongzhou.proofs.parcels import Parcel

PARCEL = 20


class Worker:
    """One process with the application in it, asked line by line. Never ended by name, only by its own handle."""

    def __init__(self, actor: Path) -> None:
        self._actor = actor
        self._process: subprocess.Popen[str] | None = None

    def ask(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        """The answer; None when the worker died before it answered."""
        try:
            process = self._running()
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            return json.loads(line) if line.endswith("\n") else None
        except (BrokenPipeError, ValueError):
            return None

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None or self._process.poll() is not None:
            self._drop()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tongzhou.proofs.worker", str(self._actor)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            assert self._process.stdout
            self._process.stdout.readline()
        return self._process

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()

    def _drop(self) -> None:
        if self._process is not None:
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe and not pipe.closed:
                    try:
                        pipe.close()
                    except BrokenPipeError:
                        continue  # what was not sent is sent again

    def end(self) -> None:
        if self._process is not None and self._process.stdin:
            self._process.kill()
            self._drop()


class Client(threading.Thread):
    """Sends parcels until told to stop; every ``registers``-th is a registration (0: none)."""

    def __init__(self, number: int, folder: Path, by: Actor, *, registers: int) -> None:
        super().__init__(name=f"client-{number}")
        self._actor = folder / f"{number}.actor"
        self._actor.write_bytes(pickle.dumps(by))
        self._sent, self._acknowledged = ((folder / f"{number}.{name}").open("a") for name in ("sent", "acknowledged"))
        self.worker = Worker(self._actor)
        self.registers, self.should_stop = registers, threading.Event()
        self.sent: set[UUID] = set()
        self.acknowledged: set[UUID] = set()
        self.registered: set[UUID] = set()
        self.resent, self.already, self.failed = 0, 0, ""

    def run(self) -> None:
        try:
            number = 0
            while not self.should_stop.is_set() and not self.failed:
                number += 1
                self._deliver(self._next(number))
        finally:
            self.worker.end()
            self._sent.close()
            self._acknowledged.close()

    def _next(self, number: int) -> Parcel:
        is_registration = bool(self.registers) and number % self.registers == 0
        parcel = parcels.fresh(1 if is_registration else PARCEL, is_registration=is_registration)
        self.sent.update(parcel.ids)
        if is_registration:
            self.registered.update(parcel.ids)
        _note(self._sent, parcel.plain())
        return parcel

    def _deliver(self, parcel: Parcel) -> None:
        while not self.failed:
            answer = self.worker.ask(parcel.plain())
            if answer and "verdicts" in answer:
                return self._acknowledge(answer["verdicts"])
            self.resent += 1
            time.sleep(0.05)

    def _acknowledge(self, verdicts: dict[str, str]) -> None:
        if not set(verdicts.values()) <= {"stored", "already"}:
            self.failed = f"refused: {verdicts}"
        self.already += list(verdicts.values()).count("already")
        _note(self._acknowledged, verdicts)
        self.acknowledged.update(UUID(one) for one in verdicts)


def _note(file: Any, plain: Any) -> None:
    file.write(json.dumps(plain) + "\n")
    file.flush()
    os.fsync(file.fileno())
