"""What the desk's registrations say in numbers."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Body, Indicator, register
from tongzhou.programmes.arrivals.records import REGISTERED

_KINDS = frozenset({REGISTERED.code})


def _is(key: str, *values: object) -> Callable[[Body], bool]:
    return lambda body: body.get(key) in values


RETURNEES = register(
    Indicator(
        "arrivals.returnees",
        _("Returnees from outside"),
        _("Distinct persons registered on the day who came from outside the city, by whatever channel."),
        _KINDS,
        _is("origin", "outside"),
        family="imported",
    )
)
WUHAN = register(
    Indicator(
        "arrivals.wuhan",
        _("Been to or through Wuhan"),
        _("Distinct persons registered on the day who were in or passed Wuhan in the 14 days before."),
        _KINDS,
        _is("wuhan", "yes"),
        family="imported",
    )
)
HOT = register(
    Indicator(
        "arrivals.hot",
        _("37.3 ℃ or more"),
        _("Distinct persons registered on the day whose last reading at the desk was 37.3 ℃ or more."),
        _KINDS,
        _is("is_hot", True),
        family="spread",
    )
)
UNMEASURED = register(
    Indicator(
        "arrivals.unmeasured",
        _("Not measured or not answered"),
        _("Distinct persons registered on the day who were not measured, or who declined the first question."),
        _KINDS,
        lambda body: body.get("measured") in ("refused", "not_possible") or body.get("origin") == "declined",
        family="spread",
    )
)
REGISTRATIONS = register(
    Indicator(
        "arrivals.registrations",
        _("Registrations"),
        _("Entries of the desks on the day, counted at the desk; somebody registered twice counts twice."),
        _KINDS,
        lambda body: True,
        per="entry",
        at="post",
    )
)
