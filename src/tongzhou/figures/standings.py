"""From the entries of one person to their share in every indicator. Pure: the same for a count kept and a rebuild."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from tongzhou.figures.indicators import INDICATORS, Indicator
from tongzhou.kernel import clock
from tongzhou.ledger.chains import first_of, in_force

SLOTS = 16


class Fact(NamedTuple):
    """The part of an entry that a count needs."""

    id: UUID
    kind: str
    place_id: UUID
    subject_id: UUID | None
    subject_place_id: UUID | None
    corrects: UUID | None
    occurred_at: datetime
    received_at: datetime
    body: dict[str, Any]


class Key(NamedTuple):
    """What is counted once: a person, or the first entry of a chain; in which indicator, on which day."""

    indicator: str
    counted: UUID
    day: date


class Share(NamedTuple):
    """``whose``: the person (with everybody merged into them) or, without one, the entry itself."""

    whose: UUID
    place_id: UUID
    entry_id: UUID
    amount: int = 1


def shares(whose: UUID, facts: Iterable[Fact]) -> dict[Key, Share]:
    """The shares of one person (with everybody merged into them), from all their entries."""
    holding = sorted(in_force(facts), key=lambda fact: (fact.occurred_at, fact.id))
    found: dict[Key, Share] = {}
    for indicator in INDICATORS.values():
        for fact in holding:
            if fact.kind in indicator.kinds and (amount := int(indicator.counts(fact.body))):
                key = Key(indicator.code, _counted(indicator, whose, fact), clock.day_of(fact.occurred_at))
                found.setdefault(key, Share(whose, _place(indicator, fact), fact.id, amount))
    return found


def _counted(indicator: Indicator, whose: UUID, fact: Fact) -> UUID:
    return whose if indicator.per == "person" else first_of(fact)


def _place(indicator: Indicator, fact: Fact) -> UUID:
    return (fact.subject_place_id or fact.place_id) if indicator.at == "dwelling" else fact.place_id


def slot(counted: UUID) -> int:
    """Which of the rows of one place takes the count, so that many desks of one village do not wait for each other."""
    return counted.int % SLOTS
