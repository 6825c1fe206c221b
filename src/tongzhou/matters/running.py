"""What the platform does by itself: ends pauses, tells at 50 and 80 %, names the office above what is overdue.

Run it every few minutes; a run that finds nothing costs one statement a question. Never close a matter here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from tongzhou.access.actors import NOBODY, PLATFORM
from tongzhou.kernel import clock, database, ids
from tongzhou.matters import clocks
from tongzhou.matters.casetypes import Act, State
from tongzhou.matters.models import Event, Matter, MatterSet
from tongzhou.people import bulk
from tongzhou.people.bulk import Rows
from tongzhou.places.queries import current_tree
from tongzhou.units.queries import seat_id

_OVERDUE = 100
_NEEDED = (
    *("case_type", "place", "owner_unit", "sender_place", "accountable_place", "raised_to", "state", "length"),
    *("opened_at", "due_at", "is_office", "allowed_seconds", "left_seconds", "counted_from", "paused_until"),
    *("is_provisional", "warned", "warn_at"),
)
_WRITE = """
UPDATE matters_matter AS m SET warned = n.warned, warn_at = n.warn_at, due_at = n.due_at, length = n.length,
       is_provisional = n.is_provisional, raised_to_id = n.raised_to, state = n.state, paused_until = n.paused_until
FROM unnest(%s::uuid[], %s::smallint[], %s::timestamptz[], %s::timestamptz[], %s::smallint[], %s::boolean[],
            %s::uuid[], %s::text[], %s::timestamptz[])
     AS n(id, warned, warn_at, due_at, length, is_provisional, raised_to, state, paused_until)
WHERE m.id = n.id
"""


@dataclass(frozen=True, slots=True)
class Done:
    warned: int
    raised: int
    resumed: int
    reckoned: int


def run() -> Done:
    """One transaction through the login of the whole district; rows that somebody works on wait for the next run."""
    with database.acting((), is_wide=True):
        now = clock.now()
        open_ones = Matter.objects.unfinished()
        overdue_pauses = _taken(open_ones.filter(state=State.PAUSED, paused_until__lte=now))
        events = [_resumed(matter, now) for matter in overdue_pauses]
        _write(overdue_pauses)
        changed = [matter for matter in _taken(open_ones.filter(is_office=True)) if _reckoned(matter)]
        _write(changed)
        waiting = _taken(open_ones.filter(warn_at__lte=now))
        office_above = cache(above)
        raised = [event for matter in waiting if (event := _told(matter, now, office_above))]
        _write(waiting)
        bulk.insert(Rows(Event, _EVENT, [*events, *raised]))
        return Done(len(waiting), len(raised), len(overdue_pauses), len(changed))


def _taken(found: MatterSet) -> list[Matter]:
    """With the columns that a clock and its event need, and no others: there may be tens of thousands."""
    return list(found.only(*_NEEDED).order_by("id").select_for_update(skip_locked=True))


#: An event as its row: tens of thousands may be told at once, and an object for each costs more than all else.
_EVENT = (
    *("id", "matter", "number", "at", "act", "state", "staff_id", "staff_name", "unit_name", "note", "object_name"),
    *("to_unit", "place", "sender_place", "accountable_place"),
)


def _event(matter: Matter, act: Act, at: datetime, to_unit_id: UUID | None = None) -> tuple[object, ...]:
    matter.length += 1
    return (
        *(ids.new(), matter.id, matter.length, at, str(act), str(matter.state), NOBODY, PLATFORM, "", "", ""),
        *(to_unit_id, matter.place_id, matter.sender_place_id, matter.accountable_place_id),
    )


def _resumed(matter: Matter, now: datetime) -> tuple[object, ...]:
    clocks.resume(matter, at=now)
    matter.state = State.ACCEPTED
    return _event(matter, Act.RESUME, now)


def _reckoned(matter: Matter) -> bool:
    """Whether the calendar of today says something else than the one it was reckoned with."""
    before = (matter.due_at, matter.is_provisional)
    clocks.reckon(matter)
    return before != (matter.due_at, matter.is_provisional)


def _told(matter: Matter, now: datetime, above: Callable[[UUID, int], UUID | None]) -> tuple[object, ...] | None:
    """Move to the level that is reached; from 100 % on the event that names the office above."""
    while matter.warn_at is not None and matter.warn_at <= now:
        matter.warned = next(level for level in clocks.LEVELS if level > matter.warned)
        matter.warn_at = clocks.warn_at(matter)
    office = above(matter.place_id, matter.warned // _OVERDUE)
    if office is None or office in (matter.raised_to_id, matter.owner_unit_id):
        return None
    matter.raised_to_id = office
    return _event(matter, Act.RAISE, now, office)


def above(place_id: UUID, steps: int) -> UUID | None:
    """The office ``steps`` up the tree, the top's at most; None for no step, or where no office stands above."""
    if steps < 1 or place_id not in current_tree().nodes:
        return None
    path = current_tree().path(place_id)[:-1]
    offices = [office for node in reversed(path) if (office := seat_id(node.id))]
    return offices[min(steps, len(offices)) - 1] if offices else None


def _write(matters: Sequence[Matter]) -> None:
    if not matters:
        return
    columns = (
        *([m.id for m in matters], [m.warned for m in matters], [m.warn_at for m in matters]),
        *([m.due_at for m in matters], [m.length for m in matters], [m.is_provisional for m in matters]),
        *([m.raised_to_id for m in matters], [str(m.state) for m in matters], [m.paused_until for m in matters]),
    )
    with database.cursor() as statement:
        statement.execute(_WRITE, columns)
