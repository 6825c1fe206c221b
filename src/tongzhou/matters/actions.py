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
from tongzhou.matters import casetypes, receipts, steps
from tongzhou.matters.casetypes import Act
from tongzhou.matters.errors import (
    DueRefused,
    NobodySentIt,
    TooFewAttempts,
    UnitRefused,
)
from tongzhou.matters.models import Event, Matter
from tongzhou.units.models import Unit

#: How long whoever closed a matter may open it again without a reason.
UNDO = timedelta(minutes=10)


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
    id: UUID = field(default_factory=ids.new)


def open_matters(matters: Sequence[NewMatter], *, by: Actor) -> list[Matter]:
    """Open any number in two statements; the opener's post keeps sight of those that are worked elsewhere.

    Raises CaseTypeUnknown, NoteRefused, DueRefused.
    """
    access.require(by, Permission.MATTER_WORK)
    at = clock.now()
    opened = [_opened(new, by=by, at=at) for new in matters]
    Matter.objects.bulk_create(opened)
    Event.objects.bulk_create(
        steps.told(matter, Act.OPEN, by=by, at=matter.opened_at, note=steps.short(new.note))
        for new, matter in zip(matters, opened, strict=True)
    )
    return opened


def _opened(new: NewMatter, *, by: Actor, at: datetime) -> Matter:
    case_type = casetypes.get(new.case_type)
    opened_at = new.opened_at or at
    due_at = new.due_at or opened_at + timedelta(hours=case_type.due_hours)
    if due_at <= opened_at:
        raise DueRefused(_("The due time must come after the opening."), field="due_at")
    return Matter(
        id=new.id,
        receipt=receipts.of(new.id),
        case_type=case_type.code,
        owner_unit_id=new.owner_unit_id,
        place_id=new.place_id,
        sender_unit_id=None if new.owner_unit_id == by.unit_id else by.unit_id,
        sender_place_id=by.post_id,
        subject_id=new.subject_id,
        entry_id=new.entry_id,
        opened_at=opened_at,
        due_at=due_at,
        keep_until=clock.day_of(due_at) + timedelta(days=case_type.keep_days),
    )


def accept(matter_ids: Collection[UUID], *, by: Actor) -> list[Matter]:
    """Take in hand: whoever accepts holds it."""
    return steps.perform(Act.ACCEPT, matter_ids, by=by, change=lambda matter, event: _hold(matter, by))


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
        matter.due_at = event.due_at = due_at
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
    """Send back to the unit that it came from. Raises NobodySentIt for one that began in the own unit."""

    def change(matter: Matter, event: Event) -> None:
        if matter.sender_unit_id is None or matter.sender_place_id is None:
            raise NobodySentIt(_("No other unit sent this matter. Transfer it, or accept and close it."))
        _move(matter, event, matter.sender_unit_id, matter.sender_place_id)

    return _moved(steps.perform(Act.REFUSE, matter_ids, by=by, note=reason, change=change))


def close(matter_ids: Collection[UUID], *, outcome: str, by: Actor, note: str = "") -> list[Matter]:
    """End with an outcome of the type. Raises OutcomeUnknown, ReasonNeeded, TooFewAttempts."""

    def change(matter: Matter, event: Event) -> None:
        _check_outcome(matter, outcome, note)
        event.outcome = matter.outcome = outcome
        matter.closed_at, matter.closed_by = event.at, by.staff_id
        matter.keep_until = clock.day_of(event.at) + timedelta(days=matter.type.keep_days)

    return steps.perform(Act.CLOSE, matter_ids, by=by, note=note, change=change)


def reopen(matter_ids: Collection[UUID], *, by: Actor, reason: str = "") -> list[Matter]:
    """Take up again. Whoever closed it within the last ten minutes undoes that without a reason."""

    def change(matter: Matter, event: Event) -> None:
        if not event.note and not is_undoable(matter, by=by):
            raise steps.reason_needed()
        matter.outcome = matter.closed_at = matter.closed_by = None
        _hold(matter, by)

    return steps.perform(Act.REOPEN, matter_ids, by=by, note=reason, change=change)


def is_undoable(matter: Matter, *, by: Actor) -> bool:
    """Whether ``by`` closed it a moment ago."""
    return matter.closed_by == by.staff_id and matter.closed_at is not None and clock.now() - matter.closed_at <= UNDO


def _check_outcome(matter: Matter, code: str, note: str) -> None:
    outcome = matter.type.outcome(code)
    if outcome.needs_note and not note.strip():
        raise steps.reason_needed()
    if matter.attempts < outcome.attempts:
        words = {"outcome": outcome.label, "needed": outcome.attempts, "made": matter.attempts}
        raise TooFewAttempts(
            _("“%(outcome)s” needs %(needed)d recorded attempts; %(made)d were made. Record each one first.") % words,
            field="outcome",
        )


def _hold(matter: Matter, by: Actor) -> None:
    matter.holder_id, matter.holder_name = by.staff_id, by.name


def _move(matter: Matter, event: Event, unit_id: UUID, place_id: UUID) -> None:
    event.from_unit_id, event.to_unit_id = matter.owner_unit_id, unit_id
    matter.sender_unit_id, matter.sender_place_id = matter.owner_unit_id, matter.place_id
    matter.owner_unit_id, matter.place_id = unit_id, place_id
    matter.holder_id, matter.holder_name = None, ""


def _moved(matters: list[Matter]) -> list[Matter]:
    """The story goes with its matter: from now on it is seen where the matter is."""
    matter = Matter.objects.filter(id=OuterRef("matter_id"))
    Event.objects.filter(matter__in=matters).update(
        place_id=Subquery(matter.values("place_id")), sender_place_id=Subquery(matter.values("sender_place_id"))
    )
    return matters
