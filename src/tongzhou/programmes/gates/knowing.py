"""What a gate knows: the zone it guards, the keys, the list, who of which household went out."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.passes import judging, queries
from tongzhou.passes.codes import Kind
from tongzhou.passes.judging import Known, Verdict
from tongzhou.places.models import PlaceKind
from tongzhou.places.queries import current_tree
from tongzhou.programmes.gates.queries import through

_ZONES = (PlaceKind.COMPOUND, PlaceKind.VILLAGE, PlaceKind.COMMITTEE, PlaceKind.PREPARATORY)


def zone_of(post_id: UUID) -> UUID:
    """The place whose passes the gate honours: the nearest compound, village or committee at or above it."""
    path = reversed(current_tree().path(post_id))
    return next((node.id for node in path if node.kind in _ZONES), post_id)


def open_zone(by: Actor) -> UUID:
    """The zone of the post; from now on the transaction sees what the zone's other gates have let through."""
    zone = zone_of(by.post_id)
    if not by.is_wide and zone not in by.scope:
        database.set_scope({*by.scope.places, zone})
    return zone


def known(by: Actor) -> Known:
    """Everything that a device of this gate would hold, as it stands now."""
    zone, now = open_zone(by), clock.now()
    lines = queries.revocations(0)
    rule = queries.household_rule(zone)
    return Known(
        keys=queries.public_keys(),
        zones=queries.day_keys([zone], [clock.today()]),
        heard_at=now,
        revoked=frozenset(line.pass_number for line in lines if line.pass_number is not None),
        before={line.zone: line.before for line in lines if line.zone is not None and line.before is not None},
        listed={number: (tag, Kind(kind), start, end) for number, tag, kind, start, end in queries.listed(zone)},
        went_out=outings(zone, rule.days) if rule else {},
        household=rule,
    )


def outings(zone_id: UUID, days: int) -> dict[bytes, Sequence[datetime]]:
    """When somebody of each household of the zone went out, since the first day of the rule's window."""
    since = clock.start_of(clock.today() - timedelta(days=days - 1))
    found: dict[bytes, list[datetime]] = defaultdict(list)
    rows = through().filter(zone_id=zone_id, at__gte=since, is_out=True, household__isnull=False)
    for tag, at in rows.values_list("household", "at"):
        found[bytes(tag or b"")].append(at)
    return dict(found)


def judge(code: str, *, is_out: bool, by: Actor) -> Verdict:
    """The verdict on what was scanned or typed. Raises NotAllowed."""
    require(by, Permission.GATE_CHECK)
    number = queries.number_of(code) if not code.startswith("TZ") else None
    held, now = known(by), clock.now()
    if number is not None:
        return judging.judge_number(number, held, at=now, is_out=is_out)
    return judging.judge(code, held, at=now, is_out=is_out)
