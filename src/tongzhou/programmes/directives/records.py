"""The matter that a directive opens at each receiver: proved, and confirmed by whoever may issue one."""

from django.utils.translation import gettext_lazy as _

from tongzhou.access.permissions import Permission
from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import CHECKED, RECORDED, Act, CaseType, Outcome
from tongzhou.response.rules import YES_OR_NO, Rule, register

KEEP_DAYS = 365
PROVED = register(
    Rule(
        code="directive_proved",
        label=_("Every directive wants a proof"),
        words=_("Asked when a directive is issued, or how it is done is set."),
        default="no",
        choices=YES_OR_NO,
    )
)
SENT = kinds.register(Kind("directive.sent", _("Task of a directive sent"), RECORDED, KEEP_DAYS))
ENDED = kinds.register(Kind("directive.ended", _("Task of a directive confirmed"), RECORDED, KEEP_DAYS))

DIRECTIVE = casetypes.register(
    CaseType(
        code="directive",
        label=_("Task of a directive"),
        outcomes={
            "done": Outcome(_("Carried out")),
            "not_here": Outcome(_("Does not apply here, with the reason"), needs_note=True, needs_no_proof=True),
            "withdrawn": Outcome(_("Directive withdrawn"), needs_note=True, needs_no_proof=True),
        },
        due_hours=48,
        keep_days=KEEP_DAYS,
        transitions=CHECKED,
        permissions=dict.fromkeys((Act.CLOSE, Act.REJECT), Permission.DIRECTIVE_ISSUE),
        records={Act.OPEN: SENT, Act.CLOSE: ENDED},
    )
)
