"""Whether one entry may stand, by itself: kind, body, time, place, sealing. Pure; hot, so it asks little."""

from collections.abc import Set
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import isfinite
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.ledger import kinds
from tongzhou.ledger.entries import Entry
from tongzhou.ledger.errors import BodyRefused, EntryRefused, FutureTime, OutOfScope, UnknownKind

#: How far ahead a device's clock may run.
AHEAD = timedelta(minutes=5)
MOST_BODY, MOST_SECRET = 8_192, 65_536
_CODED = (str, int, date, UUID)


def refuse_wrong(entry: Entry, *, now: datetime, places: Set[UUID]) -> None:
    """Raises what is wrong with the entry."""
    kind = kinds.KINDS.get(entry.kind)
    if kind is None:
        raise UnknownKind(_("There is no such kind of entry: update the application."), field="kind")
    if entry.body and not (entry.body.keys() <= kind.keys and all(map(_is_coded, entry.body.values()))):
        raise BodyRefused(_("This kind of entry may hold coded answers only, each under a known name."), field="body")
    if entry.occurred_at.tzinfo is None or entry.occurred_at > now + AHEAD:
        raise FutureTime(_("The time lies in the future. Check the clock of the device."), field="occurred_at")
    if entry.occurred_at.year < 1900:
        raise EntryRefused(_("The time lies too far in the past. Check the date."), field="occurred_at")
    if entry.place_id not in places:
        raise OutOfScope(_("This place is not part of your duty."), field="place_id")
    if entry.id.int >> 76 & 15 != 7:
        raise EntryRefused(_("The id of an entry must be a UUIDv7."), field="id")
    if entry.secret is not None and entry.key is None:
        raise EntryRefused(_("What is written about a person can be kept only under that person's key."), field="key")
    if not (_is_short(entry.device) and _is_short(entry.channel)):
        raise EntryRefused(_("The name of a device or channel has at most 60 characters."), field="device")


def refuse_long(body: bytes, secret: bytes | None) -> None:
    """Raises for a body or secret beyond its size, and for a character that cannot be stored."""
    if len(body) > MOST_BODY or (secret is not None and len(secret) > MOST_SECRET):
        raise BodyRefused(_("The entry is too long. Shorten the free text."), field="body")
    if b"\\u0000" in body:
        raise BodyRefused(_("The entry holds a character that cannot be stored."), field="body")


def _is_coded(value: Any) -> bool:
    """Text, numbers, yes and no, days, ids and lists of them; numbers of the size that every reader spells alike."""
    form = type(value)
    if form is str or form is bool or value is None:
        return True
    if isinstance(value, _CODED):
        return not isinstance(value, int) or abs(value) < 2**53
    if form is float:
        return isfinite(value) and (value == 0 or 1e-4 <= abs(value) < 1e15) and str(value) != "-0.0"
    return isinstance(value, (list, tuple)) and all(map(_is_coded, value))


@lru_cache(maxsize=1024)
def _is_short(text: str) -> bool:
    return len(text) <= 60 and text.isprintable()
