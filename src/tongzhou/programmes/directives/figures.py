"""What directives say in numbers, at every level down to the receiver."""

from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Indicator, register
from tongzhou.programmes.directives.records import ENDED, SENT

TASKS = register(
    Indicator(
        "directives.sent",
        _("Tasks of directives sent"),
        _("Tasks sent to offices on the day, one for each receiver; what a town sends on counts again."),
        frozenset({SENT.code}),
        lambda body: True,
        per="entry",
        at="post",
    )
)
DONE = register(
    Indicator(
        "directives.done",
        _("Tasks carried out and confirmed"),
        _("Tasks that a second person confirmed on the day as carried out; one confirmed again counts again."),
        frozenset({ENDED.code}),
        lambda body: body.get("outcome") == "done",
        per="entry",
        at="post",
    )
)
