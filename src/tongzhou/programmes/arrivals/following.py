"""What follows a registration: the status, the matter, and the note that we have spoken with the person."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.encounters.encounters import Ready
from tongzhou.kernel import clock
from tongzhou.matters import actions as matters
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import State
from tongzhou.people import bulk, contacts, statuses
from tongzhou.people.statuses import NewStatus
from tongzhou.programmes.arrivals.followups import FOLLOW_UP, RETURNEE, due_at, last_day
from tongzhou.programmes.arrivals.records import REGISTERED
from tongzhou.units import queries as units


def open_for(ready: Sequence[Ready], by: Actor) -> None:
    """A follow-up and a contact for each; the status of a returnee for whoever came from outside or did not say."""
    spoken = [(one.person_id, one.place_id) for one in ready]
    with bulk.together():
        statuses.set_statuses([_status(one) for one in ready if one.body["origin"] in RETURNEE.reasons], by=by)
        matters.open_matters([_matter(one, by) for one in ready], by=by)
        contacts.made(spoken, about=REGISTERED.code, at=ready[-1].at, by=by)


def _status(ready: Ready) -> NewStatus:
    returned = ready.checked.values.get("travel.returned_on")
    first = date.fromisoformat(returned) if returned else clock.day_of(ready.at)
    return NewStatus(
        RETURNEE.code,
        ready.person_id,
        ready.place_id,
        ready.body["origin"],
        from_on=first,
        until_on=last_day(first),
        entry_id=ready.entry_id,
    )


def _matter(ready: Ready, by: Actor) -> NewMatter:
    return NewMatter(
        case_type=FOLLOW_UP.code,
        owner_unit_id=units.seat_id(ready.place_id) or by.unit_id,
        place_id=ready.place_id,
        subject_id=ready.person_id,
        entry_id=ready.entry_id,
        opened_at=ready.at,
        due_at=due_at(ready.at),
    )


def drop_for(entry_id: UUID, by: Actor) -> None:
    """Close the follow-up of a registration that was withdrawn."""
    matter = worklists.of_entries([entry_id], by=by, case_type=FOLLOW_UP.code).get(entry_id)
    if matter is None or matter.state == State.CLOSED:
        return
    if matter.state != State.ACCEPTED:
        matters.accept([matter.id], by=by)
    matters.close([matter.id], outcome="withdrawn", by=by)
