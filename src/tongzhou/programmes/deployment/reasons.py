"""Why somebody cannot take a shift, in words. The rules, their numbers and sources are those of `rostering`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.rostering.checking import Violation
from tongzhou.rostering.documents import Rule
from tongzhou.rostering.reading import legal_rules

_OF_PEOPLE: Mapping[str, Promise] = {
    "leave": _("Away on that day."),
    "off": _("Not posted here on that day."),
    "night": _("Works no nights."),
    "skill": _("Another profession is asked for."),
    "area": _("Not placed at this post."),
    "one-a-day": _("Has another shift on that day."),
    "unknown": _("Is not posted here any more."),
    "cover": _("More people than are asked for."),
}
_OF_RULES: Mapping[str, tuple[Promise, int]] = {
    "longest_shift": (_("A shift lasts at most %(value)s hours."), 60),
    "least_rest": (_("At least %(value)s hours of rest between two shifts."), 60),
    "nights_in_a_row": (_("At most %(value)s nights in a row."), 1),
    "days_in_a_row": (_("At most %(value)s days in a row."), 1),
    "week_minutes": (_("At most %(value)s hours a week."), 60),
    "week_days": (_("At most %(value)s days a week."), 1),
    "meal_relief": (_("From %(value)s hours on a meal is relieved."), 60),
}


def _rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in legal_rules()}


def words(violation: Violation) -> str:
    """One reason, without whom it is about."""
    rule = _rules().get(violation.rule)
    if rule is not None:
        return told(rule)
    return str(_OF_PEOPLE.get(violation.rule, violation.text))


def told(rule: Rule) -> str:
    text, unit = _OF_RULES[rule.kind]
    return str(text) % {"value": rule.value // unit}


def rules() -> list[tuple[str, str]]:
    """Every rest rule in force with its source."""
    return [(told(rule), rule.source) for rule in legal_rules()]


@dataclass(frozen=True)
class Limits:
    """What the rest rules allow at most: hours a week, nights and days in a row."""

    hours: int
    nights: int
    days: int


def limits() -> Limits:
    return Limits(min(_values("week_minutes")) // 60, min(_values("nights_in_a_row")), min(_values("days_in_a_row")))


def longest_shift() -> int:
    """Hours."""
    return min(_values("longest_shift")) // 60


def least_rest() -> timedelta:
    """Between two shifts."""
    return timedelta(minutes=max(_values("least_rest")))


def meal_relief() -> timedelta:
    """The length of a shift from which on somebody stands in while one eats."""
    return timedelta(minutes=min(_values("meal_relief")))


def _values(kind: str) -> list[int]:
    return [rule.value for rule in legal_rules() if rule.kind == kind]
