"""How fast a gate's checks are taken in: ``python -m tongzhou.proofs.scanning``, and a part of ``make bench``.

Batches of 200 checks of passes through the real endpoint: the device's signature, authorisation, rows, the ledger's
entry, late checks and figures. Every telephone checks every pass once. Beside it, in the same run, a bare view that
stores as many rows. ``--scans 2000000`` tells instead, of each successive 200,000, how fast and how many bytes each:
whether a check costs the same when many are there. Never a test.
"""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from multiprocessing.queues import Queue
from typing import Any

import click
import orjson

from tongzhou.proofs.serving import demonstration, server
from tongzhou.proofs.telephones import Telephone

BATCH, CLIENTS, EACH = 200, 4, 60
#: Checks of a step of a long run, and the seconds between what two steps say: a holder passes a gate now and then.
STEP, APART = 200_000, 360.0
_SIZE = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname ~ %s AND relkind IN ('r', 'p')"
_OURS = "^(ledger_entry|gates_passage|figures_)"
_BARE = """
    CREATE TABLE IF NOT EXISTS bench_scan (id uuid PRIMARY KEY, at timestamptz, pass bigint, reading real);
    GRANT SELECT, INSERT ON bench_scan TO tz_app
"""


def _inside(what: str, batches: int) -> Any:
    """In a process with the application: the ``size`` of the tables in bytes; else telephones, and passes by batch."""
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
        made = [[f"{one.number:016x}" for one in passes.issue(wanted, by=by)] for _batch in range(batches)]
    return {"phones": phones, "passes": made}


def _stored(status: int, body: bytes) -> int:
    """Of our answer. Raises RuntimeError for anything but an answer to each entry."""
    if status != 200:
        raise RuntimeError(f"{status}: {body[:300]!r}")
    return sum(one["status"] == "stored" for one in orjson.loads(body)["answers"])


def _told(_status: int, body: bytes) -> int:
    return int(body)


@dataclass(frozen=True)
class Load:
    """What one client sends, made before the clock starts; ``count`` says how many an answer stored."""

    port: int
    path: str
    batches: list[tuple[bytes, dict[str, str]]]
    checks: int
    count: Callable[[int, bytes], int]


def _client(load: Load, out: "Queue[tuple[float, float, int]]") -> None:
    connection = http.client.HTTPConnection("127.0.0.1", load.port, timeout=60)
    began, stored = time.time(), 0
    try:
        for body, headers in load.batches:
            connection.request("POST", load.path, body, headers)
            answer = connection.getresponse()
            stored += load.count(answer.status, answer.read())
    finally:
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
    if stored != sum(load.checks for load in loads):
        raise RuntimeError(f"only {stored} were stored")
    return stored / (max(ended for _b, ended, _n in told) - min(began for began, _e, _n in told))


def _loads(phones: list[Telephone], passes: list[list[str]], *, is_bare: bool = False) -> list[Load]:
    def batch(phone: Telephone, numbers: list[str]) -> tuple[bytes, dict[str, str]]:
        said = {"who": "pass", "way": "out", "reason": "good", "list": 1}
        return phone.packed([phone.check(**said, **{"pass": number}) for number in numbers])

    port, path, count = (8151, "/scans", _told) if is_bare else (8152, "/sync/up", _stored)
    number = sum(map(len, passes))
    return [Load(port, path, [batch(phone, numbers) for numbers in passes], number, count) for phone in phones]


def _asked(environment: dict[str, str], what: str, batches: int = EACH) -> Any:
    command = [sys.executable, "-m", "tongzhou.proofs.scanning", "--inside", what, "--batches", str(batches)]
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return orjson.loads(told.splitlines()[-1])


def _ours(environment: dict[str, str]) -> AbstractContextManager[None]:
    return server("tongzhou.config.wsgi:application", 8152, {**environment, "TONGZHOU_LOOPBACK": "yes"}, "/healthz")


def measure(environment: dict[str, str]) -> dict[str, float]:
    """In a demonstration: checks a second of ours, in batches and alone, and of the bare view, and bytes a check."""
    made = _asked(environment, "made")
    phones, passes = [Telephone(**one) for one in made["phones"]], made["passes"]
    with server("tongzhou.proofs.bare:application", 8151, environment, "/echo"):
        bare = rate(_loads(phones, passes, is_bare=True))
    before = _asked(environment, "size")
    with _ours(environment):
        found = rate(_loads(phones, passes))
        bytes_each = (_asked(environment, "size") - before) / (BATCH * EACH * len(phones))
        alone = rate(_loads(phones, [[number] for number in passes[0]]))
    return {"scans": found, "scans alone": alone, "scans bare": bare, "bytes a scan": bytes_each}


def steps(environment: dict[str, str], scans: int) -> Iterator[tuple[int, float, float]]:
    """In a demonstration: after how many checks, how many a second in the last step, and bytes each.

    A step tells of minutes that lie before those of the next one: what is known late, as after a night.
    """
    batches = max(1, min(STEP, scans // 5) // (BATCH * CLIENTS))
    made, step = _asked(environment, "made", batches), batches * BATCH * CLIENTS
    turns, size = scans // step, _asked(environment, "size")
    with _ours(environment):
        for turn in range(turns):
            back = APART * (turns - turn)
            phones = [replace(one, ahead=one.ahead - back) for one in (Telephone(**one) for one in made["phones"])]
            found = rate(_loads(phones, made["passes"]))
            before, size = size, _asked(environment, "size")
            yield step * (turn + 1), found, (size - before) / step


@click.command()
@click.option("--scans", type=click.IntRange(5 * BATCH * CLIENTS), help="so many checks, told step by step")
@click.option("--inside", hidden=True)
@click.option("--batches", default=EACH, hidden=True)
def main(scans: int | None, inside: str | None, batches: int) -> None:
    """Print checks a second, the ratio to the bare view, and bytes a check."""
    if inside:
        print(json.dumps(_inside(inside, batches)))
        return
    with demonstration(300) as made:
        environment = {**made, "DJANGO_SETTINGS_MODULE": "tongzhou.config.settings"}
        if scans:
            for number, speed, size in steps(environment, scans):
                click.echo(f"{number:>12,}  {speed:>8,.0f} checks/s  {size:>5,.0f} bytes a check")
            return
        found = measure(environment)
    click.echo(
        f"{date.today()}  {found['scans']:,.0f} checks/s, {found['scans'] / found['scans bare']:.0%} of a bare view "
        f"({found['scans bare']:,.0f}/s), {found['bytes a scan']:.0f} bytes a check; {found['scans alone']:,.0f}/s "
        "when each is sent alone"
    )


if __name__ == "__main__":
    main()
