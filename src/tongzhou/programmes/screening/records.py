"""What screening writes into the ledger: one entry for each visit and call, without a name."""

from django.utils.translation import gettext_lazy as _

from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.programmes.screening.models import Living, Outcome, Sort, Way

_WORDS = {
    "sort": _("Sort"),
    **{f"sort={code}": words for code, words in Sort.choices},
    "way": _("How"),
    **{f"way={code}": words for code, words in Way.choices},
    "outcome": _("Outcome"),
    **{f"outcome={code}": words for code, words in Outcome.choices},
    "first": _("First of the day in this way"),
    "first=True": _("yes"),
    "first=False": _("no"),
    "planned": _("Planned day of resumption"),
    "version": _("Version that was told"),
    "recheck": _("Re-check"),
    "recheck=True": _("yes"),
    "recheck=False": _("no"),
}
CONTACTED = kinds.register(
    Kind(
        "screening.contacted",
        _("Screened"),
        frozenset({"sort", "way", "outcome", "first", "planned", "version", "recheck"}),
        365,
        _WORDS,
        effort=lambda body: ("calls" if body["way"] == Way.PHONE else "doors", 1),
    )
)
#: One flat whose state was seen; ``first``: of the day. The list that a board begins with is no sighting.
SEEN = kinds.register(
    Kind(
        "screening.seen",
        _("Flat seen"),
        frozenset({"state", "before", "first"}),
        365,
        {
            "state": _("State of the flat"),
            **{f"state={code}": words for code, words in Living.choices},
            "before": _("State before"),
            **{f"before={code}": words for code, words in Living.choices},
            "first": _("First of the day"),
            "first=True": _("yes"),
            "first=False": _("no"),
        },
    )
)
