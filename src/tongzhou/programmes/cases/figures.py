"""What cases say in numbers: spread within the district."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Indicator, register
from tongzhou.programmes.cases.records import JUDGED, NOTICED


def _noticed(state: str, label: Promise | str, note: Promise | str) -> Indicator:
    code, kinds = f"cases.{state}", frozenset({NOTICED.code})
    return register(Indicator(code, label, note, kinds, lambda body: body.get("state") == state, family="spread"))


CONFIRMED = _noticed(
    "confirmed",
    _("Confirmed cases"),
    _("Distinct persons living in the district of whom the health authority gave notice as confirmed on the day."),
)
SUSPECTED = _noticed(
    "suspected",
    _("Suspected cases"),
    _("Distinct persons living in the district of whom the health authority gave notice as suspected on the day."),
)
CONTACTS = register(
    Indicator(
        "cases.contacts",
        _("Close contacts"),
        _("Distinct persons judged on the day to be close contacts, by the rule in force on that day."),
        frozenset({JUDGED.code}),
        lambda body: body.get("is_close") is True,
        family="spread",
    )
)
