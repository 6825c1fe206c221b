"""What stands in a square, and the verdict on it. The decoder raises nothing but its own error."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from tongzhou.kernel import clock
from tongzhou.passes import base45, codes, keys, queries
from tongzhou.passes.codes import Claims, Kind
from tongzhou.passes.errors import PassUnreadable
from tongzhou.passes.judging import Household, Known, Reason, judge, judge_number

AT = datetime(2020, 2, 8, 9, tzinfo=UTC)
ZONE = 77
SECRET = b"s" * 32
HOME = b"\1\2\3\4\5"
CLAIMS = Claims(1, 123456789, HOME, ZONE, AT - timedelta(days=1), 14 * 24, Kind.HOUSEHOLD, True)


def known(**changes: Any) -> Known:
    zones = {ZONE: {clock.day_of(AT): codes.zone_key(SECRET, ZONE, clock.day_of(AT))}}
    return replace(Known({1: keys.public(1)}, zones, AT - timedelta(minutes=3)), **changes)


def text(claims: Claims = CLAIMS, key: int = 1, part: bytes = b"") -> str:
    return codes.spell(claims.packed(), keys.sign(key, claims.packed()), part)


def on_phone(at: datetime, claims: Claims = CLAIMS) -> str:
    claims = replace(claims, is_paper=False)
    of_zone = codes.zone_key(SECRET, ZONE, clock.day_of(at))
    return text(claims, part=codes.moving(codes.pass_key(of_zone, claims.number), at))


def test_base45_is_that_of_its_standard() -> None:
    assert [base45.encode(word) for word in (b"AB", b"Hello!!", b"base-45", b"ietf!")] == [
        *("BB8", "%69 VD92EX0", "UJCLQE7W581", "QED8WEX0"),
    ]
    assert base45.decode("QED8WEX0") == b"ietf!"


@given(st.binary(max_size=120))
def test_base45_gives_back_what_it_took(content: bytes) -> None:
    assert base45.decode(base45.encode(content)) == content


@pytest.mark.parametrize("part", [b"", bytes(8)])
def test_a_square_is_small_enough_for_a_cheap_camera(part: bytes) -> None:
    made = segno.make(text(part=part), error="m", micro=False)
    assert (made.mode, int(made.version) <= 6) == ("alphanumeric", True)
    assert len(CLAIMS.packed()) + 64 + len(part) <= 100


def test_a_square_reads_back_as_it_was_written() -> None:
    assert codes.read(text()).claims == CLAIMS


@given(st.text(max_size=220))
def test_any_text_is_a_pass_or_the_one_error(given_text: str) -> None:
    for candidate in (given_text, codes.MARK + given_text):
        with suppress(PassUnreadable):
            codes.read(candidate)


@given(st.binary(min_size=90, max_size=98))
def test_any_bytes_are_a_pass_or_the_one_error_and_never_green(content: bytes) -> None:
    verdict = judge(codes.MARK + base45.encode(content), known(), at=AT)
    assert verdict.reason in (Reason.UNREADABLE, Reason.UNKNOWN_KEY, Reason.FORGED)


def test_one_changed_character_is_never_green() -> None:
    chance = random.Random(8)
    whole = text()
    for _turn in range(300):
        place = chance.randrange(4, len(whole))
        changed = whole[:place] + chance.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:") + whole[place + 1 :]
        if changed != whole:
            assert judge(changed, known(), at=AT).colour != "green"


CASES: list[tuple[str, Callable[[], str], dict[str, Any], Reason]] = [
    ("good", text, {}, Reason.GOOD),
    ("not one of ours", lambda: "https://example.invalid/", {}, Reason.UNREADABLE),
    ("of a key not heard of", lambda: text(replace(CLAIMS, key=9)), {}, Reason.UNKNOWN_KEY),
    ("signed by another key", lambda: text(key=2), {}, Reason.FORGED),
    ("of another zone", lambda: text(replace(CLAIMS, zone=5)), {}, Reason.FOREIGN),
    ("not yet", lambda: text(replace(CLAIMS, starts_at=AT + timedelta(hours=1))), {}, Reason.EARLY),
    ("over", lambda: text(replace(CLAIMS, hours=24)), {}, Reason.EXPIRED),
    ("revoked", text, {"revoked": frozenset({123456789})}, Reason.REVOKED),
    ("of a zone made anew", text, {"before": {ZONE: AT - timedelta(hours=1)}}, Reason.REVOKED),
    ("issued after the zone was made anew", text, {"before": {ZONE: AT - timedelta(days=2)}}, Reason.GOOD),
    ("moving", lambda: on_phone(AT), {}, Reason.GOOD),
    ("moving, the clocks a minute apart", lambda: on_phone(AT - timedelta(seconds=60)), {}, Reason.GOOD),
    ("a photo of a screen", lambda: on_phone(AT - timedelta(minutes=5)), {}, Reason.STILL_PICTURE),
    ("a telephone's pass that does not move", lambda: text(replace(CLAIMS, is_paper=False)), {}, Reason.STILL_PICTURE),
    ("an old list", text, {"heard_at": AT - timedelta(hours=3)}, Reason.OLD_LIST),
    (
        "somebody of the household was out yesterday",
        text,
        {"household": Household(1, 2), "went_out": {HOME: [AT - timedelta(days=1)]}},
        Reason.HOUSEHOLD_OUT,
    ),
    (
        "the household was out two days ago",
        text,
        {"household": Household(1, 2), "went_out": {HOME: [AT - timedelta(days=2)]}},
        Reason.GOOD,
    ),
]


@pytest.mark.parametrize(("make", "held", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_verdict(make: Callable[[], str], held: dict[str, Any], reason: Reason) -> None:
    assert judge(make(), known(**held), at=AT).reason == reason


def test_the_household_rule_does_not_keep_anybody_from_going_home() -> None:
    held = known(household=Household(1, 2), went_out={HOME: [AT]})
    assert judge(text(), held, at=AT, is_out=False).reason == Reason.GOOD


def test_a_typed_number_needs_the_list_of_the_compound() -> None:
    listed = {123456789: (HOME, Kind.HOUSEHOLD, CLAIMS.starts_at, CLAIMS.ends_at)}
    number = queries.number_of(queries.short(123456789))
    assert number == 123456789
    assert judge_number(number, known(), at=AT).reason == Reason.NOT_LISTED
    assert judge_number(number, known(listed=listed), at=AT).reason == Reason.GOOD
    revoked = known(listed=listed, revoked=frozenset({number}))
    assert judge_number(number, revoked, at=AT).reason == Reason.REVOKED
