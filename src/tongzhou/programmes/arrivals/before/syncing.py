"""Announcements at a post without a network: they go down as they are sealed; the code that somebody shows opens one.

Never send a code or an open announcement down, and never refuse somebody because a code opens nothing.
"""

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.encounters.encounters import Encounter
from tongzhou.kernel import clock
from tongzhou.programmes.arrivals import actions
from tongzhou.programmes.arrivals.before import announcing
from tongzhou.programmes.arrivals.before.parties import ASKED_AGAIN, FRESH, Party, lock
from tongzhou.programmes.arrivals.errors import AnnouncementTaken, AnnouncementUnknown
from tongzhou.sync import parts
from tongzhou.sync.kinds import Handed
from tongzhou.sync.parts import Part


def record(entry: Handed, encounter: Encounter, by: Actor) -> bool:
    """Register; what was announced under the code is destroyed with the last of the party."""
    party = _party(entry.text("announced", most=100), by)
    if party is None:
        return actions.register([encounter], by=by)[0].is_new
    is_new = actions.register([replace(encounter, channel="before")], by=by)[0].is_new
    announcing.close_if_done(party)
    return is_new


def _party(code: str, by: Actor) -> Party | None:
    try:
        return announcing.at_desk(code, by=by) if code else None
    except (AnnouncementUnknown, AnnouncementTaken):
        return None


def _expected(by: Actor) -> dict[str, Any]:
    """Those of the duty's places who are expected from two days ago until the day after it."""
    until = clock.day_of(by.ends_at) + timedelta(days=1)
    return {
        **{"fresh_hours": FRESH // timedelta(hours=1), "asked_again": ASKED_AGAIN},
        "parties": [
            {
                **dict(zip(("mark", "lock"), lock(one.id), strict=True)),
                **{"id": str(one.id), "place": str(one.place_id), "changed_at": one.changed_at.isoformat()},
                "sealed": base64.b64encode(bytes(one.sealed)).decode(),
            }
            for one in announcing.carried(clock.today() - timedelta(days=2), until, by=by)
        ],
    }


parts.register(Part("announced", Permission.ARRIVAL_REGISTER, parts.whole(_expected)))
