"""What crossings say in numbers."""

from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Indicator, register
from tongzhou.programmes.crossings.records import CAR, FACILITY

CARS = register(
    Indicator(
        "crossings.cars",
        _("Cars checked"),
        _("Cars checked at the crossings on the day; one that comes twice counts twice."),
        frozenset({CAR.code}),
        lambda body: True,
        per="entry",
        at="post",
        family="imported",
    )
)
HOT_CARS = register(
    Indicator(
        "crossings.hot",
        _("Cars with somebody hot"),
        _("Cars on the day in which at least one reading was from the threshold on."),
        frozenset({CAR.code}),
        lambda body: bool(body.get("hot")),
        per="entry",
        at="post",
        family="imported",
    )
)
DISINFECTED = register(
    Indicator(
        "crossings.disinfected",
        _("Toilets disinfected"),
        _("Disinfections of mobile toilets on the day: one after each use."),
        frozenset({FACILITY.code}),
        lambda body: body.get("act") == "disinfect",
        per="entry",
        at="post",
    )
)
