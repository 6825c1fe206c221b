"""A finding, its fix and the second look. Fixing itself is done on the page of its matter."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, ids, photos
from tongzhou.ledger import actions as ledger
from tongzhou.ledger import queries as entries
from tongzhou.ledger.actions import Entry
from tongzhou.matters import actions as matters
from tongzhou.matters.actions import NewMatter
from tongzhou.programmes.oversight import policies
from tongzhou.programmes.oversight.errors import FindingRefused, NotFound
from tongzhou.programmes.oversight.models import LENGTH, Finding
from tongzhou.programmes.oversight.records import FINDING, FOUND, KEEP_DAYS
from tongzhou.units.queries import seat_id

MOST_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFinding:
    """``days``: until when it is to be fixed; ``entry_id``: the record that it is about."""

    place_id: UUID
    words: str
    days: int = 2
    photo: bytes | None = None
    entry_id: UUID | None = None


def find(new: NewFinding, *, by: Actor) -> Finding:
    """Open it for the office of the place. Raises FindingRefused, PhotoRefused, OwnWork."""
    require(by, Permission.OVERSIGHT_INSPECT, place_id=new.place_id)
    words, now = " ".join(new.words.split()), clock.now()
    if not 4 <= len(words) <= LENGTH:
        raise FindingRefused(_("Say in 4 to %(most)d characters what was found.") % {"most": LENGTH}, field="words")
    if not 1 <= new.days <= MOST_DAYS:
        raise FindingRefused(_("Give 1 to %(most)d days to fix it.") % {"most": MOST_DAYS}, field="days")
    office = seat_id(new.place_id)
    if office is None:
        raise FindingRefused(_("No office answers for this place yet. Choose its town."), field="place")
    if new.entry_id:
        policies.refuse_own(entries.entry(new.entry_id).authors, by=by)
    found = Finding.objects.create(
        place_id=new.place_id,
        words=words,
        photo=photos.redrawn(new.photo) if new.photo else None,
        entry_id=new.entry_id,
        found_at=now,
        found_by=by.staff_id,
        found_by_name=f"{by.name} · {by.unit_name}"[:220],
        matter_id=ids.new(),
        keep_until=clock.day_of(now) + timedelta(days=KEEP_DAYS),
    )
    _open(found, office, new.days, by)
    _write(Entry(FOUND.code, found.place_id, now, body={"record": bool(new.entry_id)}), by)
    return found


def _open(found: Finding, office: UUID, days: int, by: Actor) -> None:
    wanted = NewMatter(
        case_type=FINDING.code,
        owner_unit_id=office,
        place_id=found.place_id,
        entry_id=found.entry_id,
        due_at=found.found_at + timedelta(days=days),
        note=found.words,
        proof="" if found.entry_id else None,
        id=found.matter_id,
    )
    matters.open_matters([wanted], by=replace(by, permissions=by.permissions | {Permission.MATTER_WORK}))


def _write(entry: Entry, by: Actor) -> None:
    for verdict in ledger.append([entry], by=by):
        if verdict.error:
            raise verdict.error


def look_again(finding_id: UUID, *, is_good: bool, words: str, by: Actor) -> None:
    """Confirm what was handed in, or give it back with what is missing. Raises NotFound, SecondPersonNeeded (whoever
    fixed it), errors of matters."""
    require(by, Permission.OVERSIGHT_INSPECT)
    found = Finding.objects.filter(id=finding_id).first()
    if found is None:
        raise NotFound(_("There is no such finding at the places of your duty."))
    if is_good:
        matters.close([found.matter_id], note=words, by=by)
    else:
        matters.reject([found.matter_id], reason=words, by=by)
