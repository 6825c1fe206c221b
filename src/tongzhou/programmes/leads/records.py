"""The matter that every lead opens."""

from django.utils.translation import gettext_lazy as _

from tongzhou.matters import casetypes
from tongzhou.matters.casetypes import CaseType, Outcome

LEAD = casetypes.register(
    CaseType(
        code="lead",
        label=_("Reach somebody on a list"),
        outcomes={
            "registered": Outcome(_("Registered")),
            "elsewhere": Outcome(_("Lives elsewhere"), needs_note=True),
            "wrong_number": Outcome(_("The number is somebody else's")),
            "not_found": Outcome(_("Could not be reached"), attempts=3),
        },
        due_hours=24,
        keep_days=180,
    )
)
