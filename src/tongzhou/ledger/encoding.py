"""The bytes of an entry: PostgreSQL's binary form of its row, which is stored, authenticated and hashed alike.

Never change the order or the form of a field: the seals of every entry rest on them.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from struct import pack
from typing import Any
from uuid import UUID

import orjson

from tongzhou.ledger.entries import Record

_UUID, _TEXT, _TIME, _UUIDS, _JSON, _BYTES, _DATE = (pack(">I", oid) for oid in (2950, 25, 1184, 2951, 3802, 17, 1082))
_NONE = b"\xff\xff\xff\xff"
_16, _8, _4 = (pack(">I", length) for length in (16, 8, 4))
_UUID_16, _NO_UUID, _TIME_8 = _UUID + _16, _UUID + _NONE, _TIME + _8
_EPOCH, _EPOCH_DAY = datetime(2000, 1, 1, tzinfo=UTC), date(2000, 1, 1).toordinal()
_FIELDS = pack(">I", 19)


def body_text(body: Any) -> bytes:
    """The one spelling of a body. Raises TypeError for what JSON cannot hold."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def _uuid(value: UUID | None) -> bytes:
    return _NO_UUID if value is None else _UUID_16 + value.bytes


def _time(value: datetime) -> bytes:
    past = value - _EPOCH
    return _TIME_8 + pack(">q", (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds)


@lru_cache(maxsize=1024)
def _text(value: str) -> bytes:
    encoded = value.encode()
    return _TEXT + pack(">I", len(encoded)) + encoded


@lru_cache(maxsize=1024)
def _uuids(values: tuple[UUID, ...]) -> bytes:
    array = b"".join((pack(">III", 1, 0, 2950), pack(">II", len(values), 1), *(_16 + value.bytes for value in values)))
    return _UUIDS + pack(">I", len(array)) + array


def _bytes(value: bytes | None) -> bytes:
    return _BYTES + (_NONE if value is None else pack(">I", len(value)) + value)


@lru_cache(maxsize=64)
def _date(value: date) -> bytes:
    return _DATE + _4 + pack(">i", value.toordinal() - _EPOCH_DAY)


def client_part(entry: Any, authors: tuple[UUID, ...], body: bytes) -> bytes:
    """What the recorder made: the first ten fields of the row. A resend has the same bytes."""
    return b"".join(
        (
            _UUID_16 + entry.id.bytes,
            _text(entry.kind),
            _UUID_16 + entry.place_id.bytes,
            _uuid(entry.subject_id),
            _uuid(entry.subject_place_id),
            _uuid(entry.visit_id),
            _uuid(entry.corrects),
            _time(entry.occurred_at),
            _uuids(authors),
            _JSON + pack(">IB", len(body) + 1, 1),
            body,
        )
    )


def server_part(row: Any) -> bytes:
    """What the server adds, up to the content hash. ``row`` names town, times, unit, device and the sealed part."""
    return b"".join(
        (
            _UUID_16 + row.town_id.bytes,
            _time(row.received_at),
            _UUID_16 + row.unit_id.bytes,
            _text(row.device),
            _text(row.channel),
            _bytes(row.sealed),
            _date(row.keep_until),
            _bytes(row.content),
        )
    )


def row(record: Record) -> bytes:
    """The bytes that the seal of a stored record covers."""
    return client_part(record, tuple(record.authors), body_text(record.body)) + server_part(record)


def whole(part: bytes, seal: bytes) -> bytes:
    """A row with its seal, as the server takes it."""
    return b"".join((_FIELDS, part, _BYTES, pack(">I", len(seal)), seal))


def batch(rows: Sequence[bytes], oid: int) -> bytes:
    """A binary array of rows, for a parameter of type ``ledger_entry[]`` whose elements have this ``oid``."""
    pieces = [pack(">III", 1, 0, oid), pack(">II", len(rows), 1)]
    for each in rows:
        pieces.append(pack(">I", len(each)))
        pieces.append(each)
    return b"".join(pieces)
