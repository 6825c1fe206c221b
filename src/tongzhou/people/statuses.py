"""The register of statuses: what holds of a person. A programme declares its kinds, sets and ends them here, and reads
what others set, so that no programme imports another.

Never set a status by a number that a machine worked out alone: each has a typed reason, and one that burdens the
person also evidence and a second officer.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tongzhou.access import policies as access
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, ids, sealing
from tongzhou.ledger.actions import Entry
from tongzhou.people import bulk, entries, queries
from tongzhou.people.errors import EvidenceNeeded, PersonNotThere, SecondOfficerNeeded, StatusRefused, StatusUnknown
from tongzhou.people.models import Status
from tongzhou.people.records import STATUS_ENDED, STATUS_SET
from tongzhou.units.models import Staff

ENDINGS: Mapping[str, Promise] = {
    "over": _lazy("Its time was over"),
    "withdrawn": _lazy("The entry behind it was withdrawn"),
    "mistake": _lazy("It was set by mistake"),
    "moved": _lazy("Moved away"),
    "died": _lazy("Died"),
}


@dataclass(frozen=True)
class StatusKind:
    """``reasons`` and ``endings``: code → label. ``burdens``: it limits the person, so it needs evidence and a second
    officer. ``keep_days``: how long it is kept after it ended. ``permission``: what a duty needs to set or end it."""

    code: str
    label: Promise | str
    reasons: Mapping[str, Promise | str]
    burdens: bool = False
    keep_days: int = 180
    endings: Mapping[str, Promise | str] = field(default_factory=lambda: ENDINGS)
    permission: Permission = Permission.MATTER_WORK


@dataclass(frozen=True, slots=True)
class NewStatus:
    """``entry_id``: the ledger entry that says so, when the caller appends it; else one is appended. ``until_on``: the
    last day. ``evidence`` is sealed under the person's ``key`` (read when it is not given)."""

    kind: str
    person_id: UUID
    place_id: UUID
    reason: str
    from_on: date
    until_on: date | None = None
    evidence: str = ""
    entry_id: UUID | None = None
    key: bytes | None = None
    id: UUID = field(default_factory=ids.new)


KINDS: dict[str, StatusKind] = {}


def register(kind: StatusKind) -> StatusKind:
    """Declare ``kind`` once. Raises ValueError when another kind bears its code."""
    if KINDS.setdefault(kind.code, kind) != kind:
        raise ValueError(f"two kinds of status are called {kind.code}")
    return kind


def set_statuses(statuses: Sequence[NewStatus], *, by: Actor, confirmed_by: UUID | None = None) -> None:
    """Let each hold. One statement; one more for the entries of those that bring none, for the keys that evidence
    needs, and for the second officer (a staff id). All or none.

    Raises StatusUnknown, StatusRefused, EvidenceNeeded, SecondOfficerNeeded, PersonNotThere.
    """
    for new in statuses:
        kind = _kind(new.kind)
        access.require(by, kind.permission)
        _refuse_wrong(new, kind, by, confirmed_by)
    if confirmed_by is not None and not Staff.objects.filter(id=confirmed_by).exists():
        raise _second_officer()
    ready = _with_entries(_with_keys(statuses), by, confirmed_by)
    bulk.insert(bulk.of(Status, [_row(new, by, confirmed_by) for new in ready]))


def _kind(code: str) -> StatusKind:
    if code not in KINDS:
        raise StatusUnknown(_("There is no such kind of status: update the application."), field="kind")
    return KINDS[code]


def _refuse_wrong(new: NewStatus, kind: StatusKind, by: Actor, confirmed_by: UUID | None) -> None:
    if new.reason not in kind.reasons:
        raise StatusRefused(_("Choose one of the reasons."), field="reason")
    if new.until_on is not None and new.until_on < new.from_on:
        raise StatusRefused(_("The last day lies before the first. Check both."), field="until_on")
    if kind.burdens and not new.evidence.strip():
        raise EvidenceNeeded(_("This limits the person: write down what it rests on."), field="evidence")
    if (kind.burdens and confirmed_by is None) or confirmed_by == by.staff_id:
        raise _second_officer()


def _second_officer() -> SecondOfficerNeeded:
    return SecondOfficerNeeded(
        _("This limits the person: a second officer must confirm it. Name one who is not you."), field="confirmed_by"
    )


def _with_keys(statuses: Sequence[NewStatus]) -> list[NewStatus]:
    lacking = {new.person_id for new in statuses if new.evidence and new.key is None}
    held = queries.keys(lacking) if lacking else {}
    if lacking - held.keys():
        raise PersonNotThere(_("There is no such person, or they are not part of your duty."))
    return [replace(new, key=new.key or held.get(new.person_id)) for new in statuses]


def _with_entries(statuses: Sequence[NewStatus], by: Actor, confirmed_by: UUID | None) -> list[NewStatus]:
    ready = [replace(new, entry_id=new.entry_id or ids.new()) for new in statuses]
    own = [done for new, done in zip(statuses, ready, strict=True) if new.entry_id is None]
    if own:
        entries.append([_entry(new, by, confirmed_by) for new in own], by=by)
    return ready


def _entry(new: NewStatus, by: Actor, confirmed_by: UUID | None) -> Entry:
    body = {
        "status": str(new.id),
        "kind": new.kind,
        "reason": new.reason,
        "from": new.from_on.isoformat(),
        "until": new.until_on.isoformat() if new.until_on else None,
        "confirmed_by": str(confirmed_by) if confirmed_by else None,
    }
    return Entry(
        STATUS_SET.code,
        by.post_id,
        clock.now(),
        id=new.entry_id or ids.new(),
        subject_id=new.person_id,
        subject_place_id=new.place_id,
        body=body,
        secret={"evidence": new.evidence} if new.evidence else None,
        key=new.key,
        authors=(by.staff_id, confirmed_by) if confirmed_by else (),
    )


def _row(new: NewStatus, by: Actor, confirmed_by: UUID | None) -> Status:
    now = clock.now()
    last = max(new.until_on or new.from_on, clock.day_of(now))
    return Status(
        id=new.id,
        person_id=new.person_id,
        place_id=new.place_id,
        recorded_at_id=by.post_id,
        kind=new.kind,
        from_on=new.from_on,
        until_on=new.until_on,
        reason=new.reason,
        evidence=sealing.seal(new.key, {"evidence": new.evidence}) if new.evidence and new.key else None,
        entry_id=new.entry_id or new.id,
        set_by=by.staff_id,
        set_at=now,
        confirmed_by=confirmed_by,
        keep_until=last + timedelta(days=KINDS[new.kind].keep_days),
    )


def end_statuses(
    *,
    reason: str,
    by: Actor,
    status_ids: Collection[UUID] = (),
    entry_ids: Collection[UUID] = (),
    entry_id: UUID | None = None,
) -> int:
    """End those that still hold, by their ids or by the entries that set them; how many. Two statements, and one for
    the entries unless ``entry_id`` is the entry that the caller appends. Raises StatusRefused for an unknown ending."""
    wanted = Q(id__in=list(status_ids)) | Q(entry_id__in=list(entry_ids))
    held = list(Status.objects.filter(wanted, ended_at=None).order_by("id"))
    now = clock.now()
    for status in held:
        kind = _kind(status.kind)
        access.require(by, kind.permission)
        if reason not in kind.endings:
            raise StatusRefused(_("Choose one of the reasons."), field="reason")
        status.ended_at, status.ended_by, status.ended_reason = now, by.staff_id, reason
        status.ended_entry = entry_id or ids.new()
        status.keep_until = clock.day_of(now) + timedelta(days=kind.keep_days)
    if held and entry_id is None:
        entries.append([_ending(status, by) for status in held], by=by)
    Status.objects.bulk_update(held, ["ended_at", "ended_by", "ended_reason", "ended_entry", "keep_until"])
    return len(held)


def _ending(status: Status, by: Actor) -> Entry:
    return Entry(
        STATUS_ENDED.code,
        by.post_id,
        clock.now(),
        id=status.ended_entry or ids.new(),
        subject_id=status.person_id,
        subject_place_id=status.place_id,
        body={"status": str(status.id), "kind": status.kind, "reason": status.ended_reason},
    )


def holding(
    person_ids: Collection[UUID], *, kind: str | None = None, at: date | None = None
) -> dict[UUID, list[Status]]:
    """What holds of each on the day (today), whichever record of the human bears it and as far as the scope admits it:
    begun, not ended, and not past its last day. Two statements."""
    day = at or clock.today()
    groups = queries.group(person_ids)
    members = {member for group in groups.values() for member in group}
    held = Status.objects.filter(Q(until_on=None) | Q(until_on__gte=day), person_id__in=members, from_on__lte=day)
    held = held.filter(Q(ended_at=None) | Q(ended_at__gte=clock.start_of(day + timedelta(days=1))))
    found = list(held.filter(kind=kind) if kind else held)
    return {id: [status for status in found if status.person_id in group] for id, group in groups.items()}
