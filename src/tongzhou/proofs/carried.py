"""One telephone as a process that may be killed: ``python -m tongzhou.proofs.carried FOLDER``.

It writes each entry into its own file before it sends it, as the field app does, and forgets nothing that was not
answered. How many it may have made by now stands in ``allowed`` beside it.
"""

import http.client
import json
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tongzhou.proofs.telephones import Telephone, send

BATCH, PATIENCE = 20, 180.0


@dataclass
class Outbox:
    """The file holds a line for each entry and for each answer; a line that was cut off was never written."""

    path: Path
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    answered: dict[str, str] = field(default_factory=dict)

    def load(self) -> "Outbox":
        text = self.path.read_text("utf-8") if self.path.exists() else ""
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            self.path.write_text(whole, "utf-8")
        for line in whole.splitlines():
            told = json.loads(line)
            if "status" in told:
                self.answered[told["id"]] = told["status"]
            else:
                self.entries[told["id"]] = told
        return self

    def write(self, lines: list[dict[str, Any]]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write("".join(json.dumps(line) + "\n" for line in lines))

    def waiting(self) -> list[dict[str, Any]]:
        return [entry for one, entry in self.entries.items() if one not in self.answered]


def _next(outbox: Outbox, phone: Telephone, allowed: int, chance: random.Random) -> list[dict[str, Any]]:
    """What is sent now: what waits, in any order; now and then something that was answered before, once more."""
    made = [phone.check() for _one in range(min(allowed - len(outbox.entries), BATCH))]
    outbox.write(made)
    outbox.entries |= {entry["id"]: entry for entry in made}
    waiting = outbox.waiting()
    chance.shuffle(waiting)
    again = [outbox.entries[one] for one in list(outbox.answered)[-3:]] if chance.random() < 0.2 else []
    return waiting[:BATCH] + (again if waiting else [])


def carry(folder: Path, port: int) -> None:
    phone = Telephone(**json.loads((folder / "phone.json").read_text("utf-8")))
    total = int((folder / "total").read_text("utf-8"))
    outbox, chance, until = Outbox(folder / "outbox").load(), random.Random(), time.monotonic() + PATIENCE
    while len(outbox.entries) < total or outbox.waiting():
        if time.monotonic() > until:
            raise SystemExit("nobody answers any more")
        batch = _next(outbox, phone, int((folder.parent / "allowed").read_text("utf-8")), chance)
        if not batch:
            time.sleep(0.05)
            continue
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            answers = send(connection, phone.packed(batch))
        except (OSError, http.client.HTTPException, RuntimeError, ValueError):
            time.sleep(chance.uniform(0.05, 0.3))
            continue
        finally:
            connection.close()
        outbox.write([{"id": one["id"], "status": one["status"]} for one in answers])
        outbox.answered |= {one["id"]: one["status"] for one in answers}
        until = time.monotonic() + PATIENCE


if __name__ == "__main__":
    carry(Path(sys.argv[1]), int(sys.argv[2]))
