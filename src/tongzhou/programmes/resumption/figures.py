"""What resumption says in numbers: firms on the day, at their place."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Body, Indicator, register
from tongzhou.programmes.resumption.records import APPLIED, ASKED, ENDED, MOVED, STOPPED


def _declare(code: str, label: Promise, note: Promise, kind: str, counts: Callable[[Body], bool]) -> Indicator:
    found = Indicator(f"resumption.{code}", label, note, frozenset({kind}), counts, per="entry", at="post")
    return register(found)


def _always(body: Body) -> bool:
    return True


ASKED_FIRMS = _declare(
    "asked",
    _("Firms asked when they resume"),
    _("Each conversation of the day, with the version of the requirements told."),
    ASKED.code,
    _always,
)
APPLICATIONS = _declare(
    "applied", _("Applications to resume"), _("Made on the day, exempt classes included."), APPLIED.code, _always
)
FILED = _declare(
    "filed",
    _("Applications filed"),
    _("Signed, checked and filed by the district on the day; not yet visited."),
    MOVED.code,
    lambda body: body["move"] == "file",
)
ALLOWED = _declare(
    "allowed",
    _("Firms allowed to work"),
    _("Visited on the day and ready."),
    ENDED.code,
    lambda body: body["outcome"] == "allowed",
)
SENT_BACK = _declare(
    "sent_back",
    _("Applications sent back"),
    _("On the day, at whatever stage."),
    ENDED.code,
    lambda body: body["outcome"] == "sent_back",
)
STOPS = _declare(
    "stopped", _("Firms stopped"), _("On the day: by a case, on site, or by order."), STOPPED.code, _always
)
