"""What deployment writes into the ledger: one entry for each who was sent or came, without the name."""

from django.utils.translation import gettext_lazy as _

from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind
from tongzhou.programmes.deployment.models import Order, PostRole, Profession, Team

KEEP_DAYS = 365
_WORDS = {
    "way": _("How"),
    **{f"way={code}": words for code, words in Order.Way.choices},
    "profession": _("Profession"),
    **{f"profession={code}": words for code, words in Profession.choices},
    "role": _("Post"),
    **{f"role={code}": words for code, words in PostRole.choices},
    "sort": _("Team"),
    **{f"sort={code}": words for code, words in Team.Sort.choices},
    "hours": _("Hours"),
    "outcome": _("Outcome"),
    "outcome=accepted": _("Taken on"),
    "outcome=declined": _("Declined"),
    "first": _("First time on this day"),
    "first=True": _("yes"),
    "first=False": _("no"),
}
SENT = kinds.register(Kind("deployment.sent", _("Sent down"), frozenset({"way", "profession"}), KEEP_DAYS, _WORDS))
PLACED = kinds.register(
    Kind("deployment.placed", _("Placed by the town"), frozenset({"profession"}), KEEP_DAYS, _WORDS)
)
ARRIVED = kinds.register(
    Kind("deployment.arrived", _("Checked in"), frozenset({"role", "profession", "hours", "first"}), KEEP_DAYS, _WORDS)
)
TEAM = kinds.register(Kind("deployment.team", _("Team formed"), frozenset({"sort"}), KEEP_DAYS, _WORDS))
ENDED = kinds.register(Kind("deployment.ended", _("Posting ended"), frozenset({"profession"}), KEEP_DAYS, _WORDS))
SIGNED_UP = kinds.register(Kind("deployment.signed_up", _("Volunteer signed up"), frozenset(), KEEP_DAYS, _WORDS))
VETTED = kinds.register(Kind("deployment.vetted", _("Volunteer vetted"), frozenset({"outcome"}), KEEP_DAYS, _WORDS))
