"""A second person of headquarters, and a ruling that holds."""

from dataclasses import replace
from datetime import datetime

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, database, ids
from tongzhou.response import actions
from tongzhou.response.actions import NewRuling
from tongzhou.response.models import Ruling


def another(by: Actor) -> Actor:
    return replace(by, staff_id=ids.new(), account_id=ids.new(), name=f"{by.name}二")


def ruled(new: NewRuling, by: Actor, *, at: datetime) -> Ruling:
    """Set and confirmed at the moment."""
    with clock.at(at), database.acting((), is_wide=True):
        return actions.answer(actions.put(new, by=by).id, is_confirmed=True, by=another(by))
