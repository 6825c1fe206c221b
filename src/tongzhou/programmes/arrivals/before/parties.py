"""A party on its way: its travellers, its code, and how both are kept. Pure.

The code makes the key: whoever does not hold it, the platform's own staff included, reads nothing. Never log a code.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from tongzhou.kernel import codes, ids, sealing
from tongzhou.kernel.keys import keyring
from tongzhou.people.identities import Identity, masked

MOST = 12
#: How they are was said by the traveller; after a day the desk asks again.
FRESH = timedelta(hours=24)
ASKED_AGAIN = ("contact", "symptoms")
#: How often a code is hashed before it opens a lock: 60 bits tried one by one against 300 locks are some 2^66 hashes.
TURNS = 16_384


@dataclass(frozen=True)
class Traveller:
    """One of a party. The ids are those of the person and the registration to come: a second click changes nothing.

    ``is_complete`` is false for a draft; ``is_child``: the first of the party answers and agrees.
    """

    identity: Identity
    answers: Mapping[str, Any]
    is_complete: bool = False
    is_child: bool = False
    person_id: UUID = field(default_factory=ids.new)
    entry_id: UUID = field(default_factory=ids.new)

    @property
    def name(self) -> str:
        return masked(self.identity.name)


@dataclass(frozen=True)
class Party:
    id: UUID
    place_id: UUID
    travellers: tuple[Traveller, ...]
    changed_at: datetime
    taken_at: datetime | None = None

    @property
    def code(self) -> str:
        return codes.grouped(code_of(self.id))

    @property
    def is_complete(self) -> bool:
        return all(one.is_complete for one in self.travellers)

    def expected_on(self, today: date) -> date:
        """The first day that one of them named; today as long as nobody did."""
        days = [one.answers.get("returned_on") for one in self.travellers]
        return min((date.fromisoformat(str(day)) for day in days if _is_day(day)), default=today)

    def having(self, number: int, traveller: Traveller) -> "Party":
        """The same with ``traveller`` at this place (from 0), behind the others when there is none; their ids stay."""
        others = list(self.travellers)
        if number < len(others):
            old = others[number]
            others[number] = replace(traveller, person_id=old.person_id, entry_id=old.entry_id)
        else:
            others.append(traveller)
        return replace(self, travellers=tuple(others))

    def without(self, number: int) -> "Party":
        kept = (one for place, one in enumerate(self.travellers) if place != number)
        return replace(self, travellers=tuple(kept))


def _is_day(text: Any) -> bool:
    try:
        return bool(date.fromisoformat(str(text)))
    except ValueError:
        return False


def code_of(party_id: UUID) -> str:
    """Worked out from the id and a key outside the database: a form sent twice is answered with the same code."""
    return codes.of(int.from_bytes(hmac.digest(keyring().tokens, b"announcement\x1f" + party_id.bytes, "sha256")))


def token_of(code: str) -> bytes:
    return hmac.digest(keyring().tokens, f"announced\x1f{code}".encode(), "sha256")[:16]


def _key_of(code: str) -> bytes:
    return hmac.digest(keyring().district, f"announcement\x1f{code}".encode(), "sha256")


@lru_cache(maxsize=20_000)
def lock(party_id: UUID) -> tuple[str, str]:
    """For a telephone without a network: the mark by which a code finds the party, and the key it alone frees.

    Both follow from SHA-512 over PBKDF2-SHA-256 of the code: the first eight bytes, and the last 32, laid over the key.
    """
    code = code_of(party_id)
    slow = hashlib.pbkdf2_hmac("sha256", code.encode(), b"tongzhou announcement", TURNS)
    drawn = hashlib.sha512(slow).digest()
    hidden = bytes(one ^ other for one, other in zip(drawn[32:], _key_of(code), strict=True))
    return drawn[:8].hex(), hidden.hex()


def seal(party: Party) -> bytes:
    content = [
        {
            **asdict(one.identity),
            **{"answers": dict(one.answers), "is_complete": one.is_complete, "is_child": one.is_child},
            **{"person_id": str(one.person_id), "entry_id": str(one.entry_id)},
        }
        for one in party.travellers
    ]
    return sealing.seal(_key_of(code_of(party.id)), {"travellers": content})


def unseal(code: str, sealed: bytes) -> tuple[Traveller, ...]:
    """The travellers; nobody, when what was sealed has been destroyed. Raises Tampered."""
    return _travellers(sealing.unseal(_key_of(code), sealed)["travellers"]) if sealed else ()


def _travellers(content: Sequence[Mapping[str, Any]]) -> tuple[Traveller, ...]:
    parts = ("name", "id_kind", "id_number", "phone", "address")
    return tuple(
        Traveller(
            Identity(**{part: one[part] for part in parts}),
            one["answers"],
            one["is_complete"],
            one["is_child"],
            UUID(one["person_id"]),
            UUID(one["entry_id"]),
        )
        for one in content
    )
