"""What a crossing needs on a day like this: read from a form that lives in the address, answered by ``queueing``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import mean

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger.models import Stored
from tongzhou.programmes.crossings.records import CAR
from tongzhou.queueing.planning import Plan, plan
from tongzhou.queueing.simulating import Stage

#: Asked, with what is answered when nobody says otherwise, and the bounds that keep an answer within seconds.
ASKED = {
    "check": (75, 5, 900),  # seconds a car, at the check
    "before": (20, 0, 300),  # … at the pre-check; 0: there is none
    "second": (5, 0, 100),  # of a hundred cars, to the second check
    "second_seconds": (300, 30, 3600),
    "wait": (10, 1, 120),  # minutes that 95 of 100 may wait
    "stop": (15, 0, 100),  # of a hundred cars, those of which somebody uses a toilet
    "use": (240, 30, 1800),  # seconds of a use
    "disinfect": (120, 0, 1800),  # seconds of the disinfection after it
}
BY_HOUR = "40 30 20 20 30 80 160 240 260 220 200 180 160 170 190 210 240 260 220 160 120 90 70 50"
_MOST_CARS = 1500


@dataclass(frozen=True)
class Hour:
    """One bar: the hour with its cars, the minutes, and their ``share`` of a hundred of the longest."""

    label: str
    value: float
    share: float


@dataclass(frozen=True)
class Answer:
    plan: Plan
    toilets: int
    hours: list[Hour]
    staff: int


class PlanRefused(RuleBroken):
    code = "plan_refused"


def asked(given: Mapping[str, str], *, by: Actor) -> dict[str, str]:
    """The form as it stands: what was typed, else yesterday's check as it was measured, else the usual."""
    require(by, Permission.CROSSING_CHECK)
    usual = {name: str(value) for name, (value, _least, _most) in ASKED.items()}
    learnt = _learnt(by)
    usual |= {"by_hour": BY_HOUR} | ({"check": str(learnt)} if learnt else {})
    return {name: given.get(name, value).strip()[:300] for name, value in usual.items()}


def _learnt(by: Actor) -> int | None:
    """Mean seconds of a car at this post yesterday, from the ledger; None for fewer than twenty cars."""
    cars = Stored.objects.of_kind(CAR.code).recorded_at([by.post_id]).occurred_on(clock.today() - timedelta(days=1))
    seconds = [body["seconds"] for body in cars.values_list("body", flat=True) if body["seconds"]]
    return round(mean(seconds)) if len(seconds) >= 20 else None


def answer(form: Mapping[str, str]) -> Answer:
    """Raises PlanRefused with the field."""
    numbers = {name: _number(name, form[name]) for name in ASKED}
    by_hour = _by_hour(form["by_hour"])
    limit = numbers["wait"] * 60
    stages = [Stage(str(_("Check")), 1, numbers["check"])]
    if numbers["before"]:
        stages.insert(0, Stage(str(_("Pre-check")), 1, numbers["before"]))
    if numbers["second"]:
        stages.append(Stage(str(_("Second check")), 1, numbers["second_seconds"], numbers["second"]))
    found = plan(by_hour, stages, limit)
    toilets = plan(by_hour, [Stage("toilet", 1, numbers["use"] + numbers["disinfect"], numbers["stop"])], limit)
    hours = _hours(by_hour, found)
    return Answer(found, toilets.stages[0].servers if numbers["stop"] else 0, hours, _staff(found))


def _number(name: str, text: str) -> int:
    _usual, least, most = ASKED[name]
    if not text.isdecimal() or len(text) > 5 or not least <= int(text) <= most:
        raise PlanRefused(_("A whole number from %(least)d to %(most)d.") % {"least": least, "most": most}, field=name)
    return int(text)


def _by_hour(text: str) -> list[int]:
    numbers = [int(word) for word in text.split() if word.isdecimal() and len(word) < 6]
    if len(numbers) != len(text.split()) or not 1 <= len(numbers) <= 24 or max(numbers) > _MOST_CARS:
        words = {"most": _MOST_CARS}
        raise PlanRefused(
            _("One number of cars for each hour, up to 24 of them, none over %(most)d.") % words, field="by_hour"
        )
    return numbers


def _hours(by_hour: list[int], found: Plan) -> list[Hour]:
    longest = max([*found.waits, 60.0])
    words = _("%(hour)02d:00, %(cars)d cars")
    return [
        Hour(words % {"hour": hour, "cars": cars}, round(wait / 60, 1), round(100 * wait / longest, 1))
        for hour, (cars, wait) in enumerate(zip(by_hour, found.waits, strict=True))
    ]


def _staff(found: Plan) -> int:
    """Two at each lane (one measures, one writes), three shifts."""
    return sum(stage.servers for stage in found.stages) * 2 * 3
