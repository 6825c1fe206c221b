"""Screening on a device: the list in hand goes down with what is said; visits, calls and found places go up."""

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.programmes.screening import queries
from tongzhou.programmes.screening.actions import carrying, finding, recording
from tongzhou.programmes.screening.actions.finding import NewTarget
from tongzhou.programmes.screening.actions.recording import NewContact
from tongzhou.programmes.screening.queries import Shown
from tongzhou.programmes.screening.records import CONTACTED
from tongzhou.sync import kinds, parts
from tongzhou.sync.kinds import Handed, PayloadRefused, SyncKind
from tongzhou.sync.parts import Part

SAMPLE = {
    **{"target": "01900000-0000-7000-8000-000000000001", "way": "visit", "outcome": "nobody"},
    "found": {"sort": "shed", "name": "瓜棚", "landmark": "三号桥西五十米"},
}

_NOBODY = "01900000-0000-7000-8000-000000000002"


def _record(entry: Handed, by: Actor) -> bool:
    """A place that was found is put on the list with its first visit, under the id that the telephone gave it."""
    target_id = _target(entry)
    if recording.is_recorded(entry.id, target_id, by=by):
        return False
    if found := entry.mapping("found"):
        finding.add(_found(Handed(target_id, entry.kind, entry.occurred_at, found), by), by=by)
    recording.record([_contact(entry, target_id)], by=by)
    return True


def _target(entry: Handed) -> UUID:
    target_id = entry.uuid("target")
    if target_id is None:
        raise PayloadRefused(_("Which target?"), field="target")
    return target_id


def _found(given: Handed, by: Actor) -> NewTarget:
    texts = {name: given.text(name) for name in ("sort", "name", "address", "landmark", "area", "contact", "phone")}
    return NewTarget(**texts, id=given.id, place_id=given.uuid("place") or by.post_id)


def _contact(entry: Handed, target_id: UUID) -> NewContact:
    return NewContact(
        target_id=target_id,
        way=entry.text("way"),
        outcome=entry.text("outcome"),
        planned_on=_day(entry),
        call_at=_moment(entry),
        note=entry.text("note"),
        version=entry.whole("version", 0) or None,
        is_again=entry.flag("is_again"),
        at=entry.occurred_at,
        entry_id=entry.id,
    )


def _day(entry: Handed) -> date | None:
    try:
        return date.fromisoformat(text) if (text := entry.text("planned_on")) else None
    except ValueError as error:
        raise PayloadRefused(_("Write the day as 2020-02-08."), field="planned_on") from error


def _moment(entry: Handed) -> datetime | None:
    try:
        told = datetime.fromisoformat(text) if (text := entry.text("call_at")) else None
    except ValueError as error:
        raise PayloadRefused(_("Write day and time as 2020-02-08 14:30."), field="call_at") from error
    if told is not None and told.tzinfo is None:
        raise PayloadRefused(_("Write day and time as 2020-02-08 14:30."), field="call_at")
    return told


def _take(entry: Handed, by: Actor) -> bool:
    return carrying.take_one(_target(entry), by=by)


def _list(by: Actor, known: str) -> tuple[str, Any]:
    """Whom to ask for is opened, and each of them a look, only when something has changed."""
    held, near = queries.along(by=by)
    targets = [_told(one, is_held=True) for one in held] + [_told(one, is_held=False) for one in near]
    content = {
        "targets": targets,
        "scripts": {one.sort: [one.version, one.words, one.basis] for one in queries.scripts_in_force()},
        "places": [[str(one.id), one.name] for one in queries.homes(by=by)],
    }
    version = hashlib.blake2b(orjson.dumps(content), digest_size=8).hexdigest()
    if version != known:
        told = {str(one.target.id): (one.contact, one.phone) for one in queries.opened(held, by=by)}
        for one in targets:
            one["contact"], one["phone"] = told.get(one["id"], ("", ""))
    return version, content


def _told(one: Shown, *, is_held: bool) -> dict[str, Any]:
    target, asked = one.target, one.asked
    return {
        **{"id": str(target.id), "sort": target.sort, "name": target.name, "address": target.address},
        **{"landmark": target.landmark, "area": target.area, "place": target.place.name, "is_held": is_held},
        **{"is_recheck": target.drawn_at is not None, "told": target.told_version},
        "call_at": target.call_at and target.call_at.isoformat(),
        "planned_on": target.planned_on and target.planned_on.isoformat(),
        "asked": asked and {"by": asked.by_name, "at": asked.at.isoformat(), "outcome": asked.outcome},
    }


kinds.register(SyncKind(CONTACTED.code, Permission.SCREEN_WORK, kinds.each(_record), SAMPLE))
kinds.register(SyncKind("screening.taken", Permission.SCREEN_WORK, kinds.each(_take), {"target": _NOBODY}))
parts.register(Part("screening", Permission.SCREEN_WORK, _list))
