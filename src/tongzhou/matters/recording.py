"""What an act on a matter writes into the ledger, in the same transaction, where its type says so.

The entry holds codes only: which act, move, stage and outcome. Words stay in the matter's story.
"""

from collections.abc import Sequence
from dataclasses import replace

from tongzhou.access.actors import Actor
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.matters.casetypes import Act
from tongzhou.matters.models import Event, Matter


def record(acts: Sequence[tuple[Matter, Event]], *, by: Actor) -> None:
    """One entry for each act whose type records it. Raises the first refusal."""
    entries = [_entry(matter, event, by) for matter, event in acts if Act(event.act) in matter.type.records]
    if not entries:
        return
    # What is recorded hangs on the place where the matter is worked, whoever acts on it.
    seen = frozenset(entry.place_id for entry in entries) | by.scope.places
    for verdict in ledger.append(entries, by=replace(by, scope=replace(by.scope, places=seen))):
        if verdict.error:
            raise verdict.error


def _entry(matter: Matter, event: Event, by: Actor) -> Entry:
    stage = {"move": event.object_name, "stage": matter.stage} if event.act == Act.STEP else {}
    ending = {"outcome": event.outcome} if event.outcome else {}
    return Entry(
        matter.type.records[Act(event.act)].code,
        by.post_id if matter.subject_id else matter.place_id,
        event.at,
        subject_id=matter.subject_id,
        subject_place_id=matter.place_id if matter.subject_id else None,
        body={"act": str(event.act), **stage, **ending},
        channel="matter",
    )
