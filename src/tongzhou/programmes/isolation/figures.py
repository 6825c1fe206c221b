"""What isolation says in numbers."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Family, Indicator, register
from tongzhou.programmes.isolation.records import ADMITTED, ENDED, ORDERED, REPORTED, STEPPED, VISITING

Body = Mapping[str, Any]


def _persons(
    code: str, label: Promise | str, note: Promise | str, kind: str, counts: Callable[[Body], bool], family: Family
) -> Indicator:
    return register(Indicator(code, label, note, frozenset({kind}), counts, family=family))


def _every(body: Body) -> bool:
    return True


BEGUN = _persons(
    "isolation.begun",
    _("Isolations begun"),
    _("Distinct persons whose isolation was ordered on the day, at home or at a central site."),
    ORDERED.code,
    _every,
    "imported",
)
OVER = _persons(
    "isolation.over",
    _("Isolations over"),
    _("Distinct persons whose observation ended on the day because its time was over."),
    ENDED.code,
    lambda body: body.get("ending") == "over",
    "imported",
)
CENTRAL = _persons(
    "isolation.central",
    _("Admitted to a central site"),
    _("Distinct persons admitted to a central site on the day, by consent or by decision."),
    ADMITTED.code,
    _every,
    "imported",
)
REFUSED = _persons(
    "isolation.refused",
    _("Refused isolation"),
    _("Distinct persons with whom the refusal procedure began on the day, whatever became of it."),
    STEPPED.code,
    lambda body: body.get("act") == "open",
    "imported",
)
HOT = _persons(
    "isolation.unwell",
    _("Unwell in isolation"),
    _("Distinct persons in isolation who reported 37.3 ℃ or more, or a complaint, on the day."),
    REPORTED.code,
    lambda body: bool(body.get("is_hot") or body.get("is_unwell")),
    "spread",
)
REPORTS = register(
    Indicator(
        "isolation.reports",
        _("Health reports"),
        _("Health reports of the day, two for each person in isolation, whoever wrote them down."),
        frozenset({REPORTED.code}),
        _every,
        per="entry",
    )
)
MISSED = register(
    Indicator(
        "isolation.missed",
        _("Missed health reports"),
        _("Reports of the day that did not come in time, for each of which somebody goes to the door."),
        frozenset({VISITING.code}),
        lambda body: body.get("act") == "open",
        per="entry",
    )
)
