"""What the response level decides about key areas: for how long a stay counts, and what follows from one at most."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tongzhou.response import queries as response
from tongzhou.response.rules import Rule, register

#: 14 days: National Health Commission, control plan, third to fifth edition.
LOOK_BACK = register(
    Rule(
        code="look_back_days",
        label=_("Days for which a stay in a key area counts"),
        words=_("Offered for a place that is put on the list; a published version keeps what it says of each place."),
        default="14",
        bounds=(1, 60),
        is_whole=True,
    )
)
FOLLOWS = register(
    Rule(
        code="key_area_follows",
        label=_("What follows for whoever was in a key area"),
        words=_("Asked when somebody comes onto a door list; who stands on one keeps what followed then."),
        default="list",
        choices={
            "list": _("what the list says of each place"),
            "ask": _("a visit that asks, and no observation because of the list"),
        },
    )
)


def look_back() -> int:
    return int(response.value(LOOK_BACK))


def may_observe(at: datetime | None = None) -> bool:
    """Whether a stay that the list names may lead to observation at home."""
    return response.value(FOLLOWS, at) == "list"
