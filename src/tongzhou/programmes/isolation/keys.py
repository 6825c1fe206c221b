"""The key under which a reading is sealed: the person's own, also for the site that the person was taken to."""

from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.kernel import database, sealing
from tongzhou.programmes.isolation.errors import IsolationUnknown


def of(person_id: UUID) -> bytes:
    """By the reviewed function ``isolation_key``, which answers for an isolation that goes on in the scope only.

    Raises IsolationUnknown, KeyDestroyed.
    """
    with database.cursor() as statement:
        statement.execute("SELECT wrapped_key FROM isolation_key(%s)", [person_id])
        found = statement.fetchone()
    if found is None:
        raise IsolationUnknown(_("There is no such isolation that goes on at the places of your duty."))
    return sealing.unwrap(bytes(found[0]) if found[0] is not None else None)
