"""What oversight says in numbers: on the day, at the place that it concerns."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.figures.indicators import Body, Indicator, register
from tongzhou.programmes.oversight import records


def _declare(code: str, label: Promise, note: Promise, kind: str, counts: Callable[[Body], bool]) -> None:
    register(Indicator(f"oversight.{code}", label, note, frozenset({kind}), counts, per="entry", at="post"))


def declare() -> None:
    _declare(
        "suggestions",
        _("Suggestions made"),
        _("By residents and staff on the day."),
        records.SUGGESTED.code,
        lambda body: True,
    )
    _declare(
        "adopted",
        _("Suggestions adopted"),
        _("Answered with yes on the day, whenever they were made."),
        records.ANSWERED.code,
        lambda body: body["outcome"] == "adopted",
    )
    _declare(
        "findings",
        _("Findings of inspections"),
        _("On the day, those that follow from a spot check included."),
        records.FOUND.code,
        lambda body: True,
    )
    _declare(
        "fixed",
        _("Findings fixed"),
        _("Looked at again on the day by an inspector who did not fix them."),
        records.RECHECKED.code,
        lambda body: body.get("outcome") == "fixed",
    )
    _declare(
        "checked",
        _("Records checked"),
        _("Records drawn at random with a result on the day."),
        records.CHECKED_RECORD.code,
        lambda body: True,
    )
    _declare(
        "not_holding",
        _("Records that did not hold"),
        _("Nobody asked, somebody else's number, told otherwise, or no answer three times."),
        records.CHECKED_RECORD.code,
        lambda body: body["result"] != "holds",
    )
