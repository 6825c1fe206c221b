"""The kind of entry that the desk writes. Answers are sealed; the body holds only what the figures need."""

from django.utils.translation import gettext_lazy as _

from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind

KEEP_DAYS = 180

#: origin: outside | local | declined; wuhan, contact: yes | no | unknown | declined; measured: yes | refused |
#: not_possible; is_hot: 37.3 ℃ or more at the last reading; papers: shown | none | refused; version of the questions.
REGISTERED = kinds.register(
    Kind(
        "arrivals.registered",
        _("Registered at the desk"),
        frozenset({"origin", "wuhan", "contact", "measured", "is_hot", "is_unwell", "papers", "version"}),
        KEEP_DAYS,
        {
            **{"origin": _("Where from"), "wuhan": _("Wuhan"), "contact": _("Contact"), "measured": _("Measured")},
            **{"is_hot": _("37.3 ℃ or more"), "is_unwell": _("Unwell"), "papers": _("Papers")},
            **{"origin=outside": _("outside"), "origin=local": _("local"), "origin=declined": _("would not say")},
            **{f"{key}=yes": _("yes") for key in ("wuhan", "contact", "measured")},
            **{f"{key}=no": _("no") for key in ("wuhan", "contact")},
            **{f"{key}=declined": _("would not say") for key in ("wuhan", "contact")},
            **{f"{key}=True": _("yes") for key in ("is_hot", "is_unwell")},
            **{f"{key}=False": _("no") for key in ("is_hot", "is_unwell")},
            **{"contact=unknown": _("not known"), "measured=refused": _("refused")},
            **{"measured=not_possible": _("not possible"), "papers=shown": _("shown")},
            **{"papers=none": _("none"), "papers=refused": _("refused")},
        },
        asks=True,
    )
)
