"""Reporting a figure in words. The count is kept beside what was said, so that the two can be compared later."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access import policies
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.figures import queries
from tongzhou.figures.indicators import INDICATORS
from tongzhou.figures.models import Qualifier, Reported
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken


class ReportRefused(RuleBroken):
    code = "report_refused"


def report(
    *,
    indicator: str,
    place_id: UUID,
    day: date,
    value: int,
    by: Actor,
    qualifier: str = Qualifier.EXACT,
    scope_note: str = "",
    words: str = "",
) -> Reported:
    """Keep a figure as it is told. Raises ReportRefused for a qualifier that the count contradicts."""
    policies.require(by, Permission.FIGURE_REPORT, place_id=place_id)
    if indicator not in INDICATORS:
        raise ReportRefused(_("There is no such indicator."), field="indicator")
    if qualifier not in Qualifier.values:
        raise ReportRefused(_("Choose exactly, just under, more than or about."), field="qualifier")
    counted = queries.value(indicator, place_id, day, by=by)
    _check_words(value, counted, qualifier)
    return Reported.objects.create(
        indicator=indicator,
        place_id=place_id,
        day=day,
        value=value,
        qualifier=qualifier,
        counted=counted,
        scope_note=scope_note.strip()[:200],
        words=words.strip()[:200],
        known_at=clock.now(),
        reported_by=f"{by.unit_name} {by.name}",
    )


def _check_words(value: int, counted: int, qualifier: str) -> None:
    fits = {
        Qualifier.EXACT: counted == value,
        Qualifier.NEARLY: value * 0.9 <= counted < value,
        Qualifier.MORE: value < counted <= value * 1.1,
        Qualifier.ABOUT: value * 0.9 <= counted <= value * 1.1,
    }[Qualifier(qualifier)]
    if not fits:
        words = {"qualifier": Qualifier(qualifier).label, "value": value, "counted": counted}
        raise ReportRefused(
            _("“%(qualifier)s %(value)s” does not fit the records, which give %(counted)s.") % words, field="value"
        )
