"""Drawing records at random and checking each with the person it is about.

A draw can be repeated by anybody from its seed; an entry is drawn once in its life. Never show a number before the look
is written down, and none but that of the record which is being checked.
"""

import random
import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.ledger import actions as ledger
from tongzhou.ledger import kinds
from tongzhou.ledger import queries as entries
from tongzhou.ledger.actions import Entry
from tongzhou.ledger.models import Stored
from tongzhou.ledger.records import WITHDRAWN
from tongzhou.people import contacts
from tongzhou.people import queries as people
from tongzhou.people.identities import Identity
from tongzhou.places.queries import current_tree
from tongzhou.programmes.oversight import policies
from tongzhou.programmes.oversight.actions import finding
from tongzhou.programmes.oversight.actions.finding import NewFinding
from tongzhou.programmes.oversight.errors import CheckRefused, DrawRefused, NotFound
from tongzhou.programmes.oversight.models import Check, Draw, Finding, Result
from tongzhou.programmes.oversight.records import CHECKED_RECORD, KEEP_DAYS

MOST = 50
MOST_DAYS = 31
#: A number that does not answer is a result after so many attempts.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``size`` records of ``kind`` made at ``place_id`` and below it from the first day to the last."""

    place_id: UUID
    kind: str
    from_on: date
    until_on: date
    size: int


def draw(wanted: Wanted, *, by: Actor) -> Draw:
    """Draw at random what stands, was not drawn before and was not written by the actor. Raises DrawRefused."""
    require(by, Permission.OVERSIGHT_INSPECT, place_id=wanted.place_id)
    _check(wanted)
    found = _records(wanted, by)
    if not found:
        raise DrawRefused(_("There is no such record, or every one was drawn already."), field="kind")
    seed, now = secrets.token_hex(16), clock.now()
    made = Draw.objects.create(
        place_id=wanted.place_id,
        kind=wanted.kind,
        from_on=wanted.from_on,
        until_on=wanted.until_on,
        population=len(found),
        seed=seed,
        drawn_at=now,
        drawn_by=by.staff_id,
        drawn_by_name=f"{by.name} · {by.unit_name}"[:220],
        keep_until=clock.day_of(now) + timedelta(days=KEEP_DAYS),
    )
    chosen = Stored.objects.filter(id__in=picked(found, wanted.size, seed))
    Check.objects.bulk_create(
        Check(
            draw=made,
            place_id=one.place_id,
            entry_id=one.id,
            person_id=subject_id,
            recorded_at=one.occurred_at,
            keep_until=made.keep_until,
        )
        for one in chosen
        if (subject_id := one.subject_id)
    )
    return made


def picked(found: list[UUID], size: int, seed: str) -> list[UUID]:
    """The same for the same records and seed, whatever their order."""
    return random.Random(seed).sample(sorted(found), min(size, len(found)))


def kinds_of_people() -> list[tuple[str, str]]:
    """(code, label) of what persons were asked about, by label: what can be drawn."""
    asked = [(kind.code, str(kind.label)) for kind in kinds.KINDS.values() if kind.asks]
    return sorted(asked, key=lambda pair: pair[1])


def _check(wanted: Wanted) -> None:
    if wanted.kind not in dict(kinds_of_people()):
        raise DrawRefused(_("Choose which records to draw from."), field="kind")
    if not 1 <= wanted.size <= MOST:
        raise DrawRefused(_("Draw 1 to %(most)d records at once.") % {"most": MOST}, field="size")
    if not timedelta() <= wanted.until_on - wanted.from_on < timedelta(days=MOST_DAYS):
        raise DrawRefused(
            _("Choose at most %(most)d days, the first before the last.") % {"most": MOST_DAYS}, field="from_on"
        )


def _records(wanted: Wanted, by: Actor) -> list[UUID]:
    places = current_tree().scope([wanted.place_id]).places & by.scope.places
    standing: QuerySet[Stored] = (
        Stored.objects.of_kind(wanted.kind)
        .recorded_at(places)
        .occurred_on(wanted.from_on, wanted.until_on)
        .filter(corrects=None, subject_id__isnull=False)
        .exclude(authors__contains=[by.staff_id])
    )
    found = set(standing.values_list("id", flat=True))
    withdrawn = (
        Stored.objects.of_kind(WITHDRAWN.code).filter(corrects__in=list(found)).values_list("corrects", flat=True)
    )
    drawn = Check.objects.filter(entry_id__in=list(found)).values_list("entry_id", flat=True)
    return sorted(found - set(withdrawn) - set(drawn))


def _open_check(check_id: UUID, by: Actor) -> tuple[Check, Stored]:
    require(by, Permission.OVERSIGHT_INSPECT)
    found = Check.objects.select_for_update(of=("self",)).select_related("draw").filter(id=check_id).first()
    if found is None:
        raise NotFound(_("There is no such check at the places of your duty."))
    if found.result:
        raise CheckRefused(_("This record was checked already."))
    entry = entries.entry(found.entry_id)
    policies.refuse_own(entry.authors, by=by)
    return found, entry


def dial(check_id: UUID, *, by: Actor) -> Identity | None:
    """Whom to call for one record: the look is written first, with the reason. None for somebody who is forgotten or
    lives outside of the duty. Raises NotFound, CheckRefused, OwnWork."""
    check, _entry = _open_check(check_id, by)
    reading = replace(by, permissions=by.permissions | {Permission.PERSON_VIEW})
    reason = f"抽查回访 {clock.day_of(check.draw.drawn_at)} {check.draw.drawn_by_name}"[:200]
    return people.identities([check.person_id], by=reading, reason=reason).get(check.person_id)


def conclude(check_id: UUID, *, way: str, result: str, by: Actor) -> Finding | None:
    """Write the result down; what does not hold opens a finding at the place that recorded it.

    Nobody answers: an attempt, and a result the third time. Raises NotFound, CheckRefused, OwnWork.
    """
    check, record = _open_check(check_id, by)
    if result not in Result.values or way not in Check.Way.values:
        raise CheckRefused(_("Choose how you asked, and what came of it."), field="result")
    check.attempts, check.way = check.attempts + 1, way
    if result == Result.NO_ANSWER and check.attempts < ATTEMPTS:
        check.save(update_fields=["attempts", "way"])
        return None
    now = clock.now()
    check.result, check.checked_at = result, now
    check.checked_by, check.checked_by_name = by.staff_id, f"{by.name} · {by.unit_name}"[:220]
    check.finding = _finding(check, by) if result != Result.HOLDS else None
    check.save()
    entry = Entry(CHECKED_RECORD.code, check.place_id, now, body={"result": result})
    for verdict in ledger.append([entry], by=by):
        if verdict.error:
            raise verdict.error
    if result != Result.NO_ANSWER:
        _note_contact(record, way, by)
    return check.finding


def _finding(check: Check, by: Actor) -> Finding:
    when = f"{check.recorded_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
    words = _("Record of %(when)s: %(result)s") % {"when": when, "result": Result(check.result).label}
    return finding.find(NewFinding(place_id=check.place_id, words=words, entry_id=check.entry_id), by=by)


def _note_contact(record: Stored, way: str, by: Actor) -> None:
    """So that the next office sees that this person was asked."""
    if record.subject_id and record.subject_place_id:
        acting = replace(by, permissions=by.permissions | {Permission.PERSON_SEARCH})
        contacts.made([(record.subject_id, record.subject_place_id)], about=CHECKED_RECORD.code, by=acting, channel=way)
