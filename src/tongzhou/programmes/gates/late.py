"""What only the server can see once the gates were heard. Each finding opens a matter and changes nothing else.

A finding follows from the passages alone, never from which telephone handed up first: more passages only ever add to
what is found, so each batch opens what they add. Never let a finding depend on what a batch holds.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils import translation

from tongzhou.kernel import clock, database
from tongzhou.passes import queries
from tongzhou.passes.judging import Household
from tongzhou.places.queries import current_tree
from tongzhou.programmes.gates.queries import through
from tongzhou.programmes.gates.records import LATE_WORDS
from tongzhou.programmes.gates.rows import REASON_CODES, Row

#: One pass at two gates within these minutes is two people with one pass, or a copy.
MINUTES = 5
SPAN = timedelta(minutes=MINUTES)
_REVOKED, _HOUSEHOLD_OUT = REASON_CODES.index("revoked"), REASON_CODES.index("household_out")


class Seen(NamedTuple):
    """A passage that is stored, as far as a late check looks at it; in the order in which they happened."""

    at: datetime
    entry_id: UUID
    batch_id: UUID
    post_id: UUID
    pass_number: int | None
    household: bytes | None
    reason: int


def found(passed: Sequence[Row], *, zone: UUID, post: UUID) -> list[tuple[UUID, str]]:
    """What these passages add to what is wrong at the gates of the zone: the entry of the ledger that vouches for the
    passage in question, which may be an older one, and the words for whoever follows it up.

    A handful of statements for any number. The passages of ``passed`` are stored already.
    """
    if not passed:
        return []
    _wait_for_others(passed, zone)
    found = (*_revoked(passed, zone), *_two_gates(passed, zone, post), *_household(passed, zone))
    with translation.override(settings.LANGUAGE_CODE):  # what is kept speaks the district's language, not the guard's
        return [(batch, _words(number or 0, why)) for batch, number, why in found]


def _wait_for_others(passed: Sequence[Row], zone: UUID) -> None:
    """Let two telephones that hand up at the same moment see one another, where what one holds can matter to the other:
    at another gate of the zone, or for a household."""
    has_gates = len(current_tree().scope([zone]).places) > 1
    if has_gates or any(row.is_out and row.household for row in passed):
        with database.cursor() as statement:
            statement.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [f"late checks {zone}"])


def _words(number: int, why: str) -> str:
    return str(LATE_WORDS[why]) % {"number": queries.short(number), "minutes": MINUTES}


def _revoked(passed: Sequence[Row], zone: UUID) -> Iterator[tuple[UUID, int | None, str]]:
    since = queries.revoked_at([row.pass_number for row in passed if row.pass_number is not None], zone)
    for row in passed:
        at = since.get(row.pass_number or 0)
        if at is not None and at <= row.at and row.reason != _REVOKED:
            yield row.batch_id, row.pass_number, "revoked_green"


def _two_gates(passed: Sequence[Row], zone: UUID, post: UUID) -> Iterator[tuple[UUID, int | None, str]]:
    first, last = min(row.at for row in passed) - SPAN, max(row.at for row in passed) + SPAN
    numbers = queries.one_of([row.pass_number for row in passed if row.pass_number is not None])
    near = through().filter(zone_id=zone, at__gt=first, at__lt=last)
    elsewhere = near.filter(pass_number__in=numbers).exclude(post_id=post)
    met = set(elsewhere.values_list("pass_number", flat=True))
    seen: dict[int | None, list[Seen]] = defaultdict(list)
    for one in map(Seen._make, near.filter(pass_number__in=met).values_list(*Seen._fields) if met else ()):
        seen[one.pass_number].append(one)
    for passages in seen.values():
        for one in _added(_too_soon, passages, passed):
            yield one.batch_id, one.pass_number, "two_gates"


def _too_soon(passages: Sequence[Seen]) -> Iterator[Seen]:
    """Those that another gate had let through less than SPAN before."""
    last: dict[UUID, datetime] = {}
    for one in passages:
        if any(post != one.post_id and one.at - at < SPAN for post, at in last.items()):
            yield one
        last[one.post_id] = one.at


def _household(passed: Sequence[Row], zone: UUID) -> Iterator[tuple[UUID, int | None, str]]:
    out = [row for row in passed if row.is_out and row.household]
    rule = queries.household_rule(zone) if out else None
    if rule is None:
        return
    since = _start(min(row.at for row in out), rule.days)
    rows = through().filter(zone_id=zone, at__gte=since, is_out=True, household__in={row.household for row in out})
    seen: dict[bytes, list[Seen]] = defaultdict(list)
    for one in map(Seen._make, rows.values_list(*Seen._fields)):
        seen[bytes(one.household or b"")].append(one)
    for outings in seen.values():
        for one in _added(lambda told: _too_many(told, rule), outings, passed):
            if one.reason != _HOUSEHOLD_OUT:
                yield one.batch_id, one.pass_number, "household"


def _too_many(outings: Sequence[Seen], rule: Household) -> Iterator[Seen]:
    """Those before which the household had been out as often as the rule allows."""
    times = [one.at for one in outings]
    for place, one in enumerate(outings):
        if place - bisect_left(times, _start(one.at, rule.days)) >= rule.outings:
            yield one


def _added(
    wrong: Callable[[Sequence[Seen]], Iterable[Seen]], passages: Iterable[Seen], new: Sequence[Row]
) -> Iterator[Seen]:
    """Of all ``passages`` those that are ``wrong`` now, and were not before the ``new`` ones were known."""
    ordered, ids = sorted(passages), {row.entry_id for row in new}
    before = {one.entry_id for one in wrong([one for one in ordered if one.entry_id not in ids])}
    return (one for one in wrong(ordered) if one.entry_id not in before)


def _start(at: datetime, days: int) -> datetime:
    """Of the window of ``days`` that ends with this moment's day."""
    return clock.start_of(clock.day_of(at) - timedelta(days=days - 1))
