"""What stands in the square of a pass: 26 bytes of claims, 64 of signature, and 8 more on a telephone. Pure.

``TZ1:`` and base 45 behind it: 139 characters on paper, 151 on a telephone, both within QR version 6-M (41 modules).
Never add anything about the holder. Never raise anything but PassUnreadable for what a camera may have read.
"""

import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tongzhou.passes import base45
from tongzhou.passes.errors import PassUnreadable

MARK = "TZ1:"
STEP = 30  # seconds for which a moving code stands
#: version, key, number, household, zone, starts, hours, kind with the flag for paper
_CLAIMS = struct.Struct(">BBQ5sIIHB")
_MOVING = struct.Struct(">H6s")
_ED25519 = 1  # the version names the algorithm: another (SM2 may be required) is another version
_PAPER = 0x80


class Kind(TextChoices):
    RESIDENT = "resident", _lazy("Resident")
    HOUSEHOLD = "household", _lazy("Household")
    TRAVELLER = "traveller", _lazy("Traveller")
    WORKER = "worker", _lazy("Worker")
    VEHICLE = "vehicle", _lazy("Vehicle")
    TEMPORARY = "temporary", _lazy("Temporary")


KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Claims:
    """``number``: 60 random bits. ``household``: five bytes, zero for none. ``starts_at`` to the second."""

    key: int
    number: int
    household: bytes
    zone: int
    starts_at: datetime
    hours: int
    kind: Kind
    is_paper: bool

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(hours=self.hours)

    def packed(self) -> bytes:
        """The 26 bytes that are signed."""
        flags = KINDS.index(self.kind) | (_PAPER if self.is_paper else 0)
        seconds = int(self.starts_at.timestamp())
        return _CLAIMS.pack(_ED25519, self.key, self.number, self.household, self.zone, seconds, self.hours, flags)


@dataclass(frozen=True, slots=True)
class Read:
    """A square as it was read. ``moving``: step and proof of a telephone, None on paper and on a plain picture."""

    claims: Claims
    signed: bytes
    signature: bytes
    moving: tuple[int, bytes] | None


def spell(signed: bytes, signature: bytes, moving: bytes = b"") -> str:
    """The text of the square."""
    return MARK + base45.encode(signed + signature + moving)


def read(text: str) -> Read:
    """Raises PassUnreadable for anything that is not a pass of this make."""
    try:
        return _read(text)
    except (ValueError, struct.error, IndexError, OverflowError) as error:
        raise PassUnreadable(_("This is no pass, or it is damaged. Type the number under the square.")) from error


def _read(text: str) -> Read:
    if not text.startswith(MARK) or len(text) > 200:
        raise ValueError("no pass")
    content = base45.decode(text[len(MARK) :])
    if len(content) not in (90, 98):
        raise ValueError("length")
    version, key, number, household, zone, seconds, hours, flags = _CLAIMS.unpack(content[:26])
    if version != _ED25519 or number >> 60:
        raise ValueError("version")
    starts_at = datetime.fromtimestamp(seconds, UTC)
    kind = KINDS[flags & ~_PAPER]
    claims = Claims(key, number, household, zone, starts_at, hours, kind, bool(flags & _PAPER))
    moving = _MOVING.unpack(content[90:]) if len(content) == 98 else None
    return Read(claims, content[:26], content[26:90], moving)


def zone_key(secret: bytes, zone: int, day: date) -> bytes:
    """What a guard's telephone holds for one zone and one day (ADR 0019)."""
    return hmac.digest(secret, f"moving\x1f{zone}\x1f{day}".encode(), "sha256")


def pass_key(of_zone: bytes, number: int) -> bytes:
    """What the holder's telephone holds for one day."""
    return hmac.digest(of_zone, number.to_bytes(8), "sha256")


def moving(of_pass: bytes, at: datetime) -> bytes:
    """The eight bytes for this half minute."""
    step = int(at.timestamp()) // STEP
    return _MOVING.pack(step & 0xFFFF, hmac.digest(of_pass, step.to_bytes(8), "sha256")[:6])


def is_moving(part: tuple[int, bytes], of_pass: bytes, at: datetime, *, slack: int = 2) -> bool:
    """Whether it was made within ``slack`` steps of ``at``: two telephones' clocks differ a little."""
    now = int(at.timestamp()) // STEP
    return any(
        part[0] == step & 0xFFFF and hmac.compare_digest(part[1], hmac.digest(of_pass, step.to_bytes(8), "sha256")[:6])
        for step in range(now - slack, now + slack + 1)
    )
