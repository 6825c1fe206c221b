"""Passes, what a device holds, and moments, drawn by chance: the two judges are held together on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from nacl.signing import SigningKey

from tongzhou.kernel import clock
from tongzhou.passes import base45, codes
from tongzhou.passes.codes import KINDS, Claims
from tongzhou.passes.judging import Household, Known, Verdict, judge, judge_number
from tongzhou.passes.tests.plain import plain

AT = datetime(2020, 2, 8, 9, tzinfo=UTC)
SECRET = b"s" * 32
ZONE, OTHER = 77, 78
SIGNERS = {number: SigningKey(bytes([number]) * 32) for number in (1, 2, 3)}
HOMES = (bytes(5), b"\1\2\3\4\5", b"\0\0\0\0\1")


@dataclass(frozen=True)
class Case:
    """``code``: what was scanned, or a number that was typed."""

    known: Known
    code: str | int
    at: datetime
    is_out: bool

    def verdict(self) -> Verdict:
        ruling = judge if isinstance(self.code, str) else judge_number
        return ruling(self.code, self.known, at=self.at, is_out=self.is_out)  # type: ignore[operator]

    def asked(self) -> dict[str, Any]:
        """As the phone reads it: moments in seconds, bytes in hexadecimal."""
        code = {"text": self.code} if isinstance(self.code, str) else {"number": f"{self.code:015x}"}
        return {**code, "at": self.at.timestamp(), "isOut": self.is_out, "known": plain(self.known)}

    def told(self) -> dict[str, Any]:
        found = self.verdict()
        if found.number is None:
            return {"reason": found.reason}
        holder = {"household": found.household.hex(), "kind": found.kind} if found.kind else {}
        return {"reason": found.reason, "number": f"{found.number:015x}", **holder}


def _hours(chance: Random, least: int, most: int) -> timedelta:
    return timedelta(seconds=chance.randint(least * 3600, most * 3600))


def _claims(chance: Random, numbers: list[int]) -> Claims:
    return Claims(
        chance.choice((1, 1, 1, 2, 3)),
        chance.choice(numbers),
        chance.choice(HOMES),
        chance.choice((ZONE, ZONE, ZONE, OTHER)),
        (AT - _hours(chance, -2, 60)).replace(microsecond=0),
        chance.choice((1, 24, 48, 336, 65535)),
        chance.choice(KINDS),
        chance.random() < 0.5,
    )


def _square(chance: Random, claims: Claims) -> str:
    signed = claims.packed()
    signature = SIGNERS[chance.choice((claims.key, claims.key, claims.key, 2))].sign(signed).signature
    at = AT + timedelta(seconds=chance.choice((0, 0, 20, -60, 61, -150, 3600)))
    of_zone = codes.zone_key(SECRET, claims.zone, clock.day_of(at))
    part = codes.moving(codes.pass_key(of_zone, claims.number), at) if chance.random() < 0.6 else b""
    text = codes.spell(signed, signature, part)
    if chance.random() < 0.15:
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice("0AZ $%*+-./:aé") + text[place + 1 :]
    return text


def _known(chance: Random, numbers: list[int]) -> Known:
    days = [clock.day_of(AT + timedelta(days=ahead)) for ahead in (0, 1)]
    listed = {
        number: (chance.choice(HOMES), chance.choice(KINDS), AT - _hours(chance, -2, 60), AT + _hours(chance, -2, 60))
        for number in numbers[:3]
    }
    return Known(
        {number: bytes(SIGNERS[number].verify_key) for number in (1, 2)},
        {ZONE: {day: codes.zone_key(SECRET, ZONE, day) for day in days[: chance.choice((1, 1, 2, 0))]}},
        AT - _hours(chance, 0, 4),
        frozenset(number for number in numbers if chance.random() < 0.2),
        {ZONE: AT - _hours(chance, 0, 80)} if chance.random() < 0.2 else {},
        listed,
        {home: [AT - _hours(chance, -1, 70) for _turn in range(chance.randint(0, 3))] for home in HOMES},
        Household(chance.choice((1, 2)), chance.choice((1, 2, 3))) if chance.random() < 0.6 else None,
    )


def drawn(count: int, seed: int) -> Iterator[Case]:
    chance = Random(seed)
    for _turn in range(count):
        numbers = [chance.getrandbits(60) for _one in range(4)]
        code: str | int = _square(chance, _claims(chance, numbers))
        if chance.random() < 0.2:
            code = chance.choice(numbers)
        elif chance.random() < 0.1:
            code = codes.MARK + base45.encode(chance.randbytes(chance.choice((90, 98, 26, 91))))
        yield Case(
            _known(chance, numbers), code, AT + timedelta(seconds=chance.choice((0, 0, 30, 90))), chance.random() < 0.7
        )
