"""Matters in words, the same on the page and in the spreadsheet. Never decide anything here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongzhou.kernel import clock
from tongzhou.matters import receipts, subjects
from tongzhou.matters.casetypes import Act, Proof, State
from tongzhou.matters.models import Event, Matter
from tongzhou.matters.queries import Row

#: Tone of a state's tag. Colour is for the task, never for a person.
TONES = {
    **{State.OPEN: "amber", State.ACCEPTED: "blue", State.RETURNED: "amber"},
    **{State.PAUSED: "grey", State.CHECKING: "blue", State.CLOSED: "grey"},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One matter, ready to be shown."""

    id: UUID
    receipt: str
    kind: str
    subject: str
    subject_address: str
    place: str
    owner: str
    holder: str
    state: str
    tone: str
    outcome: str
    opened_at: datetime
    due_at: datetime
    is_overdue: bool
    late: str
    attempts: int
    keep_until: str
    accountable: str
    raised_to: str
    warned: int
    is_provisional: bool
    paused_until: datetime | None
    proof: str
    is_proved: bool
    page: str

    @property
    def due(self) -> str:
        """Day and minute, without the year."""
        return f"{self.due_at.astimezone(clock.ZONE):%m-%d %H:%M}"

    @property
    def due_stamp(self) -> str:
        """The same for machines."""
        return self.due_at.astimezone(clock.ZONE).isoformat(timespec="minutes")

    @property
    def url(self) -> str:
        return f"{_worklist()}{self.id}/"


@lru_cache(maxsize=1)
def _worklist() -> str:
    """The address above every matter's; looked up once, not for every row of a list."""
    return reverse("matters:worklist")


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the story: what, by whom, and the words under it."""

    at: datetime
    what: str
    who: str
    unit: str
    note: str
    matter_id: UUID
    photo_id: UUID | None = None
    document_id: UUID | None = None
    linked_id: UUID | None = None


def late(by: timedelta) -> str:
    """“3 days late”; hours within the first day, at least one."""
    if by.days:
        return ngettext("%(number)d day late", "%(number)d days late", by.days) % {"number": by.days}
    hours = max(1, by.seconds // 3600)
    return ngettext("%(number)d hour late", "%(number)d hours late", hours) % {"number": hours}


def line(row: Row) -> Line:
    matter = row.matter
    outcome = matter.type.outcomes.get(matter.outcome or "")
    return Line(
        id=matter.id,
        receipt=receipts.shown(matter.receipt),
        kind=str(matter.type.label),
        subject=row.subject,
        subject_address=subjects.address(matter.subject_id) if row.subject else "",
        place=matter.place.name,
        owner=matter.owner_unit.name,
        holder=matter.holder_name,
        state=_state(matter),
        tone=TONES[State(matter.state)],
        outcome=str(outcome.label) if outcome else "",
        opened_at=matter.opened_at,
        due_at=matter.due_at,
        is_overdue=row.is_overdue,
        late=late(row.late) if row.is_overdue else "",
        attempts=matter.attempts,
        keep_until=matter.keep_until.isoformat(),
        accountable=matter.accountable_unit.name if matter.accountable_unit else "",
        raised_to=matter.raised_to.name if matter.raised_to and not matter.is_closed else "",
        warned=0 if matter.is_closed or row.is_overdue else matter.warned,
        is_provisional=matter.is_provisional,
        paused_until=matter.paused_until if matter.state == State.PAUSED else None,
        proof=str(Proof(matter.proof).label) if matter.proof else "",
        is_proved=matter.is_proved,
        page=reverse(matter.type.page, args=[matter.id]) if matter.type.page else "",
    )


def _state(matter: Matter) -> str:
    """The stage of one that goes through stages, else the state."""
    stage = matter.type.stages.get(matter.stage) if matter.state == State.ACCEPTED else None
    return str(stage or State(matter.state).label)


def _what(event: Event) -> str:
    act = str(Act(event.act).label)
    if event.act == Act.STEP:
        move = event.matter.type.moves.get(event.object_name)
        return str(move.label) if move else event.object_name
    if event.to_unit:
        return _("%(act)s to %(unit)s") % {"act": act, "unit": event.to_unit.name}
    if event.outcome:
        outcome = event.matter.type.outcomes.get(event.outcome)
        return _("%(act)s: %(outcome)s") % {"act": act, "outcome": outcome.label if outcome else event.outcome}
    if event.due_at:
        return _("%(act)s: %(due)s") % {"act": act, "due": stamp(event.due_at)}
    if event.act == Act.PROVE:
        return _("%(act)s: %(what)s") % {"act": act, "what": Proof(event.object_name).label}
    if event.object_name:
        return _("%(act)s: %(what)s") % {"act": act, "what": event.object_name}
    return act


def stamp(moment: datetime) -> str:
    """Day and minute in the district's time."""
    return f"{moment.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"


def told(events: Iterable[Event]) -> list[Told]:
    return [_told(event) for event in events]


def _told(event: Event) -> Told:
    is_document = event.act == Act.PROVE and event.object_name == Proof.DOCUMENT
    return Told(
        event.at,
        _what(event),
        event.staff_name,
        event.unit_name,
        event.note,
        event.matter_id,
        photo_id=event.object_id if event.act == Act.PROVE and not is_document else None,
        document_id=event.object_id if is_document else None,
        linked_id=event.object_id if event.act == Act.LINK else None,
    )
