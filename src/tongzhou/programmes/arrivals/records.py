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
    )
)
