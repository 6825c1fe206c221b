"""The matter that an incident opens at the office above."""

from django.utils.translation import gettext_lazy as _

from tongzhou.access.permissions import Permission
from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import Act, CaseType, Outcome

INCIDENT = casetypes.register(
    CaseType(
        code="incident",
        label=_("Incident at a post"),
        outcomes={
            "answered": Outcome(_("Answered"), needs_note=True),
            "done": Outcome(_("Dealt with on the spot"), needs_note=True),
        },
        due_hours=4,
        keep_days=365,
        permissions={Act.CLOSE: Permission.INCIDENT_ANSWER},
        commands={Act.CLOSE: _("Answer")},
    )
)
