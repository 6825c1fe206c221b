"""A person's work that is done later: under the same duty, if it still holds, in one transaction with its scope."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access import queries
from tongzhou.access.actors import Actor
from tongzhou.kernel import database
from tongzhou.kernel.errors import NotAllowed


@contextmanager
def become(account_id: UUID, duty_id: UUID) -> Iterator[Actor]:
    """Act as that account on that duty. Raises NotAllowed when the duty has ended since."""
    actor = queries.actor_of(account_id, duty_id=duty_id)
    if actor is None or actor.duty_id != duty_id:
        raise NotAllowed(_("Your duty has ended; nothing is shown after it. Ask for a new one."))
    with database.acting(actor.scope.places, is_wide=actor.is_wide):
        yield actor
