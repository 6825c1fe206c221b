"""What the board reads from its address: a place in scope, a day, an indicator. Wrong ones fall back, never fail."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import QueryDict

from tongzhou.access.actors import Actor
from tongzhou.figures.indicators import INDICATORS, Indicator
from tongzhou.kernel import clock


@dataclass(frozen=True)
class Asked:
    place_id: UUID
    day: date
    indicator: Indicator

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date | None:
        """The next day, unless it is still to come."""
        return self.day + timedelta(days=1) if self.day < clock.today() else None


def asked(query: QueryDict, by: Actor) -> Asked:
    return Asked(
        _place(query.get("place", ""), by), day_of(query.get("day", "")), _indicator(query.get("indicator", ""))
    )


def _place(text: str, by: Actor) -> UUID:
    try:
        place = UUID(text)
    except ValueError:
        return by.post_id
    return place if place in by.scope else by.post_id


def day_of(text: str) -> date:
    """The day of an address; today when there is none or it is still to come."""
    try:
        return min(date.fromisoformat(text), clock.today())
    except ValueError:
        return clock.today()


def _indicator(code: str) -> Indicator:
    return INDICATORS.get(code) or next(iter(INDICATORS.values()))
