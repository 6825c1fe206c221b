"""Case types: which act leads from which state to which, which outcomes there are, how long it may take.

The types of a programme are registered by the programme. Never let an act happen that its type does not declare.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongzhou.access.permissions import Permission
from tongzhou.matters.errors import CaseTypeUnknown, OutcomeUnknown, WrongState


class State(TextChoices):
    OPEN = "open", _("Waiting")
    ACCEPTED = "accepted", _("In hand")
    RETURNED = "returned", _("Sent back")
    CLOSED = "closed", _("Closed")


class Act(TextChoices):
    OPEN = "open", _("Opened")
    ACCEPT = "accept", _("Accepted")
    TRANSFER = "transfer", _("Transferred")
    REFUSE = "refuse", _("Refused and sent back")
    NOTE = "note", _("Note")
    ATTEMPT = "attempt", _("Attempt to reach")
    SET_DUE = "set_due", _("New due time")
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
    Act.CLOSE: _("Close with an outcome"),
    Act.REOPEN: _("Reopen"),
}

Table = Mapping[tuple[State, Act], State]

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
    }
)
REASONED = frozenset({Act.TRANSFER, Act.REFUSE, Act.NOTE, Act.SET_DUE, Act.REOPEN})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a matter may end. ``attempts``: how many recorded attempts it needs first."""

    label: Promise | str
    needs_note: bool = False
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseType:
    """``due_hours`` from opening; ``keep_days`` from the day it is due, and anew from the day it is closed.

    ``permissions``: acts that ask for more than working on matters; ``commands``: acts with words of their own.
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

    def __post_init__(self) -> None:
        if not self.outcomes or self.due_hours <= 0 or self.keep_days <= 0:
            raise ValueError(f"{self.code}: a case type has outcomes, a due time and a day of deletion")
        for (state, act), target in self.transitions.items():
            if (target == State.CLOSED) != (act == Act.CLOSE) or (state == State.CLOSED) != (act == Act.REOPEN):
                raise ValueError(f"{self.code}: {state} by {act} to {target} would close or reopen it unsaid")

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
