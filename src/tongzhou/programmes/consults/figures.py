"""What consults say in numbers."""

from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Indicator, register
from tongzhou.programmes.consults.records import CONSULTED

_KINDS = frozenset({CONSULTED.code})

CONSULTS = register(
    Indicator(
        "consults.consults",
        _("Consults"),
        _("Consults at the desks on the day, counted at the desk; somebody who came twice counts twice."),
        _KINDS,
        lambda body: True,
        per="entry",
        at="post",
        family="spread",
    )
)
CLINIC = register(
    Indicator(
        "consults.clinic",
        _("To a fever clinic"),
        _("Distinct persons whom the rule sent to a fever clinic on the day, wherever they live in the district."),
        _KINDS,
        lambda body: bool(body.get("clinic")),
        family="spread",
    )
)
