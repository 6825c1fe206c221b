"""Isolating homes on a device: whose report is sought goes down, readings, doors that stayed shut and needs come up.

Only to whoever cares for them; never send a reading, a reason or a full name down. A door that goes down is a look.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.ledger import queries as ledger
from tongzhou.matters import queries as matters
from tongzhou.people import households
from tongzhou.programmes.isolation import queries
from tongzhou.programmes.isolation.actions import reporting, writing
from tongzhou.programmes.isolation.actions.reporting import DUE
from tongzhou.programmes.isolation.models import Isolation
from tongzhou.programmes.isolation.queries import Row
from tongzhou.programmes.isolation.records import NEEDS, REPORTED, SYMPTOMS, UNMET
from tongzhou.sync import kinds, parts
from tongzhou.sync.kinds import Handed, PayloadRefused, SyncKind
from tongzhou.sync.parts import Part

_CARE = Permission.ISOLATION_CARE


def _once(entry: Handed, by: Actor, is_there: Callable[[], bool], act: Callable[[UUID], Any]) -> bool:
    """Whether it is new. A resend waits for the first at the locked row; one after the end is still known."""
    isolation_id = entry.uuid("isolation")
    if isolation_id is None:
        raise PayloadRefused(_("Whose isolation is it?"), field="isolation")
    if is_there():
        return False
    writing.found(isolation_id)
    if is_there():
        return False
    act(isolation_id)
    return True


def _report(entry: Handed, by: Actor) -> bool:
    given: dict[str, Any] = {"symptoms": entry.texts("symptoms"), "channel": entry.text("channel"), "by": by}
    given |= {"temperature": entry.number("temperature") or 0.0, "at": entry.occurred_at, "entry_id": entry.id}
    return _once(entry, by, lambda: _is_stored(entry), lambda found: reporting.report(found, **given))


def _unmet(entry: Handed, by: Actor) -> bool:
    given: dict[str, Any] = {"why": entry.text("why"), "channel": entry.text("channel"), "by": by}
    given |= {"at": entry.occurred_at, "entry_id": entry.id}
    return _once(entry, by, lambda: _is_stored(entry), lambda found: reporting.unmet(found, **given))


def _is_stored(entry: Handed) -> bool:
    return entry.id in ledger.stored([entry.id])


def _need(entry: Handed, by: Actor) -> bool:
    given: dict[str, Any] = {"what": entry.text("what"), "words": entry.text("words", most=150), "by": by}
    return _once(
        entry,
        by,
        lambda: matters.seen(by).filter(id=entry.id).exists(),
        lambda found: reporting.need(found, **given, matter_id=entry.id),
    )


def _plain(row: Row) -> dict[str, Any]:
    one = row.isolation
    clinic: dict[str, str] = next((member for member in one.team if member["part"] == "clinic"), {})
    return {
        **{"id": str(one.id), "name": row.masked, "place": one.place.name if one.place else ""},
        **{"from_on": one.from_on.isoformat(), "until_on": one.until_on.isoformat()},
        "opened_at": one.opened_at.isoformat(),
        "clinic": [clinic.get("name", ""), clinic.get("phone", "")],
    }


def _signed(by: Actor) -> dict[str, Any]:
    """What tells that the list has changed; nobody is looked at for it."""
    rows = queries.at_home(by=by)
    homes = _homes_of([row.isolation for row in rows])
    return {
        "homes": [_plain(row) | {"home": str(homes.get(row.isolation.person_id, ""))} for row in rows],
        "symptoms": {code: str(label) for code, label in SYMPTOMS.items()},
        "needs": {code: str(label) for code, (label, _hours) in NEEDS.items()},
    }


def _homes_of(isolations: list[Isolation]) -> dict[UUID, UUID]:
    return households.of([one.person_id for one in isolations], on=clock.today())


def _told(by: Actor) -> dict[str, Any]:
    """The same with the doors."""
    told = _signed(by)
    acting = replace(by, permissions=by.permissions | {Permission.PERSON_SEARCH})
    wanted = [UUID(one["home"]) for one in told["homes"] if one["home"]]
    doors = households.doors(wanted, by=acting, reason=_("Round of isolating homes"))
    homes = [{**one, "door": doors.get(UUID(one["home"]), "") if one["home"] else ""} for one in told["homes"]]
    return told | {"homes": [{key: value for key, value in one.items() if key != "home"} for one in homes]}


def _reports(by: Actor) -> dict[str, Any]:
    """Of today, by home and half of the day: given, missing (somebody goes to the door), or alarm."""
    found = {
        str(row.isolation.id): {slot: _state(one) for slot, one in row.today.items()} for row in queries.at_home(by=by)
    }
    due = {str(slot): until.isoformat("minutes") for slot, until in DUE.items()}
    return {"day": clock.today().isoformat(), "due": due, "reports": {id: told for id, told in found.items() if told}}


def _state(report: Any) -> str:
    return "missing" if report.at is None else "alarm" if report.is_alarm else "given"


_NOBODY = {"isolation": "00000000-0000-7000-8000-000000000000", "channel": "door"}
_READING = {**_NOBODY, "temperature": 36.5, "symptoms": []}
kinds.register(SyncKind(REPORTED.code, _CARE, kinds.each(_report), _READING))
kinds.register(SyncKind(UNMET.code, _CARE, kinds.each(_unmet), {**_NOBODY, "why": "gone"}))
kinds.register(SyncKind("isolation.need", _CARE, kinds.each(_need), {**_NOBODY, "what": "food", "words": "米"}))
parts.register(Part("isolation.homes", _CARE, parts.looked(_signed, _told)))
parts.register(Part("isolation.reports", _CARE, parts.whole(_reports)))
