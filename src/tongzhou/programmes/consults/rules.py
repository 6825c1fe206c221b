"""When a fever clinic has to see somebody. Pure, by what a lay person can see and measure; never a diagnosis.

37.3 ℃ or more, or short breath: in any case. Any complaint: with contact, or from Wuhan, in the 14 days before
(National Health Commission, control plan, third edition, 28 January 2020: fever or respiratory complaints with that
history go to a fever clinic).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: In this order: the first that holds is the reason.
REASONS: dict[str, Promise] = {
    "hot": _("37.3 ℃ or more"),
    "breath": _("Short of breath"),
    "contact": _("Unwell, and in contact with a patient in the last 14 days"),
    "wuhan": _("Unwell, and in or through Wuhan in the last 14 days"),
}


def reason(body: Mapping[str, Any]) -> str:
    """The code of the reason, of a body as coding.body makes it; empty when advice is enough."""
    unwell = body["is_unwell"]
    holds = {
        "hot": body["is_hot"],
        "breath": body["is_breathless"],
        "contact": unwell and body["contact"] == "yes",
        "wuhan": unwell and body["wuhan"] == "yes",
    }
    return next((code for code in REASONS if holds[code]), "")
