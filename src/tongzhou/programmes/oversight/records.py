"""The matters of a suggestion and of a finding, and what oversight writes into the ledger."""

from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from tongzhou.access.permissions import Permission
from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import CHECKED, PAUSES, RECORDED, STANDARD, Act, CaseType, Outcome, Proof
from tongzhou.programmes.oversight import policies
from tongzhou.programmes.oversight.models import Result

KEEP_DAYS = 365

_WORDS = {
    "by": _("Who made it"),
    "by=public": _("Somebody, on the public page"),
    "by=staff": _("A member of staff"),
    "outcome": _("Outcome"),
    "outcome=fixed": _("Fixed"),
    "outcome=not_so": _("Is not so, with the reason"),
    "outcome=adopted": _("Adopted"),
    "outcome=declined": _("Not adopted, with the reason"),
    "act": _("What was done"),
    "act=close": _("Confirmed"),
    "act=reject": _("Given back: not good enough"),
    "result": _("Result"),
    **{f"result={code}": words for code, words in Result.choices},
}
SUGGESTED = kinds.register(
    Kind("oversight.suggested", _("Suggestion made"), frozenset({"by"}), KEEP_DAYS, _WORDS),
)
FOUND = kinds.register(Kind("oversight.found", _("Finding"), frozenset({"record"}), KEEP_DAYS, _WORDS))
RECHECKED = kinds.register(Kind("oversight.rechecked", _("Finding looked at again"), RECORDED, KEEP_DAYS, _WORDS))
ANSWERED = kinds.register(Kind("oversight.answered", _("Suggestion answered"), RECORDED, KEEP_DAYS, _WORDS))
CHECKED_RECORD = kinds.register(
    Kind("oversight.checked", _("Record checked"), frozenset({"result"}), KEEP_DAYS, _WORDS)
)

SUGGESTION = casetypes.register(
    CaseType(
        code="suggestion",
        label=_("Suggestion"),
        outcomes={
            "adopted": Outcome(_("Adopted"), needs_note=True),
            "declined": Outcome(_("Not adopted, with the reason"), needs_note=True),
        },
        due_hours=72,
        keep_days=KEEP_DAYS,
        transitions=MappingProxyType({**STANDARD, **PAUSES}),
        commands={
            Act.PAUSE: _("Try it until a day"),
            Act.RESUME: _("End the trial"),
            Act.CLOSE: _("Answer: adopted or declined"),
        },
        guard=policies.guard_suggestion,
        records={Act.CLOSE: ANSWERED},
    )
)
FINDING = casetypes.register(
    CaseType(
        code="finding",
        label=_("Finding of an inspection"),
        outcomes={
            "fixed": Outcome(_("Fixed")),
            "not_so": Outcome(_("Is not so, with the reason"), needs_note=True, needs_no_proof=True),
        },
        due_hours=48,
        keep_days=KEEP_DAYS,
        transitions=CHECKED,
        permissions=dict.fromkeys((Act.CLOSE, Act.REJECT), Permission.OVERSIGHT_INSPECT),
        proof=Proof.PHOTO,
        guard=policies.guard_finding,
        records={Act.CLOSE: RECHECKED, Act.REJECT: RECHECKED},
    )
)
