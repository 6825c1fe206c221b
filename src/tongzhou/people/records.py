"""The kinds of ledger entry that people writes, and how long its rows are kept.

Never put a name, a number or a reason in words among the keys: those are sealed.
"""

from django.utils.translation import gettext_lazy as _

from tongzhou.ledger.kinds import Kind

#: Days that a person, a contact and a receipt are kept, from the day they are written (PIPL art. 19: the shortest
#: time that the purpose needs; a status that still holds keeps its person).
KEEP_DAYS = 180
_KEEP_ENTRY = 3 * 365

MERGED = Kind("person.merged", _("Merged with another record"), frozenset({"into"}), _KEEP_ENTRY)
UNMERGED = Kind("person.unmerged", _("Parted from another record"), frozenset({"into"}), _KEEP_ENTRY)
CORRECTED = Kind("person.corrected", _("Identity corrected"), frozenset({"parts"}), _KEEP_ENTRY)
MOVED = Kind("person.moved", _("Moved to another place"), frozenset({"from", "to"}), _KEEP_ENTRY)
STATUS_SET = Kind(
    "status.set",
    _("Status set"),
    frozenset({"status", "kind", "reason", "from", "until", "confirmed_by"}),
    _KEEP_ENTRY,
)
STATUS_ENDED = Kind("status.ended", _("Status ended"), frozenset({"status", "kind", "reason"}), _KEEP_ENTRY)

KINDS = (MERGED, UNMERGED, CORRECTED, MOVED, STATUS_SET, STATUS_ENDED)
