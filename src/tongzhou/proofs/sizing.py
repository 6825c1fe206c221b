"""The same pages and works at two sizes of district: ``python -m tongzhou.proofs.sizing --residents 20000``.

Lays three stays for every resident, then measures through a server under four writers, and in one process what runs in
the background. ``TONGZHOU_VAR`` names a demonstration that is there; else one is made and ended. A speed is never
a test.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date

import click

from tongzhou.proofs import bench, loading
from tongzhou.proofs.serving import demonstration, server

_HEADINGS = ["序号", "姓名", "身份证号", "联系电话", "现住址", "返沪日期", "交通工具", "车次", "来源地", "体温"]
_LIST = ["姓名", "身份证号", "联系电话", "现住址"]
_LISTED = 10_000
_STAYS = """
    INSERT INTO riskareas_stay (id, person_id, place_id, recorded_at_id, entry_id, token, until_on, keep_until)
    SELECT gen_random_uuid(), p.id, p.place_id, p.recorded_at_id, p.id, t.token,
           DATE '2020-02-08' - (get_byte(p.digest, 2) %% 60), DATE '2020-08-08'
      FROM (SELECT id, place_id, recorded_at_id, uuid_send(md5(id::text)::uuid) AS digest FROM people_person) p
      JOIN unnest(%s::int[], %s::bytea[]) AS t (number, token)
        ON t.number = (get_byte(p.digest, 0) * 256 + get_byte(p.digest, 1)) %% %s
"""


def _inside() -> None:
    """What runs without a server, measured in this process; prints one line of JSON."""
    import django  # noqa: PLC0415  the settings are read only here

    django.setup()
    from tongzhou.proofs import insides  # noqa: PLC0415  needs the settings

    print(json.dumps(insides.measured(_STAYS, _workbook([_HEADINGS]), _workbook([_LIST, *_listed()]))))


def _workbook(rows: Iterable[Sequence[object]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415  only for this measure

    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def _listed() -> Iterator[list[object]]:
    """Invented people, every one unlike the others."""
    for number in range(_LISTED):
        one = loading.person(number * 7919 + 13)
        yield [one["name"], one["id_number"], f"100{number:08d}", one["address"]]


def _outside(environment: dict[str, str]) -> dict[str, float]:
    ours = {**environment, "TONGZHOU_LOOPBACK": "yes"}
    with server("tongzhou.config.wsgi:application", 8152, ours, "/healthz"):
        found = {
            "announce through the public page, a second": bench.rate(
                loading.start(loading.announce, bench.CLIENTS, 8152, "", bench.SECONDS, bench.homes(8152))()
            )
        }
        return found | bench.pages(8152)


@click.command()
@click.option("--residents", default=20_000, show_default=True)
@click.option("--inside", is_flag=True, hidden=True)
def main(residents: int, inside: bool) -> None:
    """Print the measures of a district of this size as rows of a table."""
    if inside:
        _inside()
        return
    known = os.environ.get("TONGZHOU_VAR")
    made = nullcontext(dict(os.environ)) if known else demonstration(residents)
    with made as environment:
        environment = {**environment, "TONGZHOU_MODE": "demo", "DJANGO_SETTINGS_MODULE": "tongzhou.config.settings"}
        found = _outside(environment)  # first: whom the writers register are the rows of the table
        command = [sys.executable, "-m", "tongzhou.proofs.sizing", "--inside"]
        told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        found |= json.loads(told.splitlines()[-1])
    click.echo(f"{date.today()}  {residents:,} residents")
    for name, value in found.items():
        click.echo(f"| {name} | {value:,.2f} |")


if __name__ == "__main__":
    main()
