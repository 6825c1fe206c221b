"""The body of a request as what it means. Parsing only; every error names its field."""

import base64
import zlib
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongzhou.sync.errors import AppOutdated, BatchRefused
from tongzhou.sync.kinds import Handed

#: The first number of the oldest version of the app that is still understood; what older ones hold waits there.
OLDEST_APP = 1
MOST_ENTRIES = 500
MOST_BYTES = 5 * 1024 * 1024


def refuse_outdated(request: HttpRequest) -> None:
    """Raises AppOutdated for an app of an older make, or one that does not say its version."""
    first = request.headers.get("X-App", "")[:20].partition(".")[0]
    if not (first.isascii() and first.isdecimal() and int(first) >= OLDEST_APP):
        raise AppOutdated(
            _("This app is too old. Close it and open it again while there is a network: it renews itself.")
        )


def content(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of the body, unpacked where it came packed. Raises BatchRefused."""
    body = request.body
    if request.headers.get("Content-Encoding") == "gzip":
        body = _unpacked(body)
    try:
        told = orjson.loads(body)
    except ValueError as error:
        raise BatchRefused(_("This is no JSON.")) from error
    if not isinstance(told, dict):
        raise BatchRefused(_("This must be a group of fields."))
    return told


def _unpacked(body: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise BatchRefused(_("The body is not packed as it says.")) from error
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise BatchRefused(_("The batch is too large or was cut off. Send fewer entries at a time."))
    return plain


def text(told: dict[str, Any], name: str) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > 300:
        raise BatchRefused(_("This must be a text of at most %(most)d characters.") % {"most": 300}, field=name)
    return value


def key(told: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(text(told, "public_key"), validate=True)
    except ValueError as error:
        raise BatchRefused(_("This must be written in base 64."), field="public_key") from error


def batch(told: dict[str, Any]) -> list[Handed]:
    """Raises BatchRefused for a batch that cannot be answered entry by entry."""
    entries = told.get("entries")
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise BatchRefused(_("A batch holds at most %(most)d entries.") % {"most": MOST_ENTRIES}, field="entries")
    handed = [_entry(entry) for entry in entries]
    if len({entry.id for entry in handed}) != len(handed):
        raise BatchRefused(_("An id stands twice in this batch."), field="entries")
    return handed


def _entry(entry: Any) -> Handed:
    try:
        occurred_at = datetime.fromisoformat(entry["occurred_at"])
        handed = Handed(UUID(entry["id"]), entry["kind"], occurred_at, entry["payload"])
        is_whole = isinstance(handed.kind, str) and isinstance(handed.payload, dict) and occurred_at.tzinfo is not None
    except (KeyError, TypeError, ValueError, AttributeError):
        is_whole = False
    if not is_whole:
        raise BatchRefused(_("Each entry has an id, a kind, the time with its zone, and a payload."), field="entries")
    return handed


def known(cursor: str) -> dict[str, str]:
    """The versions that a device says it has; anything unreadable is as good as nothing."""
    try:
        told = orjson.loads(base64.urlsafe_b64decode(cursor))
    except ValueError:
        return {}
    return {key: value for key, value in told.items() if isinstance(value, str)} if isinstance(told, dict) else {}


def cursor(versions: dict[str, str]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(versions)).decode()
