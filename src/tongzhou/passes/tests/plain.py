"""What a device of a gate holds, as JSON: maps as lists of pairs, bytes in hexadecimal, moments in seconds. Pure."""

from datetime import datetime
from typing import Any

from tongzhou.passes.judging import Known


def plain(known: Known) -> dict[str, Any]:
    """``known`` as ``field/src/passes/tests/plain.ts`` reads it."""
    listed = [
        [f"{number:015x}", {"household": home.hex(), "kind": kind, "startsAt": _s(start), "endsAt": _s(end)}]
        for number, (home, kind, start, end) in known.listed.items()
    ]
    rule = known.household
    return {
        "keys": [[number, key.hex()] for number, key in known.keys.items()],
        "zones": [[zone, [[str(day), key.hex()] for day, key in days.items()]] for zone, days in known.zones.items()],
        "heardAt": _s(known.heard_at),
        "revoked": [f"{number:015x}" for number in sorted(known.revoked)],
        "before": [[zone, _s(moment)] for zone, moment in known.before.items()],
        "listed": listed,
        "wentOut": [[home.hex(), [_s(moment) for moment in moments]] for home, moments in known.went_out.items()],
        "household": {"outings": rule.outings, "days": rule.days} if rule else None,
    }


def _s(moment: datetime) -> float:
    return moment.timestamp()
