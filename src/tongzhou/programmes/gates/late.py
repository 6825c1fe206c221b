"""What only the server can see once the gates were heard. Each finding opens a matter and changes nothing else."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import translation

from tongzhou.kernel import clock
from tongzhou.passes import queries
from tongzhou.programmes.gates.models import Passage
from tongzhou.programmes.gates.records import LATE_WORDS

if TYPE_CHECKING:
    from tongzhou.programmes.gates.actions import Check

#: One pass at two gates within these minutes is two people with one pass, or a copy.
MINUTES = 5


def found(passed: Sequence["Check"], *, zone: UUID, post: UUID) -> list[tuple["Check", str]]:
    """Of the checks that were let through those that should not have been, with the words for whoever follows it up.

    Four statements for any number. The passages of ``passed`` are stored already.
    """
    if not passed:
        return []
    found = (*_revoked(passed), *_two_gates(passed, post), *_household(passed, zone))
    with translation.override(settings.LANGUAGE_CODE):  # what is kept speaks the district's language, not the guard's
        return [(check, _words(check, why)) for check, why in found]


def _words(check: "Check", why: str) -> str:
    return str(LATE_WORDS[why]) % {"number": queries.short(check.pass_number or 0), "minutes": MINUTES}


def _at(check: "Check") -> datetime:
    return check.at or clock.now()


def _revoked(passed: Sequence["Check"]) -> Iterator[tuple["Check", str]]:
    since = queries.revoked_at([check.pass_number for check in passed if check.pass_number is not None])
    for check in passed:
        at = since.get(check.pass_number or 0)
        if at is not None and at <= _at(check) and check.reason != "revoked":
            yield check, "revoked_green"


def _two_gates(passed: Sequence["Check"], post: UUID) -> Iterator[tuple["Check", str]]:
    span = timedelta(minutes=MINUTES)
    first, last = min(map(_at, passed)) - span, max(map(_at, passed)) + span
    numbers = [check.pass_number for check in passed]
    elsewhere = Passage.objects.filter(pass_number__in=numbers, at__gt=first, at__lt=last).exclude(post_id=post)
    seen = list(elsewhere.values_list("pass_number", "at"))
    for check in passed:
        if any(number == check.pass_number and abs(at - _at(check)) < span for number, at in seen):
            yield check, "two_gates"


def _household(passed: Sequence["Check"], zone: UUID) -> Iterator[tuple["Check", str]]:
    rule = queries.household_rule(zone)
    out = [check for check in passed if check.is_out and any(check.household)]
    if rule is None or not out:
        return
    since = clock.start_of(clock.day_of(min(map(_at, out))) - timedelta(days=rule.days - 1))
    tags = {check.household for check in out}
    rows = Passage.objects.filter(zone_id=zone, at__gte=since, is_out=True, household__in=tags)
    seen = [(bytes(tag), at) for tag, at in rows.values_list("household", "at")]
    for check in out:
        start = clock.start_of(clock.day_of(_at(check)) - timedelta(days=rule.days - 1))
        times = sum(tag == check.household and start <= at <= _at(check) for tag, at in seen)
        if times > rule.outings and check.reason != "household_out":
            yield check, "household"
