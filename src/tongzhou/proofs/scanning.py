"""How fast a gate's checks are taken in: ``python -m tongzhou.proofs.scanning``, and a part of ``make bench``.

Batches of 200 checks of passes through the real endpoint: the device's signature, authorisation, rows, the ledger's
entry, late checks and figures. Every telephone checks every pass once. Beside it, in the same run, a bare view that
stores as many rows. Never a test.
"""

import http.client
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from multiprocessing.queues import Queue
from typing import Any

import click
import orjson

from tongzhou.proofs.serving import demonstration, server
from tongzhou.proofs.telephones import Telephone, send

BATCH, CLIENTS, EACH = 200, 4, 60
_SIZE = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname ~ %s AND relkind IN ('r', 'p')"
_OURS = "^(ledger_entry|gates_passage|figures_)"
_BARE = """
    CREATE TABLE IF NOT EXISTS bench_scan (id uuid PRIMARY KEY, at timestamptz, pass bigint, reading real);
    GRANT SELECT, INSERT ON bench_scan TO tz_app
"""


def _inside(what: str) -> Any:
    import django  # noqa: PLC0415  the settings are read only here

    django.setup()
    from tongzhou.demonstration import setting_up  # noqa: PLC0415  needs the settings
    from tongzhou.kernel import database  # noqa: PLC0415  likewise
    from tongzhou.passes import actions as passes  # noqa: PLC0415  likewise
    from tongzhou.passes.actions import Wanted  # noqa: PLC0415  likewise
    from tongzhou.proofs.telephones import enrolled  # noqa: PLC0415  likewise

    if what == "size":
        with database.acting((), is_wide=True), database.cursor() as statement:
            statement.execute(_SIZE, [_OURS])
            return int(statement.fetchone()[0])
    phones = enrolled(CLIENTS)
    with database.through(database.OWNER), database.cursor() as statement:
        statement.execute(_BARE)
    by = setting_up.officer(setting_up.YONGLE)
    wanted = [Wanted(kind="temporary", place_id=by.post_id)] * BATCH
    with database.acting(by.scope.places):
        made = [[f"{one.number:016x}" for one in passes.issue(wanted, by=by)] for _batch in range(EACH)]
    return {"phones": phones, "passes": made}


@dataclass(frozen=True)
class Load:
    """What one client sends: batches made before the clock starts."""

    port: int
    batches: list[tuple[bytes, dict[str, str]]]
    path: str


def _client(load: Load, out: "Queue[tuple[float, float, int]]") -> None:
    connection = http.client.HTTPConnection("127.0.0.1", load.port, timeout=60)
    began, stored = time.time(), 0
    for batch in load.batches:
        if load.path == "/sync/up":
            stored += sum(one["status"] == "stored" for one in send(connection, batch))
        else:
            connection.request("POST", load.path, batch[0], batch[1])
            stored += int(connection.getresponse().read())
    out.put((began, time.time(), stored))


def rate(loads: list[Load]) -> float:
    """Checks stored a second, all clients together. Raises RuntimeError when one was not stored."""
    context = get_context("spawn")
    out: Queue[tuple[float, float, int]] = context.Queue()
    workers = [context.Process(target=_client, args=(load, out)) for load in loads]
    for worker in workers:
        worker.start()
    told = [out.get() for _worker in workers]
    for worker in workers:
        worker.join()
    stored = sum(number for _began, _ended, number in told)
    if stored != BATCH * sum(len(load.batches) for load in loads):
        raise RuntimeError(f"only {stored} were stored")
    return stored / (max(ended for _b, ended, _n in told) - min(began for began, _e, _n in told))


def _loads(phones: list[Telephone], passes: list[list[str]], port: int, path: str) -> list[Load]:
    def batch(phone: Telephone, numbers: list[str]) -> tuple[bytes, dict[str, str]]:
        said = {"who": "pass", "way": "out", "reason": "good", "list": 1}
        return phone.packed([phone.check(**said, **{"pass": number}) for number in numbers])

    return [Load(port, [batch(phone, numbers) for numbers in passes], path) for phone in phones]


def measure(environment: dict[str, str]) -> dict[str, float]:
    """In a demonstration: checks a second of ours and of the bare view, and bytes a check."""

    def inside(what: str) -> Any:
        command = [sys.executable, "-m", "tongzhou.proofs.scanning", "--inside", what]
        told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        return orjson.loads(told.splitlines()[-1])

    made = inside("made")
    phones = [Telephone(**one) for one in made["phones"]]
    with server("tongzhou.proofs.bare:application", 8151, environment, "/echo"):
        bare = rate(_loads(phones, made["passes"], 8151, "/scans"))
    before = inside("size")
    ours = {**environment, "TONGZHOU_LOOPBACK": "yes"}
    with server("tongzhou.config.wsgi:application", 8152, ours, "/healthz"):
        found = rate(_loads(phones, made["passes"], 8152, "/sync/up"))
    bytes_each = (inside("size") - before) / (BATCH * EACH * len(phones))
    return {"scans": found, "scans bare": bare, "bytes a scan": bytes_each}


@click.command()
@click.option("--inside", hidden=True)
def main(inside: str | None) -> None:
    """Print checks a second, the ratio to the bare view, and bytes a check."""
    if inside:
        print(json.dumps(_inside(inside)))
        return
    with demonstration(300) as made:
        environment = {**made, "DJANGO_SETTINGS_MODULE": "tongzhou.config.settings"}
        found = measure(environment)
    click.echo(
        f"{date.today()}  {found['scans']:,.0f} checks/s, {found['scans'] / found['scans bare']:.0%} of a bare view "
        f"({found['scans bare']:,.0f}/s), {found['bytes a scan']:.0f} bytes a check"
    )


if __name__ == "__main__":
    main()
