"""What a client sends, made of ids and a time alone, so that it can be sent again word for word."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from tongzhou.demonstration.inventing import resident_number
from tongzhou.encounters.encounters import Encounter
from tongzhou.kernel import clock, ids
from tongzhou.ledger.actions import Entry
from tongzhou.ledger.kinds import Kind, register
from tongzhou.people.identities import NewPerson
from tongzhou.proofs.answers import ANSWERS

NOTE = register(Kind("proof.note", "proof", frozenset({"fever"}), 30))


@dataclass(frozen=True)
class Parcel:
    """Entries for ``ledger.append``, or one registration."""

    ids: tuple[UUID, ...]
    at: datetime
    is_registration: bool

    def plain(self) -> dict[str, Any]:
        return {"ids": [str(one) for one in self.ids], "at": self.at.isoformat(), "register": self.is_registration}


def fresh(count: int, *, is_registration: bool) -> Parcel:
    return Parcel(tuple(ids.new() for _ in range(count)), clock.now(), is_registration)


def read(plain: dict[str, Any]) -> Parcel:
    listed = tuple(UUID(one) for one in plain["ids"])
    return Parcel(listed, datetime.fromisoformat(plain["at"]), plain["register"])


def entries(parcel: Parcel, place_id: UUID) -> list[Entry]:
    return [
        Entry(
            NOTE.code,
            place_id,
            parcel.at,
            id=one,
            body={"fever": False},
            secret={"words": str(one)},
            key=sha256(one.bytes).digest(),
        )
        for one in parcel.ids
    ]


def person(number: int, place_id: UUID, identifier: UUID) -> NewPerson:
    """Somebody invented; another number is another person."""
    born = datetime(1950, 1, 1).date() + timedelta(days=number // 1000 % 18_000)
    name = "王" + chr(0x4E00 + number % 9_000) + chr(0x4E00 + number // 9_000 % 9_000)
    phone = f"100{number % 10**8:08d}"
    return NewPerson(name, "resident", resident_number(born, number), phone, f"{number}号", place_id, identifier)


def registration(parcel: Parcel, place_id: UUID) -> Encounter:
    """The person bears the id of the entry, so that a resend names the same one."""
    (one,) = parcel.ids
    number = int.from_bytes(sha256(one.bytes).digest()[:6])
    return Encounter(person(number, place_id, one), place_id, ANSWERS, at=parcel.at, entry_id=one, is_decided=True)
