"""The only place where matters change. Each act goes through its type's table and leaves an event.

Never set a state by hand. A list is all or nothing: when one matter refuses the act, none is changed and every refusal
is told with the matter's receipt. All acts take one or many ids and cost the same few statements.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from tongzhou.access import policies as access
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, ids
from tongzhou.matters import casetypes, clocks, receipts, recording, steps
from tongzhou.matters.casetypes import Act, State
from tongzhou.matters.errors import (
    DueRefused,
    MatterUnknown,
    NobodySentIt,
    StaffUnknown,
    TooFewAttempts,
    UnitRefused,
    WrongState,
)
from tongzhou.matters.models import Event, Evidence, Matter
from tongzhou.people import bulk
from tongzhou.places.queries import current_tree
from tongzhou.units.models import Membership, Staff, Unit
from tongzhou.units.queries import seat_id

#: How long whoever closed a matter may open it again without a reason.
UNDO = timedelta(minutes=10)
#: How often a matter may be refused before the district's desk decides.
REFUSALS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMatter:
    """What a programme asks for. ``place_id`` is where it will be worked; ``due_at`` follows the type if not given."""

    case_type: str
    owner_unit_id: UUID
    place_id: UUID
    subject_id: UUID | None = None
    entry_id: UUID | None = None
    opened_at: datetime | None = None
    due_at: datetime | None = None
    note: str = ""
    proof: str | None = None  # what it asks for; None follows the type
    id: UUID = field(default_factory=ids.new)


def open_matters(matters: Sequence[NewMatter], *, by: Actor) -> list[Matter]:
    """Open any number in one statement; the opener's post keeps sight of those that are worked elsewhere.

    Raises CaseTypeUnknown, NoteRefused, DueRefused.
    """
    access.require(by, Permission.MATTER_WORK)
    at = clock.now()
    opened = [_opened(new, by=by, at=at) for new in matters]
    told = [
        steps.told(matter, Act.OPEN, by=by, at=matter.opened_at, note=steps.short(new.note))
        for new, matter in zip(matters, opened, strict=True)
    ]
    bulk.insert(bulk.of(Matter, opened), bulk.of(Event, told))
    recording.record(list(zip(opened, told, strict=True)), by=by)
    return opened


def _opened(new: NewMatter, *, by: Actor, at: datetime) -> Matter:
    case_type = casetypes.get(new.case_type)
    opened_at = new.opened_at or at
    is_sent = new.owner_unit_id != by.unit_id
    matter = Matter(
        id=new.id,
        receipt=receipts.of(new.id),
        case_type=case_type.code,
        owner_unit_id=new.owner_unit_id,
        place_id=new.place_id,
        sender_unit_id=by.unit_id if is_sent else None,
        sender_place_id=by.post_id,
        accountable_unit_id=by.unit_id if is_sent else None,
        accountable_place_id=by.post_id if is_sent else None,
        subject_id=new.subject_id,
        entry_id=new.entry_id,
        opened_at=opened_at,
        proof=case_type.proof if new.proof is None else new.proof,
        stage=next(iter(case_type.stages), ""),
    )
    clocks.start(matter, at=opened_at, due_at=new.due_at)
    matter.keep_until = clock.day_of(matter.due_at) + timedelta(days=case_type.keep_days)
    return matter


def accept(matter_ids: Collection[UUID], *, by: Actor) -> list[Matter]:
    """Take in hand: whoever accepts holds it."""
    return steps.perform(Act.ACCEPT, matter_ids, by=by, change=lambda matter, event: _hold(matter, by))


def assign(matter_ids: Collection[UUID], *, staff_id: UUID, by: Actor) -> list[Matter]:
    """Give to a colleague of the owner's unit, who holds it from then on. Raises StaffUnknown."""
    units_of = set(Membership.objects.filter(staff_id=staff_id, until_on=None).values_list("unit_id", flat=True))
    colleague = Staff.objects.filter(id=staff_id).first()

    def change(matter: Matter, event: Event) -> None:
        if colleague is None or matter.owner_unit_id not in units_of:
            raise StaffUnknown(_("Choose somebody who works for the unit that owns the matter."), field="to_staff")
        _hold(matter, by)
        matter.holder_id, matter.holder_name = colleague.id, colleague.name
        event.object_name = colleague.name

    return steps.perform(Act.ASSIGN, matter_ids, by=by, change=change)


def link(matter_id: UUID, *, other: str, by: Actor) -> list[Matter]:
    """Tie two matters about the same thing together by the other's receipt: each keeps its story. Raises
    MatterUnknown."""
    receipt = receipts.read(other)
    found = Matter.objects.within(by.scope).filter(receipt=receipt).exclude(id=matter_id).first()
    if receipt is None or found is None:
        raise MatterUnknown(_("No other matter within your duty has this receipt."), field="other")
    names = {matter_id: (found.id, str(found))}
    names[found.id] = (matter_id, receipts.shown(receipts.of(matter_id)))

    def change(matter: Matter, event: Event) -> None:
        event.object_id, event.object_name = names[matter.id]

    return steps.perform(Act.LINK, [matter_id, found.id], by=by, change=change)


def pause(matter_ids: Collection[UUID], *, until: datetime, reason: str, by: Actor) -> list[Matter]:
    """Stop the clock until a moment at most ninety days ahead. Raises DueRefused."""

    def change(matter: Matter, event: Event) -> None:
        clocks.pause(matter, at=event.at, until=until)
        event.due_at = until

    return steps.perform(Act.PAUSE, matter_ids, by=by, note=reason, change=change)


def resume(matter_ids: Collection[UUID], *, by: Actor) -> list[Matter]:
    """Let the clock run on before the end of its pause."""
    change = lambda matter, event: clocks.resume(matter, at=event.at)  # noqa: E731  one line says it
    return steps.perform(Act.RESUME, matter_ids, by=by, change=change)


def submit(matter_ids: Collection[UUID], *, outcome: str, by: Actor, note: str = "") -> list[Matter]:
    """Hand in for checking with the outcome that is proposed. Raises OutcomeUnknown, ReasonNeeded, ProofNeeded."""

    def change(matter: Matter, event: Event) -> None:
        _check_outcome(matter, outcome, note)
        matter.proposed = event.outcome = outcome

    return steps.perform(Act.SUBMIT, matter_ids, by=by, note=note, change=change)


def reject(matter_ids: Collection[UUID], *, reason: str, by: Actor) -> list[Matter]:
    """Give back what was handed in: a new proof is needed then. Raises SecondPersonNeeded."""

    def change(matter: Matter, event: Event) -> None:
        matter.proposed, matter.is_proved = "", False

    return steps.perform(Act.REJECT, matter_ids, by=by, note=reason, change=change)


def note(matter_ids: Collection[UUID], *, text: str, by: Actor, attempt: bool = False) -> list[Matter]:
    """A short note without health facts; as an ``attempt`` it counts, takes the matter in hand, and may be empty."""

    def change(matter: Matter, event: Event) -> None:
        if attempt:
            matter.attempts += 1
            _hold(matter, by)

    return steps.perform(Act.ATTEMPT if attempt else Act.NOTE, matter_ids, by=by, note=text, change=change)


def set_due(matter_ids: Collection[UUID], *, due_at: datetime, reason: str, by: Actor) -> list[Matter]:
    """Another due time. Raises DueRefused for one that has passed."""
    if due_at <= clock.now():
        raise DueRefused(_("The new due time has passed already. Choose a later one."), field="due_at")

    def change(matter: Matter, event: Event) -> None:
        clocks.start(matter, at=event.at, due_at=due_at)
        event.due_at = due_at
        matter.keep_until = clock.day_of(due_at) + timedelta(days=matter.type.keep_days)

    return steps.perform(Act.SET_DUE, matter_ids, by=by, note=reason, change=change)


def transfer(matter_ids: Collection[UUID], *, to_unit_id: UUID, reason: str, by: Actor) -> list[Matter]:
    """Hand over to another unit, at its place; the unit before keeps sight of it. Raises UnitRefused."""
    unit = Unit.objects.filter(id=to_unit_id, closed_on=None).first()
    if unit is None:
        raise UnitRefused(_("This unit does not exist or is closed. Choose another."), field="to_unit")

    def change(matter: Matter, event: Event) -> None:
        if matter.owner_unit_id == to_unit_id:
            raise UnitRefused(_("This unit owns the matter already. Choose another."), field="to_unit")
        _move(matter, event, to_unit_id, unit.place_id)

    return _moved(steps.perform(Act.TRANSFER, matter_ids, by=by, note=reason, change=change))


def refuse(matter_ids: Collection[UUID], *, reason: str, by: Actor) -> list[Matter]:
    """Send back to the unit that it came from, the second time to the district's desk, which decides whose it is.

    Raises NobodySentIt for one that began in the own unit.
    """

    def change(matter: Matter, event: Event) -> None:
        if matter.sender_unit_id is None or matter.sender_place_id is None:
            raise NobodySentIt(_("No other unit sent this matter. Transfer it, or accept and close it."))
        matter.refusals += 1
        desk = _district_desk() if matter.refusals >= REFUSALS else None
        if desk is not None and desk[0] != matter.owner_unit_id:
            return _move(matter, event, *desk)
        _move(matter, event, matter.sender_unit_id, matter.sender_place_id)

    return _moved(steps.perform(Act.REFUSE, matter_ids, by=by, note=reason, change=change))


def close(matter_ids: Collection[UUID], *, outcome: str = "", by: Actor, note: str = "") -> list[Matter]:
    """End with an outcome of the type; one that is to be checked ends with the outcome that was handed in.

    Raises OutcomeUnknown, ReasonNeeded, TooFewAttempts, ProofNeeded, SecondPersonNeeded.
    """

    def change(matter: Matter, event: Event) -> None:
        ending = matter.proposed if matter.state == State.CHECKING else outcome
        if matter.state != State.CHECKING:
            _check_outcome(matter, ending, note)
        event.outcome = matter.outcome = ending
        matter.closed_at, matter.closed_by = event.at, by.staff_id
        matter.keep_until = clock.day_of(event.at) + timedelta(days=matter.type.keep_days)

    return steps.perform(Act.CLOSE, matter_ids, by=by, note=note, change=change)


def reopen(matter_ids: Collection[UUID], *, by: Actor, reason: str = "") -> list[Matter]:
    """Take up again. Whoever closed it within the last ten minutes undoes that without a reason."""

    def change(matter: Matter, event: Event) -> None:
        if not event.note and not is_undoable(matter, by=by):
            raise steps.reason_needed()
        if matter.closed_at and not is_undoable(matter, by=by):
            clocks.restart(matter, closed_at=matter.closed_at, at=event.at)
            matter.is_proved = False
        matter.outcome = matter.closed_at = matter.closed_by = None
        matter.proposed = ""
        _hold(matter, by)

    return steps.perform(Act.REOPEN, matter_ids, by=by, note=reason, change=change)


def is_undoable(matter: Matter, *, by: Actor) -> bool:
    """Whether ``by`` closed it a moment ago."""
    return matter.closed_by == by.staff_id and matter.closed_at is not None and clock.now() - matter.closed_at <= UNDO


def _check_outcome(matter: Matter, code: str, note: str) -> None:
    outcome = matter.type.outcome(code)
    if outcome.stages and matter.stage not in outcome.stages:
        at = {"act": outcome.label, "stage": matter.type.stages[matter.stage]}
        raise WrongState(_("“%(act)s” is not possible at the stage “%(stage)s”.") % at, field="outcome")
    steps.check_proof(matter, outcome)
    if outcome.needs_note and not note.strip():
        raise steps.reason_needed()
    if matter.attempts < outcome.attempts:
        words = {"outcome": outcome.label, "needed": outcome.attempts, "made": matter.attempts}
        raise TooFewAttempts(
            _("“%(outcome)s” needs %(needed)d recorded attempts; %(made)d were made. Record each one first.") % words,
            field="outcome",
        )


def _district_desk() -> tuple[UUID, UUID] | None:
    """(unit, place) of whoever answers for the top of the tree."""
    top = next(iter(current_tree().children(None)), None)
    office = seat_id(top.id) if top else None
    return (office, top.id) if top and office else None


def _hold(matter: Matter, by: Actor) -> None:
    matter.holder_id, matter.holder_name = by.staff_id, by.name
    matter.accountable_unit_id = matter.accountable_place_id = None


def _move(matter: Matter, event: Event, unit_id: UUID, place_id: UUID) -> None:
    event.from_unit_id, event.to_unit_id = matter.owner_unit_id, unit_id
    if matter.accountable_unit_id is None:
        matter.accountable_unit_id, matter.accountable_place_id = matter.owner_unit_id, matter.place_id
    matter.sender_unit_id, matter.sender_place_id = matter.owner_unit_id, matter.place_id
    matter.owner_unit_id, matter.place_id = unit_id, place_id
    matter.holder_id, matter.holder_name = None, ""


def _moved(matters: list[Matter]) -> list[Matter]:
    """The story goes with its matter: from now on it is seen where the matter is."""
    matter = Matter.objects.filter(id=OuterRef("matter_id"))
    columns = ("place_id", "sender_place_id", "accountable_place_id")
    seen_from = {column: Subquery(matter.values(column)) for column in columns}
    Event.objects.filter(matter__in=matters).update(**seen_from)
    Evidence.objects.filter(matter__in=matters).update(**seen_from)
    return matters
