"""How fast a gate's checks are taken in: ``python -m tongzhou.proofs.scanning``.

Batches of 200 checks of different passes through the action that the pages use, entry, passage, late checks and figures
included; one process, no HTTP, no signature of a device. Makes a small demonstration and ends it. Never a test.
"""

import json
import os
import subprocess
import sys
import time
from datetime import date

import click

from tongzhou.proofs import bench

BATCH, BATCHES = 200, 100
_SIZE = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname ~ %s AND relkind IN ('r', 'p')"


def _inside() -> None:
    """Measured in this process; prints one line of JSON."""
    import django  # noqa: PLC0415  the settings are read only here

    django.setup()
    from tongzhou.demonstration import setting_up  # noqa: PLC0415  needs the settings
    from tongzhou.kernel import database  # noqa: PLC0415  likewise
    from tongzhou.passes import actions as passes  # noqa: PLC0415  likewise
    from tongzhou.passes.actions import Wanted  # noqa: PLC0415  likewise
    from tongzhou.programmes.gates import actions  # noqa: PLC0415  likewise
    from tongzhou.programmes.gates.actions import Check  # noqa: PLC0415  likewise

    by = setting_up.officer(setting_up.YONGLE)

    def size() -> int:
        with database.acting((), is_wide=True), database.cursor() as statement:
            statement.execute(_SIZE, ["^(ledger_entry|gates_passage)"])
            return int(statement.fetchone()[0])

    with database.acting(by.scope.places):
        made = passes.issue([Wanted(kind="temporary", place_id=by.post_id)] * BATCH, by=by)
    before, took = size(), 0.0
    for _batch in range(BATCHES):
        checks = [
            Check(who="pass", is_out=True, temperature=36.5, pass_number=one.number, reason="good") for one in made
        ]
        began = time.perf_counter()
        with database.acting(by.scope.places):
            actions.record(checks, by=by)
        took += time.perf_counter() - began
    number = BATCH * BATCHES
    print(json.dumps({"checks a second": number / took, "bytes a check": (size() - before) / number}))


@click.command()
@click.option("--inside", is_flag=True, hidden=True)
def main(inside: bool) -> None:
    """Print checks a second and bytes a check."""
    if inside:
        _inside()
        return
    with bench.demonstration(300) as made:
        settings = {"TONGZHOU_MODE": "demo", "DJANGO_SETTINGS_MODULE": "tongzhou.config.settings"}
        environment = {**os.environ, **made, **settings}
        command = [sys.executable, "-m", "tongzhou.proofs.scanning", "--inside"]
        told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    click.echo(f"{date.today()}  {told.splitlines()[-1]}")


if __name__ == "__main__":
    main()
