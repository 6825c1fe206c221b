"""Who counts as a close contact, by versions with dates. Data: ``rules.csv``. Pure.

The fifth edition (21 February 2020) counts from two days before the first complaint; the editions before it count from
the first complaint on.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

KINDS = {
    "household": _("Lives in the same rooms"),
    "care": _("Looked after the person, or treated them"),
    "air": _("Treatment that makes droplets, in the same room"),
    "together": _("Same office, class, workshop or table"),
    "vehicle": _("Same vehicle, near seats"),
    "other": _("Judged so by the investigators"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    document: str
    from_on: date
    until_on: date | None
    days_before: int
    kinds: frozenset[str]

    def is_close(self, kind: str, *, last_on: date, onset_on: date) -> bool:
        """Whether somebody who met the case like this, last on that day, is a close contact."""
        return kind in self.kinds and last_on >= onset_on - timedelta(days=self.days_before)


@lru_cache(maxsize=1)
def every() -> dict[str, Rule]:
    with (Path(__file__).parent / "rules.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: _rule(row) for row in csv.DictReader(file)}


def _rule(row: dict[str, str]) -> Rule:
    until = date.fromisoformat(row["until_on"]) if row["until_on"] else None
    kinds = frozenset(row["kinds"].split())
    return Rule(row["code"], row["document"], date.fromisoformat(row["from_on"]), until, int(row["days_before"]), kinds)


def in_force(on: date) -> Rule | None:
    """The one version of that day; None before the first."""
    found = (rule for rule in every().values() if rule.from_on <= on and (rule.until_on is None or on <= rule.until_on))
    return next(found, None)
