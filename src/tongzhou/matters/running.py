"""What the platform does by itself: ends pauses, tells at 50 and 80 %, names the office above what is overdue.

Run it every few minutes; a run that finds nothing costs one statement a question. Tens of thousands may be told at
once, so that is one statement, which states no rule: when a level is reached stands in the matter (clocks.reached_at),
and which office is told comes from :func:`above`. Never close a matter here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from tongzhou.access.actors import NOBODY, PLATFORM
from tongzhou.kernel import clock, database, ids
from tongzhou.matters import clocks, workdays
from tongzhou.matters.casetypes import Act, State
from tongzhou.matters.models import Event, Matter, MatterSet
from tongzhou.people import bulk
from tongzhou.places.queries import current_tree
from tongzhou.units.queries import seat_id

_OVERDUE = 100
_NEEDED = (
    *("case_type", "place", "sender_place", "accountable_place", "state", "length", "opened_at", "due_at"),
    *("is_office", "allowed_seconds", "left_seconds", "counted_from", "paused_until", "is_provisional", "warned"),
)
_WRITE = """
UPDATE matters_matter AS m SET warn_at = n.warn_at, levels_at = n.levels_at::timestamptz[], due_at = n.due_at,
       calendar = n.calendar, is_provisional = n.is_provisional, length = n.length, state = n.state,
       paused_until = n.paused_until
FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::timestamptz[], %s::bigint[], %s::boolean[], %s::smallint[],
            %s::text[], %s::timestamptz[])
     AS n(id, warn_at, levels_at, due_at, calendar, is_provisional, length, state, paused_until)
WHERE m.id = n.id
"""
_PLACES = "SELECT DISTINCT place_id FROM matters_matter WHERE closed_at IS NULL AND warn_at <= %(now)s"
#: ``reached``: the number of the level that is reached. The event's id begins with its time, as every id does.
_TELL = """
WITH due AS (
    SELECT id, place_id, owner_unit_id, raised_to_id, levels_at,
           greatest(width_bucket(%(now)s, levels_at), array_position(%(levels)s::smallint[], warned)) AS reached
    FROM matters_matter WHERE closed_at IS NULL AND warn_at <= %(now)s AND levels_at IS NOT NULL
    FOR NO KEY UPDATE SKIP LOCKED
), offices AS (
    SELECT * FROM unnest(%(places)s::uuid[], %(reached)s::smallint[], %(offices)s::uuid[])
         AS o(place_id, reached, office)
), judged AS (
    SELECT due.id, due.reached, levels_at, office,
           coalesce(office <> owner_unit_id AND office IS DISTINCT FROM raised_to_id, false) AS is_raised
    FROM due LEFT JOIN offices USING (place_id, reached)
), told AS (
    UPDATE matters_matter AS m
    SET warned = (%(levels)s::smallint[])[j.reached], warn_at = j.levels_at[j.reached + 1],
        raised_to_id = CASE WHEN is_raised THEN office ELSE m.raised_to_id END, length = length + is_raised::int
    FROM judged AS j WHERE m.id = j.id
    RETURNING m.id, length, state, place_id, sender_place_id, accountable_place_id, raised_to_id, is_raised
), raised AS (
    INSERT INTO matters_event (id, matter_id, number, at, act, state, staff_id, staff_name, unit_name, note,
                               object_name, to_unit_id, place_id, sender_place_id, accountable_place_id)
    SELECT overlay(gen_random_uuid()::text PLACING %(stamp)s FROM 1)::uuid, id, length, %(now)s, %(act)s, state,
           %(nobody)s, %(platform)s, '', '', '', raised_to_id, place_id, sender_place_id, accountable_place_id
    FROM told WHERE is_raised
)
SELECT count(*), count(*) FILTER (WHERE is_raised) FROM told
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
        resumed = _resume(now)
        reckoned = _reckon()
        warned, raised = _tell(now)
        return Done(warned, raised, resumed, reckoned)


def _taken(found: MatterSet) -> list[Matter]:
    """With the columns that a clock and its event need, and no others: there may be tens of thousands."""
    return list(found.only(*_NEEDED).order_by("id").select_for_update(skip_locked=True))


def _resume(now: datetime) -> int:
    """Pauses that are over."""
    found = _taken(Matter.objects.unfinished().filter(state=State.PAUSED, paused_until__lte=now))
    for matter in found:
        clocks.resume(matter, at=now)
        matter.state, matter.length = State.ACCEPTED, matter.length + 1
    _write(found)
    bulk.insert(bulk.of(Event, [_event(matter, now) for matter in found]))
    return len(found)


def _event(matter: Matter, at: datetime) -> Event:
    return Event(
        matter_id=matter.id,
        number=matter.length,
        at=at,
        act=Act.RESUME,
        state=matter.state,
        staff_id=NOBODY,
        staff_name=PLATFORM,
        place_id=matter.place_id,
        sender_place_id=matter.sender_place_id,
        accountable_place_id=matter.accountable_place_id,
    )


def _reckon() -> int:
    """Those that were reckoned with other working days than today's; how many due times that moved.

    Those from before levels were kept have theirs written.
    """
    stale = Q(is_office=True) & (Q(calendar=None) | ~Q(calendar=workdays.current().stamp))
    found = _taken(Matter.objects.unfinished().filter(stale | Q(levels_at=None)))
    before = [(matter.due_at, matter.is_provisional) for matter in found]
    for matter in found:
        (clocks.reckon if matter.is_office else clocks.schedule)(matter)
    _write(found)
    after = [(matter.due_at, matter.is_provisional) for matter in found]
    return sum(was != now for was, now in zip(before, after, strict=True))


def _tell(now: datetime) -> tuple[int, int]:
    """Move each that is due to the level it has reached; from 100 % on with the event that names the office above.

    How many, and how many of them to an office above.
    """
    with database.cursor() as statement:
        statement.execute(_PLACES, {"now": now})
        asked = [(place_id, number) for (place_id,) in statement.fetchall() for number in range(len(clocks.LEVELS))]
        offices = [above(place_id, clocks.LEVELS[number] // _OVERDUE) for place_id, number in asked]
        known = [(place_id, number + 1, office) for (place_id, number), office in zip(asked, offices, strict=True)]
        if not known:
            return 0, 0
        places, reached, named = (list(column) for column in zip(*known, strict=True))
        told: dict[str, Any] = {
            "now": now,
            "levels": list(clocks.LEVELS),
            "places": places,
            "reached": reached,
            "offices": named,
        }
        who = {"act": str(Act.RAISE), "nobody": NOBODY, "platform": PLATFORM, "stamp": f"{str(ids.bound(now))[:14]}7"}
        statement.execute(_TELL, told | who)
        warned, raised = statement.fetchone()
        return warned, raised


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
        *([m.id for m in matters], [m.warn_at for m in matters], [bulk.listed(m.levels_at) for m in matters]),
        *([m.due_at for m in matters], [m.calendar for m in matters], [m.is_provisional for m in matters]),
        *([m.length for m in matters], [str(m.state) for m in matters], [m.paused_until for m in matters]),
    )
    with database.cursor() as statement:
        statement.execute(_WRITE, columns)
