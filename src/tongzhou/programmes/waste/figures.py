"""What the rounds say in numbers."""

from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Indicator, register
from tongzhou.programmes.waste.records import FETCHED, MISSING

DOORS = register(
    Indicator(
        "waste.doors",
        _("Doors with waste fetched"),
        _("Doors of isolating homes whose waste was fetched on the day, or where nothing was out."),
        frozenset({FETCHED.code}),
        lambda body: True,
        per="entry",
        at="post",
    )
)
MISSES = register(
    Indicator(
        "waste.missed",
        _("Doors missed"),
        _("Doors of the day's rounds that nobody had come to by the evening, or that were reported as missed."),
        frozenset({MISSING.code}),
        lambda body: True,
        per="entry",
        at="post",
    )
)
