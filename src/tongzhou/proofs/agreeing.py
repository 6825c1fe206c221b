"""Telephones of a district that was just laid, and whether what they sent is what is stored. Needs the settings."""

from datetime import timedelta
from typing import Any

import psycopg
from django.db import connections

from tongzhou.access import actions as access
from tongzhou.demonstration import setting_up
from tongzhou.embedded import Cluster
from tongzhou.figures.rebuilding import rebuild
from tongzhou.kernel import clock, ids
from tongzhou.ledger import verifying
from tongzhou.proofs.carried import Outbox
from tongzhou.proofs.telephones import enrolled
from tongzhou.units import actions as units


def telephones(number: int) -> list[dict[str, Any]]:
    """So many telephones at Yongle's gate, held by a guard of the proof."""
    by = setting_up.officer(setting_up.YONGLE)
    staff = units.add_staff(number=ids.new().hex[-12:], name="试验·门岗", unit_id=by.unit_id, on=clock.today())
    opened = access.open_account(username="gate", staff_id=staff.id, by=None, password=ids.new().hex)
    now = clock.now()
    access.assign_duty(
        account_id=opened.account.id,
        unit_id=by.unit_id,
        role="gate",
        place_id=by.post_id,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=12),
        basis="试验",
        by=None,
    )
    return enrolled(number)


def compare(cluster: Cluster, boxes: list[Outbox]) -> dict[str, int]:
    """Numbers that must be 0."""
    sent = {one for box in boxes for one in box.entries}
    answered = [(one, status) for box in boxes for one, status in box.answered.items()]
    with psycopg.connect(cluster.dsn("audit")) as connection:
        rows = [str(one) for (one,) in connection.execute("SELECT entry_id FROM gates_passage")]
        vouched = connection.execute(
            "SELECT coalesce(sum((body->>'checks')::int), 0) FROM ledger_entry WHERE kind = 'gate.checks'"
        ).fetchone()
    connections.close_all()  # the database was killed beneath them
    stored = set(rows)
    return {
        "answered and not stored": len({one for one, status in answered if status != "refused"} - stored),
        "refused": sum(status == "refused" for _one, status in answered),
        "sent and not stored": len(sent - stored),
        "stored and never sent": len(stored - sent),
        "not answered": len(sent - {one for one, _status in answered}),
        "stored twice": len(rows) - len(stored),
        "rows more or fewer than are vouched for": abs(len(rows) - int(vouched[0] if vouched else 0)),
        "found by verify": len(verifying.verify()),
        "figures that a rebuild counts otherwise": len(rebuild()),
    }
