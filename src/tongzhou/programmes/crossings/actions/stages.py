"""Moving the stages of a crossing: the check outward (前移关口), a pre-check before it, a second check apart.

Nothing is planned here: a stage stands where it was moved to, and the ledger keeps each move.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, ids
from tongzhou.ledger.actions import Entry
from tongzhou.programmes.crossings import queries
from tongzhou.programmes.crossings.actions.entries import append
from tongzhou.programmes.crossings.errors import StageRefused
from tongzhou.programmes.crossings.models import Stage
from tongzhou.programmes.crossings.records import STAGE

MOST_METRES = 5_000


def move(
    kind: str,
    *,
    metres: int = 0,
    is_open: bool = True,
    by: Actor,
    entry_id: UUID | None = None,
    at: datetime | None = None,
) -> Stage:
    """Open a stage ``metres`` before the crossing, move it, or close it. The check itself is never closed.

    Raises StageRefused, NotAllowed.
    """
    require(by, Permission.CROSSING_CHECK)
    _refuse_wrong(kind, metres, is_open, by)
    when = at or clock.now()
    stage, _made = Stage.objects.update_or_create(
        place_id=by.post_id, kind=kind, defaults={"metres": metres, "is_open": is_open, "changed_at": when}
    )
    body = {"stage": kind, "metres": metres, "open": is_open}
    append(Entry(STAGE.code, by.post_id, when, id=entry_id or ids.new(), body=body), by)
    return stage


def _refuse_wrong(kind: str, metres: int, is_open: bool, by: Actor) -> None:
    if kind not in Stage.Kind.values:
        raise StageRefused(_("There is no such stage."), field="kind")
    if kind == Stage.Kind.CHECK and not is_open:
        raise StageRefused(_("The check stays: every car is checked. Move it instead."), field="kind")
    if not 0 <= metres <= MOST_METRES:
        raise StageRefused(_("From 0 to 5000 metres before the crossing."), field="metres")
    standing = {stage.kind: stage.metres for stage in queries.stages(by=by) if stage.is_open} | {kind: metres}
    if not is_open:
        del standing[kind]
    if standing.get(Stage.Kind.BEFORE, MOST_METRES + 1) <= standing[Stage.Kind.CHECK]:
        raise StageRefused(_("The pre-check stands before the check: further outward."), field="metres")
