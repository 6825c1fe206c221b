"""What screening says in numbers. A door that was knocked at twice on a day counts once."""

from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Body, Indicator, register
from tongzhou.programmes.screening.records import CONTACTED, SEEN

_FIRMS = frozenset({"firm", "shop"})


def _counts(body: Body, way: str, *, is_firm: bool) -> bool:
    return bool(body["way"] == way and body["first"] and (body["sort"] in _FIRMS) == is_firm and not body["recheck"])


VISITED = register(
    Indicator(
        "screening.visited",
        _("Firms and shops visited"),
        _("Each firm or shop once a day, whether or not somebody was there; re-checks are not counted."),
        frozenset({CONTACTED.code}),
        lambda body: _counts(body, "visit", is_firm=True),
        per="entry",
        at="post",
    )
)
PHONED = register(
    Indicator(
        "screening.phoned",
        _("Firms and shops phoned"),
        _("Each firm or shop once a day, whether or not somebody answered; re-checks are not counted."),
        frozenset({CONTACTED.code}),
        lambda body: _counts(body, "phone", is_firm=True),
        per="entry",
        at="post",
    )
)
DOORS = register(
    Indicator(
        "screening.doors",
        _("Households and sheds visited"),
        _("Households, farmhouses and field sheds, each once a day; re-checks are not counted."),
        frozenset({CONTACTED.code}),
        lambda body: _counts(body, "visit", is_firm=False),
        per="entry",
        at="post",
    )
)
FLATS = register(
    Indicator(
        "screening.flats",
        _("Flats seen"),
        _("Flats of the dwelling boards whose state somebody has seen, each once a day."),
        frozenset({SEEN.code}),
        lambda body: bool(body["first"]),
        per="entry",
        at="post",
    )
)
