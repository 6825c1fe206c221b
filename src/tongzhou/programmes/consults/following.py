"""What follows a consult: a call the next day, and, when the rule says so, the escalation to a fever clinic.

The escalation begins at the desk, goes to a clinic with the means of transport, and is closed by the clinic's answer.
"""

from collections.abc import Sequence
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.encounters.encounters import Ready
from tongzhou.matters import actions as matters
from tongzhou.matters import casetypes
from tongzhou.matters import queries as worklists
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import Act, CaseType, Outcome, State
from tongzhou.people import contacts
from tongzhou.programmes.consults.records import CONSULTED
from tongzhou.programmes.consults.rules import REASONS
from tongzhou.units import queries as units

FOLLOW_UP = casetypes.register(
    CaseType(
        code="consult_follow_up",
        label=_("Call after a consult"),
        outcomes={
            "well": Outcome(_("Well again")),
            "same": Outcome(_("No worse; will call when it gets worse")),
            "worse": Outcome(_("Worse: sent to a doctor"), needs_note=True),
            "not_found": Outcome(_("Could not be reached"), attempts=3),
            "withdrawn": Outcome(_("Consult withdrawn")),
        },
        due_hours=24,
        keep_days=180,
    )
)
#: Accepting it means that the person stands in the clinic; sending it back, that nobody came.
ESCALATION = casetypes.register(
    CaseType(
        code="fever_clinic",
        label=_("To the fever clinic"),
        outcomes={
            "home": Outcome(_("Seen by a doctor, may go home")),
            "kept": Outcome(_("Seen by a doctor, stays")),
            "elsewhere": Outcome(_("Seen by a doctor, sent to another hospital")),
            "never_came": Outcome(_("Never came; the desk knows"), needs_note=True, attempts=1),
            "withdrawn": Outcome(_("Consult withdrawn"), needs_note=True),
        },
        due_hours=2,
        keep_days=180,
        transitions=MappingProxyType(
            {
                (State.OPEN, Act.ACCEPT): State.ACCEPTED,
                (State.OPEN, Act.TRANSFER): State.OPEN,
                (State.OPEN, Act.REFUSE): State.RETURNED,
                (State.OPEN, Act.NOTE): State.OPEN,
                (State.OPEN, Act.ATTEMPT): State.OPEN,
                (State.OPEN, Act.CLOSE): State.CLOSED,
                (State.RETURNED, Act.TRANSFER): State.OPEN,
                (State.RETURNED, Act.NOTE): State.RETURNED,
                (State.RETURNED, Act.ATTEMPT): State.RETURNED,
                (State.RETURNED, Act.CLOSE): State.CLOSED,
                (State.ACCEPTED, Act.NOTE): State.ACCEPTED,
                (State.ACCEPTED, Act.CLOSE): State.CLOSED,
                (State.CLOSED, Act.REOPEN): State.ACCEPTED,
            }
        ),
        permissions=dict.fromkeys((Act.ACCEPT, Act.REFUSE, Act.CLOSE, Act.REOPEN), Permission.CONSULT_ANSWER),
        commands={
            Act.ACCEPT: _("Has arrived"),
            Act.REFUSE: _("Did not come: back to the desk"),
            Act.CLOSE: _("Answer of the clinic"),
            Act.TRANSFER: _("Send to a clinic"),
        },
    )
)
TRANSPORTS = {
    "ambulance": _("Ambulance (120)"),
    "own_car": _("Own car, windows open"),
    "on_foot": _("On foot or by bicycle, with a mask"),
    "driven": _("Driven by the town's car"),
}


def open_for(ready: Sequence[Ready], by: Actor) -> None:
    """A call for each, an escalation for whoever the rule names, and the note that we have spoken with the person."""
    matters.open_matters([_call(one, by) for one in ready], by=by)
    named = [one for one in ready if one.body["clinic"]]
    if named:
        matters.open_matters([_escalation(one, by) for one in named], by=by)
    contacts.made([(one.person_id, one.place_id) for one in ready], about=CONSULTED.code, at=ready[-1].at, by=by)


def _call(ready: Ready, by: Actor) -> NewMatter:
    return NewMatter(
        case_type=FOLLOW_UP.code,
        owner_unit_id=units.seat_id(ready.place_id) or by.unit_id,
        place_id=ready.place_id,
        subject_id=ready.person_id,
        entry_id=ready.entry_id,
        opened_at=ready.at,
        due_at=ready.at + timedelta(hours=FOLLOW_UP.due_hours),
    )


def _escalation(ready: Ready, by: Actor) -> NewMatter:
    return NewMatter(
        case_type=ESCALATION.code,
        owner_unit_id=by.unit_id,
        place_id=by.post_id,
        subject_id=ready.person_id,
        entry_id=ready.entry_id,
        opened_at=ready.at,
        note=str(REASONS[ready.body["clinic"]]),
    )


def mend(ready: Ready, by: Actor) -> None:
    """A corrected consult that the rule names gets its escalation; one that exists is told and stays the clinic's."""
    found = [one for one in worklists.every_of_entry(ready.entry_id, by=by) if one.case_type == ESCALATION.code]
    if ready.body["clinic"] and not found:
        matters.open_matters([_escalation(ready, by)], by=by)
    here = [one.id for one in found if one.state != State.CLOSED and one.place_id in by.scope]
    if here:
        matters.note(here, text=str(_("The consult behind it was corrected.")), by=by)


def drop_for(entry_id: UUID, by: Actor) -> None:
    """Close the call of a consult that was withdrawn. An escalation is told, and stays the clinic's to close."""
    for matter in worklists.every_of_entry(entry_id, by=by):
        if matter.state == State.CLOSED or matter.place_id not in by.scope:
            continue
        if matter.case_type == ESCALATION.code:
            matters.note([matter.id], text=str(_("The consult behind it was withdrawn.")), by=by)
            continue
        if matter.state != State.ACCEPTED:
            matters.accept([matter.id], by=by)
        matters.close([matter.id], outcome="withdrawn", by=by)
