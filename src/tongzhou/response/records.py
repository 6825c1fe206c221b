"""What a confirmed ruling writes into the ledger: the rule, its value, the levels."""

from django.utils.translation import gettext_lazy as _

from tongzhou.ledger import kinds
from tongzhou.ledger.kinds import Kind

RULED = kinds.register(
    Kind("response.ruled", _("Response level or rule confirmed"), frozenset({"rule", "value", "levels"}), 3650)
)
