"""An entry on its way in: checked, spelled, sealed, then stamped with its receipt and authenticated."""

from collections.abc import Set
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, sealing
from tongzhou.ledger import checks, encoding, kinds, seals, towns
from tongzhou.ledger.entries import Entry, Record
from tongzhou.ledger.errors import BodyRefused


class Draft:
    """What is known of an entry before its receipt. A draft is sealed once, however often its receipt is stamped."""

    __slots__ = ("authors", "body", "client", "content", "entry", "received_after", "sealed", "step")

    def __init__(self, entry: Entry, staff_id: UUID):
        """Raises BodyRefused for what cannot be spelled or is too long."""
        self.entry = entry
        self.received_after: datetime | None = None  # the last of its chain
        self.step = 0  # how many of its chain come before it in the same batch
        self.authors = entry.authors or (staff_id,)
        try:
            self.body = encoding.body_text(entry.body)
            secret = None if entry.secret is None else orjson.dumps(entry.secret, option=orjson.OPT_SORT_KEYS)
        except TypeError as error:
            raise BodyRefused(_("The entry holds a value that cannot be stored."), field="body") from error
        checks.refuse_long(self.body, secret)
        self.client = encoding.client_part(entry, self.authors, self.body)
        self.content = seals.content(self.client, secret, entry.key)
        self.sealed = None if secret is None or entry.key is None else sealing.seal_bytes(entry.key, secret)


def make(entry: Entry, *, by: Actor, now: datetime, places: Set[UUID]) -> Draft:
    """Raises an EntryRefused with what is wrong."""
    checks.refuse_wrong(entry, now=now, places=places)
    return Draft(entry, by.staff_id)


class Receipt:
    """When, by which unit and from which device a batch is received; what follows from that is found once a batch."""

    def __init__(self, at: datetime, unit_id: UUID, device: str = ""):
        self.at, self.unit_id, self.device, self.day = at, unit_id, device, clock.day_of(at)
        self._towns: dict[UUID, UUID] = {}

    def town_of(self, place_id: UUID) -> UUID:
        town = self._towns.get(place_id)
        if town is None:
            town = self._towns[place_id] = towns.town_of(place_id)
        return town


def stamp(draft: Draft, receipt: Receipt) -> tuple[Record, bytes]:
    """The record as it will stand, and its row for the server."""
    record = _record(draft, receipt)
    part = draft.client + encoding.server_part(record)
    seal = seals.seal(part)
    return Record(*record[:-1], seal), encoding.whole(part, seal)


def _record(draft: Draft, receipt: Receipt) -> Record:
    entry = draft.entry
    return Record(
        entry.id,
        entry.kind,
        entry.place_id,
        entry.subject_id,
        entry.subject_place_id,
        entry.visit_id,
        entry.corrects,
        entry.occurred_at,
        draft.authors,
        entry.body,
        receipt.town_of(entry.place_id),
        _after_its_chain(draft, receipt.at) if draft.step else receipt.at,
        receipt.unit_id,
        receipt.device or entry.device,
        entry.channel,
        draft.sealed,
        keep_until(entry.kind, receipt.day),
        draft.content,
        b"",
    )


def _after_its_chain(draft: Draft, received_at: datetime) -> datetime:
    """The order of receipt is the order of a chain, even when the clock stands still."""
    return max(received_at, draft.received_after or received_at) + timedelta(microseconds=draft.step)


@lru_cache(maxsize=256)
def keep_until(kind: str, received_on: date) -> date:
    """The day on which an entry of this kind is removed from use."""
    return received_on + timedelta(days=kinds.get(kind).keep_days)
