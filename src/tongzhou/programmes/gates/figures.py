"""What gates say in numbers."""

from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Indicator, register
from tongzhou.programmes.gates.records import CHECKED, TALKED

_CHECKS = frozenset({CHECKED.code})

CHECKS = register(
    Indicator(
        "gates.checks",
        _("Gate checks"),
        _("Checks at the gates on the day, in and out; somebody who passes twice counts twice."),
        _CHECKS,
        lambda body: body["checks"],
        per="entry",
        at="post",
    )
)
HOT = register(
    Indicator(
        "gates.hot",
        _("Hot at the gates"),
        _("Checks on the day with a reading from the threshold on."),
        _CHECKS,
        lambda body: body["hot"],
        per="entry",
        at="post",
        family="spread",
    )
)
REFUSED = register(
    Indicator(
        "gates.refused",
        _("Refused at the gates"),
        _("Checks on the day at which somebody refused a question, the measurement or a mask."),
        _CHECKS,
        lambda body: body["refused"],
        per="entry",
        at="post",
    )
)
TALKS = register(
    Indicator(
        "gates.talks",
        _("Reminders"),
        _("Reminders given at the gates on the day, without names."),
        frozenset({TALKED.code}),
        lambda body: True,
        per="entry",
        at="post",
    )
)
