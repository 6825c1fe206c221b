"""Case types: which act leads from which state to which, which outcomes there are, how long it may take.

The types of a programme are registered by the programme. Never let an act happen that its type does not declare.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.ledger.kinds import Kind
from tongzhou.matters.errors import CaseTypeUnknown, OutcomeUnknown, WrongState
from tongzhou.matters.hours import Spans


class State(TextChoices):
    OPEN = "open", _("Waiting")
    ACCEPTED = "accepted", _("In hand")
    RETURNED = "returned", _("Sent back")
    PAUSED = "paused", _("Paused")
    CHECKING = "checking", _("To be confirmed")
    CLOSED = "closed", _("Closed")


class Act(TextChoices):
    OPEN = "open", _("Opened")
    ACCEPT = "accept", _("Accepted")
    TRANSFER = "transfer", _("Transferred")
    REFUSE = "refuse", _("Refused and sent back")
    NOTE = "note", _("Note")
    ATTEMPT = "attempt", _("Attempt to reach")
    SET_DUE = "set_due", _("New due time")
    ASSIGN = "assign", _("Assigned")
    PROVE = "prove", _("Proof added")
    LINK = "link", _("Linked with another matter")
    PAUSE = "pause", _("Clock paused")
    RESUME = "resume", _("Clock runs on")
    SUBMIT = "submit", _("Handed in for checking")
    REJECT = "reject", _("Checked and given back")
    STEP = "step", _("Step")
    RAISE = "raise", _("Overdue: told to the office above")
    CLOSE = "close", _("Closed")
    REOPEN = "reopen", _("Reopened")

    @property
    def command(self) -> Promise:
        """The same act as a button says it."""
        return _COMMANDS[self]


_COMMANDS: dict[str, Promise] = {
    Act.OPEN: _("Opened"),
    Act.ACCEPT: _("Accept"),
    Act.TRANSFER: _("Transfer to another unit"),
    Act.REFUSE: _("Refuse and send back"),
    Act.NOTE: _("Add a note"),
    Act.ATTEMPT: _("Record an attempt to reach"),
    Act.SET_DUE: _("Change the due time"),
    Act.ASSIGN: _("Assign to a colleague"),
    Act.PROVE: _("Add a proof"),
    Act.LINK: _("Link with another matter"),
    Act.PAUSE: _("Pause the clock"),
    Act.RESUME: _("Let the clock run on"),
    Act.SUBMIT: _("Hand in for checking"),
    Act.REJECT: _("Give back: not good enough"),
    Act.STEP: _("Step"),
    Act.RAISE: _("Overdue: told to the office above"),
    Act.CLOSE: _("Close with an outcome"),
    Act.REOPEN: _("Reopen"),
}


class Proof(TextChoices):
    PHOTO = "photo", _("Photo")
    DOCUMENT = "document", _("A document")
    SIGNATURE = "signature", _("Signed sheet, photographed")


Table = Mapping[tuple[State, Act], State]
_WHILE_OPEN = (Act.ASSIGN, Act.PROVE, Act.LINK)

#: Who tries to reach somebody has taken the matter in hand; what was sent back may be sent on but not back again.
STANDARD: Table = MappingProxyType(
    {
        (State.OPEN, Act.ACCEPT): State.ACCEPTED,
        (State.OPEN, Act.REFUSE): State.RETURNED,
        (State.OPEN, Act.TRANSFER): State.OPEN,
        (State.OPEN, Act.ATTEMPT): State.ACCEPTED,
        (State.OPEN, Act.NOTE): State.OPEN,
        (State.OPEN, Act.SET_DUE): State.OPEN,
        (State.RETURNED, Act.ACCEPT): State.ACCEPTED,
        (State.RETURNED, Act.TRANSFER): State.OPEN,
        (State.RETURNED, Act.ATTEMPT): State.ACCEPTED,
        (State.RETURNED, Act.NOTE): State.RETURNED,
        (State.RETURNED, Act.SET_DUE): State.RETURNED,
        (State.ACCEPTED, Act.TRANSFER): State.OPEN,
        (State.ACCEPTED, Act.ATTEMPT): State.ACCEPTED,
        (State.ACCEPTED, Act.NOTE): State.ACCEPTED,
        (State.ACCEPTED, Act.SET_DUE): State.ACCEPTED,
        (State.ACCEPTED, Act.CLOSE): State.CLOSED,
        (State.CLOSED, Act.REOPEN): State.ACCEPTED,
        **{(state, Act.ASSIGN): State.ACCEPTED for state in (State.OPEN, State.RETURNED, State.ACCEPTED)},
        **{(state, act): state for state in (State.OPEN, State.RETURNED, State.ACCEPTED) for act in _WHILE_OPEN[1:]},
    }
)
#: To be added for work that may have to wait for somebody else.
PAUSES: Table = MappingProxyType(
    {
        (State.ACCEPTED, Act.PAUSE): State.PAUSED,
        (State.PAUSED, Act.RESUME): State.ACCEPTED,
        **{(State.PAUSED, act): State.PAUSED for act in (Act.NOTE, Act.PROVE, Act.LINK)},
    }
)
#: Closed only by a second person: whoever did the work hands it in, somebody else confirms it or gives it back.
CHECKED: Table = MappingProxyType(
    {
        **{pair: target for pair, target in STANDARD.items() if pair[1] != Act.CLOSE},
        (State.ACCEPTED, Act.SUBMIT): State.CHECKING,
        (State.CHECKING, Act.CLOSE): State.CLOSED,
        (State.CHECKING, Act.REJECT): State.ACCEPTED,
        **{(State.CHECKING, act): State.CHECKING for act in (Act.NOTE, Act.LINK)},
    }
)
#: Goes through the stages of its type, at one place, and is not taken up again once it is closed.
STAGED: Table = MappingProxyType(
    {
        (State.OPEN, Act.ACCEPT): State.ACCEPTED,
        (State.ACCEPTED, Act.STEP): State.ACCEPTED,
        (State.ACCEPTED, Act.CLOSE): State.CLOSED,
        **{(State.ACCEPTED, act): State.ACCEPTED for act in (Act.ASSIGN, Act.NOTE, Act.PROVE, Act.LINK)},
        (State.OPEN, Act.NOTE): State.OPEN,
    }
)
REASONED = frozenset(
    {Act.TRANSFER, Act.REFUSE, Act.NOTE, Act.SET_DUE, Act.PAUSE, Act.REJECT, Act.REOPEN, Act.STEP},
)
#: The keys of an entry that an act of a matter writes.
RECORDED = frozenset({"act", "move", "stage", "outcome"})
#: Whoever did one of these has handled the matter, and is not the one to check it.
HANDLING = frozenset({Act.ACCEPT, Act.ATTEMPT, Act.PROVE, Act.SUBMIT})
_CLOCK = {
    **{Act.PAUSE: _("stops"), Act.RESUME: _("runs on"), Act.SET_DUE: _("starts anew")},
    **{Act.CLOSE: _("ends"), Act.REOPEN: _("runs on")},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a matter may end. ``attempts``: how many recorded attempts it needs first; ``stages``: where it is possible,
    everywhere when none is named."""

    label: Promise | str
    needs_note: bool = False
    attempts: int = 0
    needs_no_proof: bool = False
    stages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From any of ``stages`` to ``target``. ``after``: how often other moves must have been made; ``apart_from``: moves
    whose authors may not make this one; ``due_hours``: how long the next stage may take."""

    label: Promise | str
    stages: frozenset[str]
    target: str
    permission: Permission = Permission.MATTER_WORK
    after: Mapping[str, int] = field(default_factory=dict)
    apart_from: frozenset[str] = frozenset()
    needs_proof: bool = False
    due_hours: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the declared table: ``needs`` in words, ``clock`` what becomes of the clock ("" when it runs on)."""

    state: State
    act: Act
    target: State
    permission: Permission
    needs: tuple[str, ...]
    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseType:
    """``due_hours`` from opening; ``keep_days`` from the day it is due, and anew from the day it is closed.

    ``office``: the spans of a day in which due hours are counted, on working days; None counts by the calendar.
    ``proof``: what must be added before it may be handed in or closed (a matter may ask for another).

    ``permissions``: acts that ask for more than working on matters; ``commands``: acts with words of their own.
    ``stages``: what it goes through while in hand, the first one first, by its ``moves``; ``records``: which acts write
    an entry of which kind into the ledger.
    ``guard``: what the programme asks besides (who, which act, of which matter id); it raises what speaks against it.
    ``page``: the name of the programme's own address for a matter of this type, which takes its id.
    """

    code: str
    label: Promise | str
    outcomes: Mapping[str, Outcome]
    due_hours: int
    keep_days: int
    transitions: Table = field(default_factory=lambda: STANDARD)
    reasoned: frozenset[Act] = REASONED
    permissions: Mapping[Act, Permission] = field(default_factory=dict)
    commands: Mapping[Act, Promise] = field(default_factory=dict)
    office: Spans | None = None
    proof: str = ""
    stages: Mapping[str, Promise | str] = field(default_factory=dict)
    moves: Mapping[str, Move] = field(default_factory=dict)
    records: Mapping[Act, Kind] = field(default_factory=dict)
    guard: Callable[[Actor, Act, UUID], None] | None = None
    page: str = ""

    def __post_init__(self) -> None:
        if not self.outcomes or self.due_hours <= 0 or self.keep_days <= 0:
            raise ValueError(f"{self.code}: a case type has outcomes, a due time and a day of deletion")
        for (state, act), target in self.transitions.items():
            if (target == State.CLOSED) != (act == Act.CLOSE) or (state == State.CLOSED) != (act == Act.REOPEN):
                raise ValueError(f"{self.code}: {state} by {act} to {target} would close or reopen it unsaid")
        ways = {state for state, act in self.transitions if act == Act.CLOSE}
        if State.CHECKING in ways and ways != {State.CHECKING}:
            raise ValueError(f"{self.code}: what a second person checks is closed by no other way")
        named = {stage for move in self.moves.values() for stage in {*move.stages, move.target}}
        named |= {stage for outcome in self.outcomes.values() for stage in outcome.stages}
        if named - set(self.stages) or bool(self.moves) != ((State.ACCEPTED, Act.STEP) in self.transitions):
            raise ValueError(f"{self.code}: moves lead between declared stages, while it is in hand")

    @property
    def is_checked(self) -> bool:
        """Whether a second person must confirm the end."""
        return (State.CHECKING, Act.CLOSE) in self.transitions

    def steps(self) -> list[Step]:
        """The whole table, in the order of states and acts."""
        pairs = [(state, act) for state in State for act in self.acts(state)]
        return [self._declared(state, act) for state, act in pairs]

    def _declared(self, state: State, act: Act) -> Step:
        needs = [gettext("a reason")] if act in self.reasoned else []
        if act in (Act.SUBMIT, Act.CLOSE) and state != State.CHECKING:
            needs += [gettext("an outcome")]
            needs += [gettext("proof: %(kind)s") % {"kind": Proof(self.proof).label}] if self.proof else []
        if state == State.CHECKING and act in (Act.CLOSE, Act.REJECT):
            needs += [gettext("a second person")]
        clock = str(_CLOCK.get(act, ""))
        return Step(state, act, self.transitions[(state, act)], self.permission(act), tuple(needs), clock)

    def after(self, state: str, act: Act) -> State:
        """The state that ``act`` leads to. Raises WrongState when the table does not hold it."""
        target = self.transitions.get((State(state), act))
        if target is None:
            words = {"state": State(state).label, "act": self.command(act)}
            raise WrongState(gettext("“%(act)s” is not possible while the matter is “%(state)s”.") % words)
        return target

    def permission(self, act: Act) -> Permission:
        return self.permissions.get(act, Permission.MATTER_WORK)

    def command(self, act: Act) -> Promise:
        """The act as a button of this type says it."""
        return self.commands.get(act, act.command)

    def acts(self, state: str) -> list[Act]:
        """What may be done in ``state``, in the order of :class:`Act`."""
        return [act for act in Act if (State(state), act) in self.transitions]

    def outcome(self, code: str) -> Outcome:
        """The outcome. Raises OutcomeUnknown when the type has none of that code."""
        if code not in self.outcomes:
            raise OutcomeUnknown(gettext("Choose one of the outcomes that this kind of matter has."), field="outcome")
        return self.outcomes[code]


_registered: dict[str, CaseType] = {}


def register(case_type: CaseType) -> CaseType:
    """Make the type known. Raises ValueError when another one bears its code."""
    if _registered.setdefault(case_type.code, case_type) != case_type:
        raise ValueError(f"the case type {case_type.code} is registered twice")
    return case_type


def get(code: str) -> CaseType:
    """The type. Raises CaseTypeUnknown."""
    if code not in _registered:
        raise CaseTypeUnknown(gettext("There is no kind of matter called “%(code)s”.") % {"code": code[:40]})
    return _registered[code]


def registered() -> list[CaseType]:
    """Every type, by code."""
    return [_registered[code] for code in sorted(_registered)]


#: Somebody says that what is stored about them is wrong. 15 days: Personal Information Protection Law, arts. 46 and 50,
#: ask for an answer in good time; the number of days is ours.
CORRECTION_REQUEST = register(
    CaseType(
        code="correction_request",
        label=_("Request for a correction"),
        outcomes={
            "corrected": Outcome(_("Corrected")),
            "declined": Outcome(_("Declined, with the reason"), needs_note=True),
        },
        due_hours=15 * 24,
        keep_days=180,
    )
)
