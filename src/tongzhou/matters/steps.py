"""One act on one or many matters: lock, check, change, write the event. Only actions use this.

Checks come before the first write, so a refusal needs no savepoint. Never write a matter without its event.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.matters import policies, recording
from tongzhou.matters.casetypes import HANDLING, Act, Outcome, Proof, State
from tongzhou.matters.errors import MatterUnknown, NoteRefused, ProofNeeded, ReasonNeeded, SecondPersonNeeded
from tongzhou.matters.models import NOTE_LENGTH, Event, Matter
from tongzhou.people import bulk

_CHANGING = (
    *("length", "accountable_unit", "accountable_place", "refusals", "proof", "is_proved", "proposed", "is_office"),
    *("allowed_seconds", "left_seconds", "counted_from", "paused_until", "is_provisional", "warned", "warn_at"),
    *("levels_at", "calendar", "raised_to"),
    *(
        "state",
        "stage",
        "owner_unit",
        "place",
        "sender_unit",
        "sender_place",
        "due_at",
        "attempts",
        "holder_id",
        "holder_name",
    ),
    *("outcome", "closed_at", "closed_by", "keep_until"),
)
Change = Callable[[Matter, Event], None]


def reason_needed() -> ReasonNeeded:
    return ReasonNeeded(_("A reason is needed here. Write it in a few words."), field="note")


def short(text: str) -> str:
    short = " ".join(text.split())
    if len(short) > NOTE_LENGTH or "\x00" in short:
        words = {"most": NOTE_LENGTH}
        raise NoteRefused(_("A note is plain text of at most %(most)d characters.") % words, field="note")
    return short


def told(matter: Matter, act: Act, *, by: Actor, at: datetime, note: str) -> Event:
    return Event(
        matter=matter,
        number=matter.length,
        at=at,
        act=act,
        state=matter.state,
        staff_id=by.staff_id,
        staff_name=by.name,
        unit_name=by.unit_name,
        note=note,
        place_id=matter.place_id,
        sender_place_id=matter.sender_place_id,
        accountable_place_id=matter.accountable_place_id,
    )


def _locked(matter_ids: Collection[UUID], by: Actor) -> list[Matter]:
    wanted = set(matter_ids)
    if not wanted:
        raise MatterUnknown(_("Choose at least one matter first."))
    seen = Matter.objects.all() if by.is_wide else Matter.objects.within(by.scope)
    found = list(seen.filter(id__in=wanted).order_by("id").select_for_update())
    if len(found) < len(wanted):
        raise MatterUnknown(_("There is no such matter within your duty. Look it up in the list."))
    return found


def perform(act: Act, matter_ids: Collection[UUID], *, by: Actor, change: Change, note: str = "") -> list[Matter]:
    note, at = short(note), clock.now()
    found = _locked(matter_ids, by)
    _refuse_own(found, act, by)
    events: list[Event] = []
    refused: list[RuleBroken] = []
    for matter in found:
        try:
            events.append(step(matter, act, by=by, at=at, note=note, change=change))
        except RuleBroken as error:
            refused.append(_told_with(matter, error) if len(found) > 1 else error)
    if refused:
        raise refused[0] if len(refused) == 1 else Several(refused)
    _write(found)
    bulk.insert(bulk.of(Event, events))
    recording.record(list(zip(found, events, strict=True)), by=by)
    return found


def _write(matters: list[Matter]) -> None:
    if len(matters) == 1:  # as nearly always: a case for each row and column costs more than the rest of the act
        matters[0].save(update_fields=_CHANGING)
    else:
        Matter.objects.bulk_update(matters, _CHANGING)


def _refuse_own(matters: list[Matter], act: Act, by: Actor) -> None:
    """Whoever handled a matter is not the second person who checks it. Raises SecondPersonNeeded."""
    to_check = [matter for matter in matters if matter.state == State.CHECKING]
    if not to_check or act not in (Act.CLOSE, Act.REJECT):
        return
    handled = Event.objects.filter(matter__in=to_check, staff_id=by.staff_id, act__in=HANDLING)
    if handled.exists() or any(matter.holder_id == by.staff_id for matter in to_check):
        raise SecondPersonNeeded(_("You worked on this yourself. Somebody else must check it."))


def check_proof(matter: Matter, outcome: Outcome | None = None) -> None:
    """Raises ProofNeeded when the matter asks for a proof that nobody has added."""
    if matter.proof and not matter.is_proved and not (outcome and outcome.needs_no_proof):
        words = {"kind": Proof(matter.proof).label}
        raise ProofNeeded(_("This asks for a proof first: %(kind)s. Add it, then go on.") % words)


def step(matter: Matter, act: Act, *, by: Actor, at: datetime, note: str, change: Change) -> Event:
    policies.require(by, act, matter)
    if matter.type.guard:
        matter.type.guard(by, act, matter.id)
    target = matter.type.after(matter.state, act)
    if act in matter.type.reasoned - {Act.REOPEN} and not note:
        raise reason_needed()
    matter.length += 1
    event = told(matter, act, by=by, at=at, note=note)
    change(matter, event)
    matter.state = event.state = State(target)
    event.place_id, event.sender_place_id = matter.place_id, matter.sender_place_id
    event.accountable_place_id = matter.accountable_place_id
    return event


def _told_with(matter: Matter, error: RuleBroken) -> RuleBroken:
    words = {"receipt": str(matter), "message": str(error)}
    return type(error)(_("%(receipt)s: %(message)s") % words, field=error.field)
