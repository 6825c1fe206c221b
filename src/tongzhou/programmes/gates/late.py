"""What only the server can see once the gates were heard. Each finding opens a matter and changes nothing else."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import translation

from tongzhou.kernel import clock
from tongzhou.passes import queries
from tongzhou.passes.judging import Household
from tongzhou.programmes.gates.checks import Check
from tongzhou.programmes.gates.queries import through
from tongzhou.programmes.gates.records import LATE_WORDS

#: One pass at two gates within these minutes is two people with one pass, or a copy.
MINUTES = 5


def found(passed: Sequence[Check], *, zone: UUID, post: UUID) -> list[tuple[Check, str]]:
    """Of the checks that were let through those that should not have been, with the words for whoever follows it up.

    Three statements for any number. The passages of ``passed`` are stored already.
    """
    if not passed:
        return []
    found = (*_revoked(passed), *_two_gates(passed, post), *_household(passed, zone))
    with translation.override(settings.LANGUAGE_CODE):  # what is kept speaks the district's language, not the guard's
        return [(check, _words(check, why)) for check, why in found]


def _words(check: Check, why: str) -> str:
    return str(LATE_WORDS[why]) % {"number": queries.short(check.pass_number or 0), "minutes": MINUTES}


def _revoked(passed: Sequence[Check]) -> Iterator[tuple[Check, str]]:
    since = queries.revoked_at([check.pass_number for check in passed if check.pass_number is not None])
    for check in passed:
        at = since.get(check.pass_number or 0)
        if at is not None and at <= check.at and check.reason != "revoked":
            yield check, "revoked_green"


def _two_gates(passed: Sequence[Check], post: UUID) -> Iterator[tuple[Check, str]]:
    span = timedelta(minutes=MINUTES)
    first, last = min(check.at for check in passed) - span, max(check.at for check in passed) + span
    numbers = queries.one_of([check.pass_number for check in passed if check.pass_number is not None])
    elsewhere = through().filter(pass_number__in=numbers, at__gt=first, at__lt=last).exclude(post_id=post)
    seen: dict[int | None, list[datetime]] = defaultdict(list)
    for number, at in elsewhere.values_list("pass_number", "at"):
        seen[number].append(at)
    for check in passed:
        if any(abs(at - check.at) < span for at in seen.get(check.pass_number, ())):
            yield check, "two_gates"


def _household(passed: Sequence[Check], zone: UUID) -> Iterator[tuple[Check, str]]:
    out = [check for check in passed if check.is_out and any(check.household)]
    rule = queries.household_rule(zone) if out else None
    if rule is None:
        return
    since = _start(min(check.at for check in out), rule.days)
    rows = through().filter(zone_id=zone, at__gte=since, is_out=True, household__in={check.household for check in out})
    seen: dict[bytes, list[datetime]] = defaultdict(list)
    for tag, at in rows.exclude(entry_id__in=[check.entry_id for check in out]).values_list("household", "at"):
        seen[bytes(tag or b"")].append(at)
    for check in out:
        times = seen[check.household]
        times.append(check.at)
        if _is_one_too_many(check.at, times, rule) and check.reason != "household_out":
            yield check, "household"


def _is_one_too_many(new: datetime, times: Sequence[datetime], rule: Household) -> bool:
    """Whether the rule no longer holds for it, or, when it was handed up late, for an outing after it: whichever
    telephone comes first, as many are found."""
    after = (at for at in times if _start(at, rule.days) <= new <= at)
    return any(sum(_start(at, rule.days) <= other <= at for other in times) > rule.outings for at in after)


def _start(at: datetime, days: int) -> datetime:
    """Of the window of ``days`` that ends with this moment's day."""
    return clock.start_of(clock.day_of(at) - timedelta(days=days - 1))
