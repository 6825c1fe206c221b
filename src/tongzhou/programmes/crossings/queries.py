"""What a crossing's pages show: the day so far, where its stages stand, who waits for the second check, the toilets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import QuerySet

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, codes
from tongzhou.ledger.models import Stored
from tongzhou.people import announced as people
from tongzhou.programmes.crossings.models import Facility, Stage
from tongzhou.programmes.crossings.records import CAR, COUNTED, PRECHECKED, RECHECKED, STAGE

MOVES = 20
#: What cars' entries say, each with its moment.
Seen = Iterable[tuple[dict[str, Any], datetime]]


@dataclass(frozen=True)
class Day:
    """``seconds``: the median of a car; None before the first. ``counted``: cars that went past, as they were told.
    ``through``: median minutes from the pre-check to the save at the check; None while no car came by both."""

    cars: int
    people: int
    hot: int
    announced: int
    counted: int
    seconds: float | None
    through: float | None

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
    checked = list(here.of_kind(CAR.code).values_list("body", "occurred_at"))
    cars = [body for body, _at in checked]
    timed = [body["seconds"] for body in cars if body["seconds"]]
    return Day(
        len(cars),
        sum(body["people"] for body in cars),
        sum(body["hot"] for body in cars),
        sum(body.get("announced", 0) for body in cars),
        sum(body["cars"] for body in here.of_kind(COUNTED.code).values_list("body", flat=True)),
        median(timed) if timed else None,
        _through(checked, here.of_kind(PRECHECKED.code).order_by("occurred_at").values_list("body", "occurred_at")),
    )


def _through(checked: Seen, before: Seen) -> float | None:
    came = {body["plate"]: at for body, at in before}
    minutes = [(at - came[body["plate"]]).total_seconds() / 60 for body, at in checked if body["plate"] in came]
    taken = [one for one in minutes if one >= 0]
    return round(median(taken), 1) if taken else None


@dataclass(frozen=True)
class Sent:
    """A car that was sent to the second check: how many sit in it, and how many of them were hot."""

    at: datetime
    people: int
    hot: int


def waiting(*, by: Actor) -> list[Sent]:
    """Cars of today that were sent to the second check and not seen there since, the longest first."""
    require(by, Permission.CROSSING_CHECK)
    here = Stored.objects.recorded_at([by.post_id]).occurred_on(clock.today()).order_by("occurred_at")
    seen = {body["plate"]: at for body, at in here.of_kind(RECHECKED.code).values_list("body", "occurred_at")}
    sent = here.of_kind(CAR.code).filter(body__outcome="second_check").values_list("body", "occurred_at")
    return [
        Sent(at, body["people"], body["hot"])
        for body, at in sent
        if body["plate"] not in seen or seen[body["plate"]] < at
    ]


def stages(*, by: Actor) -> list[Stage]:
    """Each of the three as it stands now, from the outermost; before any was moved the check stands at the crossing."""
    require(by, Permission.CROSSING_CHECK)
    known = {stage.kind: stage for stage in Stage.objects.filter(place_id=by.post_id)}
    return [known.get(kind.value) or Stage(kind=kind.value, is_open=kind == Stage.Kind.CHECK) for kind in Stage.Kind]


def moves(*, by: Actor) -> list[Stored]:
    """Where the stages were moved at this post, newest first."""
    require(by, Permission.CROSSING_CHECK)
    return list(Stored.objects.recorded_at([by.post_id]).of_kind(STAGE.code).order_by("-occurred_at")[:MOVES])


def announced(given: Iterable[str], *, by: Actor) -> dict[str, int]:
    """How many each code announces; one that opens nothing counts nobody, and keeps no car waiting."""
    require(by, Permission.CROSSING_CHECK)
    return {code: people.persons(code) for code in {codes.plain(one) or one: None for one in given}}


def facilities(*, by: Actor) -> QuerySet[Facility]:
    require(by, Permission.CROSSING_CHECK)
    return Facility.objects.filter(place_id=by.post_id).order_by("number")
