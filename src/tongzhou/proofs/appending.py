"""How fast the ledger appends, beside the same rows put in bare, by binary ``unnest`` and by COPY.

Run in a process of its own against a database that is ready (``TONGZHOU_VAR``); prints rows a second as JSON.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
django.setup()

import orjson  # noqa: E402  the application must be loaded first
from django.db import connections  # noqa: E402  likewise
from psycopg import Cursor  # noqa: E402  likewise

from tongzhou.demonstration import setting_up  # noqa: E402  likewise
from tongzhou.kernel import clock, database, ids, sealing  # noqa: E402  likewise
from tongzhou.ledger import actions, drafts  # noqa: E402  likewise
from tongzhou.ledger.actions import Entry  # noqa: E402  likewise
from tongzhou.proofs.parcels import NOTE  # noqa: E402  likewise

BATCH = 500
_TYPES = (
    *("uuid", "text", "uuid", "uuid", "uuid", "uuid", "uuid", "timestamptz", "text", "text", "uuid", "timestamptz"),
    *("uuid", "text", "text", "bytea", "date", "bytea", "bytea"),
)
_BARE = (
    "INSERT INTO ledger_entry SELECT a,b,c,d,e,f,g,h,i::uuid[],j::jsonb,k,l,m,n,o,p,q,r,s FROM unnest("
    + ",".join(f"%b::{kind}[]" for kind in _TYPES)
    + ") AS x(a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s)"
)


def _entries(place: Any) -> list[Entry]:
    secret = {"origin": "安徽阜阳", "train": "G7148", "words": "无不适"}
    return [
        Entry(
            NOTE.code,
            place,
            clock.now(),
            subject_id=ids.new(),
            subject_place_id=place,
            visit_id=ids.new(),
            body={"fever": False},
            secret=secret,
            key=sealing.new_key(),
        )
        for _one in range(BATCH)
    ]


def _columns(batch: list[Entry], by: Any) -> list[list[Any]]:
    """The same rows as ours writes, made beforehand: only the writing is timed."""
    receipt = drafts.Receipt(clock.now(), by.unit_id)
    made = [drafts.stamp(drafts.make(one, by=by, now=clock.now(), places=by.scope.places), receipt)[0] for one in batch]
    columns = [list(column) for column in zip(*made, strict=True)]
    columns[8] = ["{" + ",".join(map(str, authors)) + "}" for authors in columns[8]]
    columns[9] = [orjson.dumps(body).decode() for body in columns[9]]
    return columns


def _ours(batch: list[Entry], by: Any) -> None:
    with database.acting(by.scope.places):
        actions.append(batch, by=by)


def _bare(columns: list[list[Any]], by: Any) -> None:
    with database.acting(by.scope.places), Cursor(connections["default"].connection) as cursor:
        cursor.execute(_BARE, columns)


def _copy(columns: list[list[Any]], by: Any) -> None:
    """Through the load login: COPY is refused under a policy."""
    with database.through(database.LOAD), database.atomic():
        connections[database.LOAD].ensure_connection()
        with (
            Cursor(connections[database.LOAD].connection) as cursor,
            cursor.copy("COPY ledger_entry FROM STDIN") as copy,
        ):
            for row in zip(*columns, strict=True):
                copy.write_row(row)


def _speed(work: Callable[[Any, Any], None], batches: list[Any], by: Any) -> float:
    began = time.perf_counter()
    for batch in batches:
        work(batch, by)
    return len(batches) * BATCH / (time.perf_counter() - began)


def main() -> None:
    number = int(sys.argv[1])
    by = setting_up.officer(place=setting_up.place_id(setting_up.YONGLE))
    place = by.post_id
    _speed(_ours, [_entries(place) for _one in range(4)], by)
    rounds = []
    for _one in range(3):
        ours = _speed(_ours, [_entries(place) for _two in range(number)], by)
        bare = _speed(_bare, [_columns(_entries(place), by) for _two in range(number)], by)
        rounds.append((ours, bare, _speed(_copy, [_columns(_entries(place), by) for _two in range(number)], by)))
    print(json.dumps([sorted(column)[1] for column in zip(*rounds, strict=True)]))


if __name__ == "__main__":
    main()
