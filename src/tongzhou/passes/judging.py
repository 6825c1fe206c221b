"""The verdict on a code, from what a device holds and nothing else. Pure: it can be decided without a network.

The order is that of a guard's questions: can it be read, is it ours, is it meant for here and now, does it still hold,
is it the holder's own, may the household go out today, and how old is what I know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from tongzhou.kernel import clock
from tongzhou.passes import codes
from tongzhou.passes.codes import Kind, Read
from tongzhou.passes.errors import PassUnreadable

#: A device that has not heard from the office for longer says so on every verdict.
OLD_AFTER = timedelta(hours=2)
#: One person of a household in so many days: the rule of a compound, when it has one.
_HOUSEHOLD_KINDS = frozenset({Kind.RESIDENT, Kind.HOUSEHOLD})


class Colour(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Reason(StrEnum):
    """Why; each has its words and what to do in the field app and on the pages."""

    GOOD = "good"
    OLD_LIST = "old_list"
    UNREADABLE = "unreadable"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    FOREIGN = "foreign"
    EARLY = "early"
    EXPIRED = "expired"
    REVOKED = "revoked"
    STILL_PICTURE = "still_picture"
    HOUSEHOLD_OUT = "household_out"
    NOT_LISTED = "not_listed"
    OVERRIDE = "override"


_COLOURS = {Reason.GOOD: Colour.GREEN, Reason.OVERRIDE: Colour.GREEN} | dict.fromkeys(
    (Reason.OLD_LIST, Reason.UNKNOWN_KEY, Reason.STILL_PICTURE), Colour.AMBER
)


@dataclass(frozen=True, slots=True)
class Verdict:
    reason: Reason
    number: int | None = None
    household: bytes = b""
    kind: Kind | None = None

    @property
    def colour(self) -> Colour:
        return _COLOURS.get(self.reason, Colour.RED)


@dataclass(frozen=True, slots=True)
class Household:
    """``outings`` in ``days``: one person every two days is (1, 2). None of both: no rule."""

    outings: int
    days: int


@dataclass(frozen=True)
class Known:
    """What a device holds. ``zones``: those it honours, with their keys by day. ``revoked``: numbers; ``before``:
    by zone, passes that started before it. ``listed``: the passes of this compound, by number, for a typed one.
    ``went_out``: by household tag, when somebody of it went out. ``heard_at``: the age of all this."""

    keys: Mapping[int, bytes]
    zones: Mapping[int, Mapping[date, bytes]]
    heard_at: datetime
    revoked: frozenset[int] = frozenset()
    before: Mapping[int, datetime] = field(default_factory=dict)
    listed: Mapping[int, tuple[bytes, Kind, datetime, datetime]] = field(default_factory=dict)
    went_out: Mapping[bytes, Sequence[datetime]] = field(default_factory=dict)
    household: Household | None = None


def judge(text: str, known: Known, *, at: datetime, is_out: bool = True) -> Verdict:
    """The verdict on what a camera or a scanner read."""
    try:
        read = codes.read(text)
    except PassUnreadable:
        return Verdict(Reason.UNREADABLE)
    claims = read.claims
    reason = _wrong(read, known, at) or _later(claims.household, claims.kind, known, at, is_out)
    return Verdict(reason, claims.number, claims.household, claims.kind)


def judge_number(number: int, known: Known, *, at: datetime, is_out: bool = True) -> Verdict:
    """The verdict on a number that was typed: without a signature, only a pass of this compound's list will do."""
    if number not in known.listed:
        return Verdict(Reason.NOT_LISTED, number)
    household, kind, starts_at, ends_at = known.listed[number]
    reason = _dated(starts_at, ends_at, at) or (Reason.REVOKED if number in known.revoked else None)
    return Verdict(reason or _later(household, kind, known, at, is_out), number, household, kind)


def _wrong(read: Read, known: Known, at: datetime) -> Reason | None:
    claims = read.claims
    if claims.key not in known.keys:
        return Reason.UNKNOWN_KEY
    if not _is_signed(read, known.keys[claims.key]):
        return Reason.FORGED
    if claims.zone not in known.zones:
        return Reason.FOREIGN
    return _dated(claims.starts_at, claims.ends_at, at) or _revoked(read, known) or _still(read, known, at)


def _is_signed(read: Read, key: bytes) -> bool:
    try:
        VerifyKey(key).verify(read.signed, read.signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def _dated(starts_at: datetime, ends_at: datetime, at: datetime) -> Reason | None:
    if at < starts_at:
        return Reason.EARLY
    return Reason.EXPIRED if at >= ends_at else None


def _revoked(read: Read, known: Known) -> Reason | None:
    before = known.before.get(read.claims.zone)
    is_before = before is not None and read.claims.starts_at < before
    return Reason.REVOKED if is_before or read.claims.number in known.revoked else None


def _still(read: Read, known: Known, at: datetime) -> Reason | None:
    """A pass on a telephone moves; the picture of one does not."""
    if read.claims.is_paper:
        return None
    of_zone = known.zones[read.claims.zone].get(clock.day_of(at))
    if read.moving is None or of_zone is None:
        return Reason.STILL_PICTURE
    of_pass = codes.pass_key(of_zone, read.claims.number)
    return None if codes.is_moving(read.moving, of_pass, at) else Reason.STILL_PICTURE


def _later(household: bytes, kind: Kind, known: Known, at: datetime, is_out: bool) -> Reason:
    rule = known.household
    if rule and is_out and kind in _HOUSEHOLD_KINDS and any(household):
        since = clock.start_of(clock.day_of(at) - timedelta(days=rule.days - 1))
        if sum(since <= moment <= at for moment in known.went_out.get(household, ())) >= rule.outings:
            return Reason.HOUSEHOLD_OUT
    return Reason.OLD_LIST if at - known.heard_at > OLD_AFTER else Reason.GOOD
