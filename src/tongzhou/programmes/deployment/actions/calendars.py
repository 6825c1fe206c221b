"""The own shifts in the own calendar: an address with a secret, which only its digest is kept of."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.programmes.deployment.models import Worker

_BACK = timedelta(days=14)


def make(*, by: Actor) -> str:
    """A new secret; the address made before stops. Raises NotFound for somebody who was not sent."""
    require(by, Permission.SHIFT_VIEW)
    secret = secrets.token_urlsafe(24)
    if not Worker.objects.filter(staff_id=by.staff_id).update(feed=_digest(secret)):
        raise NotFound(_("You are on no list of those who are sent."))
    return secret


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True)
class Entry:
    """One shift as a calendar shows it: where and when, and of nobody else."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    place: str
    role: str


def entries(secret: str) -> list[Entry] | None:
    """The shifts from two weeks ago on behind a secret; None when it opens nothing."""
    with database.cursor() as statement:
        statement.execute("SELECT * FROM deployment_feed(%s, %s)", [_digest(secret), clock.now() - _BACK])
        rows = statement.fetchall()
    if not rows:
        return None
    return [Entry(*row) for row in rows if row[0] is not None]
