"""The log of a crossing's toilets: used, disinfected, free. Only what was disinfected is used again (一人一消毒)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.ledger.actions import Entry
from tongzhou.ledger.models import Stored
from tongzhou.programmes.crossings.actions.entries import append
from tongzhou.programmes.crossings.errors import FacilityUnknown, NotFree
from tongzhou.programmes.crossings.models import Facility, State
from tongzhou.programmes.crossings.records import FACILITY

#: From which state an act leads where.
_ACTS = {
    "use": (State.FREE, State.USED),
    "disinfect": (State.USED, State.FREE),
    "break": (None, State.BROKEN),
    "mend": (State.BROKEN, State.USED),
}


def lay(number: int, *, by: Actor) -> list[Facility]:
    """``number`` toilets stand at the post, numbered from 1; those that stand there already stay as they are."""
    require(by, Permission.CROSSING_CHECK)
    if not 1 <= number <= 99:
        raise FacilityUnknown(_("From 1 to 99 toilets."), field="number")
    there = set(Facility.objects.filter(place_id=by.post_id).values_list("number", flat=True))
    new = [Facility(place_id=by.post_id, number=one, changed_at=clock.now()) for one in range(1, number + 1)]
    return Facility.objects.bulk_create([one for one in new if one.number not in there])


def act(facility_id: UUID, what: str, *, by: Actor) -> Facility:
    """Use, disinfect, take out of order, mend. Raises NotFree, FacilityUnknown."""
    require(by, Permission.CROSSING_CHECK)
    one = _known(Facility.objects.select_for_update().filter(id=facility_id).first(), what)
    needed, becomes = _ACTS[what]
    if needed is not None and one.state != needed:
        raise NotFree(
            _("Toilet %(number)d: %(state)s. Disinfect it after each use, before the next person.")
            % {"number": one.number, "state": one.get_state_display()}
        )
    one.state, one.changed_at = becomes, clock.now()
    one.save(update_fields=["state", "changed_at"])
    append(Entry(FACILITY.code, by.post_id, clock.now(), body={"facility": one.number, "act": what}), by)
    return one


def act_later(number: int, what: str, *, by: Actor, entry_id: UUID, at: datetime) -> bool:
    """What was done at a toilet of the own post a while ago. Whether it is new: a resend moves nothing.

    It happened, so the state that the toilet is in refuses nothing; the acts by their time say what state that is,
    whichever telephone hands up first. Raises FacilityUnknown.
    """
    require(by, Permission.CROSSING_CHECK)
    one = _known(Facility.objects.select_for_update().filter(place_id=by.post_id, number=number).first(), what)
    body = {"facility": number, "act": what}
    is_new = append(Entry(FACILITY.code, by.post_id, at, id=entry_id, body=body), by)
    if is_new:
        one.state, one.changed_at = _standing(one)
        one.save(update_fields=["state", "changed_at"])
    return is_new


def _known(one: Facility | None, what: str) -> Facility:
    if one is None or what not in _ACTS:
        raise FacilityUnknown(_("There is no such toilet at this post."))
    return one


def _standing(one: Facility) -> tuple[State, datetime]:
    """Out of order until it was mended, else what the last act led to; and since when."""
    here = Stored.objects.of_kind(FACILITY.code).recorded_at([one.place_id]).filter(body__facility=one.number)
    acts = here.order_by("occurred_at", "id").values_list("body__act", "occurred_at")
    turned = acts.filter(body__act__in=("break", "mend")).last()
    last = acts.last()
    assert last is not None, "an act was just written"
    what, at = turned if turned and turned[0] == "break" else last
    return _ACTS[what][1], at
