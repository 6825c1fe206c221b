"""How a crossing writes into the ledger."""

from tongzhou.access.actors import Actor
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry


def append(entry: Entry, by: Actor) -> bool:
    """Whether it is new: a resend stores nothing. Raises what the ledger refuses."""
    (told,) = ledger.append([entry], by=by)
    if told.error:
        raise told.error
    return told.status == "stored"
