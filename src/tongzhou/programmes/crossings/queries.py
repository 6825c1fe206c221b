"""What a crossing's page shows: the day so far, and the toilets."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.db.models import QuerySet

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, codes
from tongzhou.ledger.models import Stored
from tongzhou.people import announced as people
from tongzhou.programmes.crossings.models import Facility
from tongzhou.programmes.crossings.records import CAR, COUNTED


@dataclass(frozen=True)
class Day:
    """``seconds``: the median of a car; None before the first. ``counted``: cars that went past, as they were told."""

    cars: int
    people: int
    hot: int
    announced: int
    counted: int
    seconds: float | None

    @property
    def completeness(self) -> int | None:
        """Of a hundred cars counted, those checked; never more than all."""
        return min(100, round(100 * self.cars / self.counted)) if self.counted else None

    @property
    def minutes(self) -> float | None:
        return round(self.seconds / 60, 1) if self.seconds is not None else None


def day(*, by: Actor) -> Day:
    require(by, Permission.CROSSING_CHECK)
    here = Stored.objects.recorded_at([by.post_id]).occurred_on(clock.today())
    cars = list(here.of_kind(CAR.code).values_list("body", flat=True))
    timed = [body["seconds"] for body in cars if body["seconds"]]
    return Day(
        len(cars),
        sum(body["people"] for body in cars),
        sum(body["hot"] for body in cars),
        sum(body.get("announced", 0) for body in cars),
        sum(body["cars"] for body in here.of_kind(COUNTED.code).values_list("body", flat=True)),
        median(timed) if timed else None,
    )


def announced(given: Iterable[str], *, by: Actor) -> dict[str, int]:
    """How many each code announces; one that opens nothing counts nobody, and keeps no car waiting."""
    require(by, Permission.CROSSING_CHECK)
    return {code: people.persons(code) for code in {codes.plain(one) or one: None for one in given}}


def facilities(*, by: Actor) -> QuerySet[Facility]:
    require(by, Permission.CROSSING_CHECK)
    return Facility.objects.filter(place_id=by.post_id).order_by("number")
