"""The parts that belong to no programme: the duty, the keys, the list of what was revoked."""

from typing import Any

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.passes import queries as passes
from tongzhou.places.queries import current_tree
from tongzhou.response import queries as response
from tongzhou.sync import parts
from tongzhou.sync.kinds import KINDS
from tongzhou.sync.parts import Part


def _duty(by: Actor) -> dict[str, Any]:
    return {
        **{"staff": str(by.staff_id), "name": by.name, "unit": by.unit_name, "role": by.role},
        **{"role_words": str(ROLES[by.role].label) if by.role in ROLES else "", "ends_at": by.ends_at.isoformat()},
        "place": {"id": str(by.post_id), "path": [node.name for node in current_tree().path(by.post_id)]},
        "fever": response.fever_from(),
        "kinds": sorted(code for code, kind in KINDS.items() if by.may(kind.permission)),
    }


def _keys(by: Actor) -> dict[str, str]:
    return {str(number): key.hex() for number, key in passes.public_keys().items()}


def _revocations(by: Actor, known: str) -> tuple[str, Any]:
    """The lines after the number that the device has; it never steps back to a shorter list."""
    after = int(known) if known.isdecimal() and len(known) < 12 else 0
    lines = passes.revocations(after)
    told = [
        {"number": line.number, "pass": f"{line.pass_number:015x}"}
        if line.pass_number is not None
        else {"number": line.number, "zone": line.zone, "before": line.before and line.before.isoformat()}
        for line in lines
    ]
    return str(lines[-1].number if lines else after), {"after": after, "lines": told}


parts.register(Part("duty", None, parts.whole(_duty)))
parts.register(Part("keys", Permission.GATE_CHECK, parts.whole(_keys)))
parts.register(Part("revocations", Permission.GATE_CHECK, _revocations))
