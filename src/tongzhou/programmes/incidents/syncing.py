"""The duty log on a device: a line for the next shift or for the office above goes up, the last lines come down."""

from typing import Any

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.programmes.incidents import actions, queries
from tongzhou.sync import kinds, parts
from tongzhou.sync.kinds import Handed, SyncKind
from tongzhou.sync.parts import Part


def _report(entry: Handed, by: Actor) -> bool:
    words, urgency = entry.text("words", most=actions.LENGTH), entry.text("urgency", "log")
    if queries.is_reported(entry.id, by=by):
        return False
    actions.report(words=words, urgency=urgency, by=by, incident_id=entry.id, at=entry.occurred_at)
    return True


def _log(by: Actor) -> dict[str, Any]:
    return {
        "lines": [
            {"at": one.reported_at.isoformat(), "words": one.words, "by": one.reported_by_name, "urgency": one.urgency}
            for one in queries.handed_over(by=by)
        ]
    }


_SAMPLE = {"words": "东门灯坏了", "urgency": "log"}
kinds.register(SyncKind("incident.reported", Permission.INCIDENT_REPORT, kinds.each(_report), _SAMPLE))
parts.register(Part("log", Permission.INCIDENT_REPORT, parts.whole(_log)))
