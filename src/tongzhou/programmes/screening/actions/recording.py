"""What came of visits and calls: from the page at once, from a telephone when it has a network again.

Nobody is asked twice: what somebody else finished in between is refused until its author says that it stands beside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.encounters import firms
from tongzhou.encounters.firms import Answer
from tongzhou.kernel import clock, database, ids
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.programmes.screening.actions import dwelling
from tongzhou.programmes.screening.errors import AskedAlready, ContactRefused, NotFound
from tongzhou.programmes.screening.models import ENDS, RESUMES, TOLD, Contact, Outcome, Script, Target, Way
from tongzhou.programmes.screening.records import CONTACTED

_FURTHEST = timedelta(days=14)
_MOVED = (
    *("outcome", "attempts", "last_at", "last_by_name", "call_at", "caller_id", "caller_name", "planned_on"),
    *("told_version", "drawn_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """``planned_on``: the firm's day of resumption, asked once. ``call_at``: for ``later``. ``version``: of the talking
    points that were read out, the one in force if it is not said. ``is_again``: somebody else had it finished, and it
    is to stand beside. ``at`` and ``entry_id``: from a telephone that had no network then."""

    target_id: UUID
    way: str
    outcome: str
    planned_on: date | None = None
    call_at: datetime | None = None
    note: str = ""
    version: int | None = None
    is_again: bool = False
    at: datetime | None = None
    entry_id: UUID | None = None


def record(contacts: Sequence[NewContact], *, by: Actor) -> list[Contact]:
    """What came of visits and calls, in order. Raises NotFound, ContactRefused, AskedAlready; then nothing is kept."""
    require(by, Permission.SCREEN_WORK)
    with database.atomic():
        rows = Target.objects.select_for_update().filter(id__in=[one.target_id for one in contacts])
        targets = {one.id: one for one in rows.filter(place_id__in=by.scope.places)}
        versions: dict[str, int] = dict(Script.objects.values_list("sort").annotate(Max("version")))
        done = _done([one.target_id for one in contacts])
        made, entries = [], []
        for one in contacts:
            if one.target_id not in targets:
                raise NotFound(_("There is no such target here."))
            target, key = targets[one.target_id], (one.target_id, one.way, clock.day_of(one.at or clock.now()))
            _check(one, target, versions.get(target.sort, 0), by)
            contact, entry = _kept(one, target, versions.get(target.sort), key not in done, by)
            done.add(key)
            made.append(contact)
            entries.append(entry)
        for verdict in ledger.append(entries, by=by):
            if verdict.error:
                raise verdict.error
            if verdict.status == "already":
                raise ContactRefused(_("This id was used for another visit or call."), field="id")
        Target.objects.bulk_update(targets.values(), _MOVED, batch_size=500)
        firms.told(_answers(contacts, targets), by=by)
        stored = Contact.objects.bulk_create(made)
        dwelling.heard(stored, by=by)
        return stored


def is_recorded(entry_id: UUID, target_id: UUID, *, by: Actor) -> bool:
    """Whether this telephone's entry was taken in before."""
    require(by, Permission.SCREEN_WORK)
    return Contact.objects.filter(target_id=target_id, entry_id=entry_id).exists()


def _answers(contacts: Sequence[NewContact], targets: Mapping[UUID, Target]) -> list[Answer]:
    """When firms mean to resume and which version they were told, for whoever wants to know."""
    reached = [targets[one.target_id] for one in contacts if one.outcome == Outcome.REACHED]
    return [
        Answer(name=target.name, place_id=target.place_id, planned_on=target.planned_on, version=target.told_version)
        for target in reached
        if target.sort in RESUMES
    ]


def _done(target_ids: Sequence[UUID]) -> set[tuple[UUID, str, date]]:
    """Who was asked in which way on which day: the next one of that day is not the first."""
    rows = Contact.objects.filter(target_id__in=target_ids, is_recheck=False)
    return {(target, way, clock.day_of(at)) for target, way, at in rows.values_list("target_id", "way", "at")}


def _check(one: NewContact, target: Target, newest: int, by: Actor) -> None:
    if one.way not in Way.values:
        raise ContactRefused(_("A visit or a call?"), field="way")
    if one.outcome not in dict(TOLD):
        raise ContactRefused(_("Choose what came of it."), field="outcome")
    at = one.at or clock.now()
    if one.outcome == Outcome.LATER and not (one.call_at and at < one.call_at <= at + _FURTHEST):
        raise ContactRefused(_("When may they be called again? Within two weeks."), field="call_at")
    if one.planned_on and target.sort not in RESUMES:
        raise ContactRefused(_("Only a firm or a shop resumes work."), field="planned_on")
    if one.version is not None and not 1 <= one.version <= newest:
        raise ContactRefused(_("There is no such version of what is said."), field="version")
    if target.drawn_at and target.contacts.filter(by_id=by.account_id).exists():
        raise ContactRefused(_("A re-check is done by somebody who was not there before."))
    _refuse_asked(one, target, by)


def _refuse_asked(one: NewContact, target: Target, by: Actor) -> None:
    if one.is_again or target.drawn_at or not target.is_finished:
        return
    last = target.contacts.filter(outcome__in=ENDS).order_by("-at", "-id").first()
    if last is not None and last.by_id != by.account_id:
        when = f"{last.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
        words = {"who": last.by_name, "when": when, "what": last.get_outcome_display()}
        raise AskedAlready(
            _("%(who)s asked here already, %(when)s: %(what)s. Keep yours only if it says something new.") % words,
            field="is_again",
        )


def _kept(one: NewContact, target: Target, newest: int | None, is_first: bool, by: Actor) -> tuple[Contact, Entry]:
    at, is_recheck = one.at or clock.now(), target.drawn_at is not None
    version = (one.version or newest) if one.outcome == Outcome.REACHED else None
    name = f"{by.unit_name} {by.name}"[:220]
    _move(target, one, at, version, name)
    facts = {"sort": target.sort, "way": one.way, "outcome": one.outcome, "first": is_first, "recheck": is_recheck}
    planned = {"planned": one.planned_on.isoformat()} if one.planned_on else {}
    body = {**facts, **planned, **({"version": version} if version else {})}
    entry = Entry(CONTACTED.code, target.place_id, at, body=body, id=one.entry_id or ids.new())
    contact = Contact(
        target=target,
        place_id=target.place_id,
        way=one.way,
        outcome=one.outcome,
        at=at,
        by_id=by.account_id,
        by_name=name,
        note=" ".join(one.note.split())[:200],
        is_recheck=is_recheck,
        entry_id=entry.id,
    )
    return contact, entry


def _move(target: Target, one: NewContact, at: datetime, version: int | None, name: str) -> None:
    """What the target is now. A contact that comes up late moves it only where it ends what is still open."""
    target.attempts, target.drawn_at = target.attempts + 1, None
    target.planned_on = one.planned_on or target.planned_on
    target.told_version = version or target.told_version
    if target.last_at is not None and at < target.last_at and not (one.outcome in ENDS and not target.is_finished):
        return
    target.outcome, target.last_at, target.last_by_name = one.outcome, at, name
    target.call_at = one.call_at if one.outcome == Outcome.LATER else None
