"""What the version in force says about the stays that are known: hits begin and end. For one or for all.

The list is small and the stays are many, so each rule is one look into the index of stays by place and day.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, database, ids
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import State
from tongzhou.people import statuses
from tongzhou.people.statuses import NewStatus
from tongzhou.programmes.riskareas import dated
from tongzhou.programmes.riskareas.models import Follow, Hit, Version
from tongzhou.programmes.riskareas.records import DOOR, FROM_RISK_AREA
from tongzhou.units import queries as units

_AT_ONCE = 2000
_CONCERNED = """
    SELECT DISTINCT ON (s.person_id, r.code) r.id, r.code, s.person_id, s.place_id, s.recorded_at_id, s.entry_id,
           s.until_on, s.until_on + r.look_back_days, r.name, r.follow
      FROM riskareas_rule r
      JOIN riskareas_stay s ON s.token = r.token
       AND s.until_on >= greatest(r.from_on, %s - r.look_back_days)
       AND (r.until_on IS NULL OR s.until_on <= r.until_on + r.look_back_days)
     WHERE r.version_id = coalesce(%s::uuid, (SELECT v.id FROM riskareas_version v WHERE v.published_at IS NOT NULL
                                     ORDER BY v.number DESC LIMIT 1))
       AND (%s::uuid[] IS NULL OR s.person_id = ANY (%s::uuid[]))
     ORDER BY s.person_id, r.code, s.until_on DESC
"""


@dataclass(frozen=True, slots=True)
class Concerned:
    """A stay that a rule names: the last one of that person in that place."""

    rule_id: UUID
    code: str
    person_id: UUID
    place_id: UUID
    recorded_at_id: UUID
    entry_id: UUID
    until_on: date
    over_on: date
    name: str
    follow: str

    @property
    def key(self) -> tuple[UUID, str, date]:
        return self.person_id, self.code, self.over_on


@dataclass(frozen=True)
class Change:
    """What an evaluation begins and ends."""

    begun: Sequence[Concerned]
    ended: Sequence[Hit]
    kept: int


def in_force() -> Version | None:
    return Version.objects.filter(published_at__isnull=False).defer("source").order_by("-number").first()


def concerned(version: Version | None, on: date, person_ids: Iterable[UUID] | None = None) -> list[Concerned]:
    """Everybody in sight whom a rule of the version (None: of the one in force) names on that day; of ``person_ids``
    only, when they are given."""
    asked = None if person_ids is None else list(person_ids)
    rows = database.prepared(_CONCERNED, [on, version.id if version else None, asked, asked])
    return [Concerned(*row) for row in rows]


def compare(version: Version | None, on: date, person_ids: Iterable[UUID] | None = None) -> Change:
    """What would change if the version were in force, or by the one that is (None); nothing is written."""
    listed = None if person_ids is None else list(person_ids)
    wanted = {one.key: one for one in concerned(version, on, listed)}
    standing = Hit.objects.filter(ended_at=None)
    if listed is not None:
        standing = standing.filter(person_id__in=listed)
    held = {(hit.person_id, hit.code, hit.over_on): hit for hit in standing}
    begun = [one for key, one in wanted.items() if key not in held]
    return Change(begun, [hit for key, hit in held.items() if key not in wanted], len(held.keys() & wanted.keys()))


def apply(
    change: Change,
    version: Version,
    *,
    by: Actor,
    entry_id: UUID,
    is_new_version: bool,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Begin and end: hits, door visits and statuses, a few statements for each two thousand.

    ``entry_id``: the publication, or the encounter that told of the stay. On whose authority: that of the list.
    """
    by = replace(by, permissions=by.permissions | {Permission.MATTER_WORK, Permission.MATTER_VIEW})
    now, total = clock.now(), len(change.ended) + len(change.begun)
    for start in range(0, len(change.ended), _AT_ONCE):
        progress(start, total)
        some = change.ended[start : start + _AT_ONCE]
        _end(some, version if is_new_version else None, now, by=by, entry_id=entry_id)
    if is_new_version:
        _explain(version)
    for start in range(0, len(change.begun), _AT_ONCE):
        progress(len(change.ended) + start, total)
        _begin(change.begun[start : start + _AT_ONCE], now, by=by, entry_id=entry_id)


def _begin(begun: Sequence[Concerned], now: datetime, *, by: Actor, entry_id: UUID) -> None:
    hits = [_hit(one, now) for one in begun]
    matters.open_matters([_visit(one, hit, by) for one, hit in zip(begun, hits, strict=True)], by=by)
    held = [_status(one, hit, entry_id) for one, hit in zip(begun, hits, strict=True) if hit.status_id]
    statuses.set_statuses(held, by=by)
    Hit.objects.bulk_create(hits)


def _explain(version: Version) -> None:
    """What stays is explained by the version in force from now on."""
    with database.cursor() as cursor:
        cursor.execute(
            "UPDATE riskareas_hit h SET rule_id = r.id FROM riskareas_rule r"
            " WHERE r.version_id = %s AND r.code = h.code AND h.ended_at IS NULL",
            [version.id],
        )


def _hit(one: Concerned, now: datetime) -> Hit:
    return Hit(
        person_id=one.person_id,
        place_id=one.place_id,
        recorded_at_id=one.recorded_at_id,
        code=one.code,
        rule_id=one.rule_id,
        entry_id=one.entry_id,
        until_on=one.until_on,
        over_on=one.over_on,
        matter_id=ids.new(),
        status_id=ids.new() if one.follow == Follow.OBSERVE and dated.may_observe() else None,
        begun_at=now,
    )


def _visit(one: Concerned, hit: Hit, by: Actor) -> NewMatter:
    return NewMatter(
        case_type=DOOR.code,
        owner_unit_id=units.seat_id(one.place_id) or by.unit_id,
        place_id=one.place_id,
        subject_id=one.person_id,
        entry_id=hit.id,
        id=hit.matter_id,
    )


def _status(one: Concerned, hit: Hit, entry_id: UUID) -> NewStatus:
    assert hit.status_id is not None
    from_on = min(one.until_on, clock.today())
    return NewStatus(
        FROM_RISK_AREA.code,
        one.person_id,
        one.place_id,
        "stay",
        from_on=from_on,
        until_on=max(one.over_on, from_on),
        entry_id=entry_id,
        id=hit.status_id,
    )


def _end(ended: Sequence[Hit], version: Version | None, now: datetime, *, by: Actor, entry_id: UUID) -> None:
    if not ended:
        return
    open_now = worklists.seen(by).filter(id__in=[hit.matter_id for hit in ended]).exclude(state=State.CLOSED)
    waiting = list(open_now.values_list("id", flat=True))
    if waiting:
        matters.close(waiting, outcome="off_list", by=by)
    held = [hit.status_id for hit in ended if hit.status_id]
    if held:
        statuses.end_statuses(reason="off_list", by=by, status_ids=held, entry_id=entry_id)
    Hit.objects.filter(id__in=[hit.id for hit in ended]).update(ended_at=now, ended_by=version)


def over(on: date) -> int:
    """End the hits whose days are over; how many. Their statuses end by their own day."""
    gone = Hit.objects.filter(ended_at=None, over_on__lt=on)
    return gone.update(ended_at=clock.now())
