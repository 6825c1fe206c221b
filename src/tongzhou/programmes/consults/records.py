"""The kind of entry that a consult writes. Answers are sealed; the body holds only what rule and figures need."""

from django.utils.translation import gettext_lazy as _

from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.programmes.consults.rules import REASONS

KEEP_DAYS = 180

#: home: code of the province; recent, wuhan, contact: yes | no | unknown | declined; measured: yes | refused |
#: not_possible; clinic: a code of rules.REASONS or empty; version of the questions, and so of the advice.
CONSULTED = kinds.register(
    Kind(
        "consults.consulted",
        _("Consult"),
        frozenset(
            {
                *("home", "recent", "wuhan", "contact", "measured", "is_hot", "is_unwell", "is_breathless", "clinic"),
                "version",
            }
        ),
        KEEP_DAYS,
        {
            **{"home": _("Home"), "recent": _("Recent travel"), "wuhan": _("Wuhan"), "contact": _("Contact")},
            **{"measured": _("Measured"), "is_hot": _("37.3 ℃ or more"), "is_unwell": _("Unwell")},
            **{"is_breathless": _("Short of breath"), "clinic": _("To a fever clinic"), "clinic=": _("no")},
            **{f"{key}=yes": _("yes") for key in ("recent", "wuhan", "contact", "measured")},
            **{f"{key}=no": _("no") for key in ("recent", "wuhan", "contact")},
            **{f"{key}=declined": _("would not say") for key in ("recent", "wuhan", "contact")},
            **{f"{key}=True": _("yes") for key in ("is_hot", "is_unwell", "is_breathless")},
            **{f"{key}=False": _("no") for key in ("is_hot", "is_unwell", "is_breathless")},
            **{f"clinic={code}": label for code, label in REASONS.items()},
            **{"contact=unknown": _("not known"), "measured=refused": _("refused")},
            "measured=not_possible": _("not possible"),
        },
    )
)
