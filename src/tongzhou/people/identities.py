"""Who somebody is, in the clear. Pure. Never keep one of these longer than an answer takes, and never log one."""

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from tongzhou.kernel import ids, sealing
from tongzhou.people import idcheck, surnames


@dataclass(frozen=True, slots=True)
class Identity:
    """Name, number of a paper of a kind of :class:`idcheck.IdKind`, telephone, detail of the address."""

    name: str
    id_kind: str = idcheck.IdKind.NONE
    id_number: str = ""
    phone: str = ""
    address: str = ""

    @property
    def born_on(self) -> date | None:
        """As the resident number says; None for any other paper."""
        return idcheck.born_on(self.id_number) if self.id_kind == idcheck.IdKind.RESIDENT else None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as handed in: checked and cleaned by the action. ``place_id`` is the dwelling's place."""

    name: str
    id_kind: str
    id_number: str
    phone: str
    address: str
    place_id: UUID
    id: UUID = field(default_factory=ids.new)
    guardian_id: UUID | None = None

    @property
    def identity(self) -> Identity:
        return Identity(self.name, self.id_kind, self.id_number, self.phone, self.address)

    def with_identity(self, identity: Identity) -> "NewPerson":
        return replace(self, **asdict(identity))


def seal(identity: Identity, key: bytes) -> bytes:
    return sealing.seal(key, asdict(identity))


def unseal(sealed: bytes, key: bytes) -> Identity:
    """Raises Tampered for the wrong key or an altered blob."""
    content: dict[str, Any] = sealing.unseal(key, sealed)
    return Identity(**content)


def masked(name: str) -> str:
    """The surname, and one ＊ for each character that follows: all that is shown of somebody out of scope."""
    kept = surnames.length(name)
    return name[:kept] + "＊" * min(len(name) - kept, 5)


def changed(old: Identity, new: Identity) -> list[str]:
    """The names of the parts that differ."""
    return [part.name for part in fields(Identity) if getattr(old, part.name) != getattr(new, part.name)]
