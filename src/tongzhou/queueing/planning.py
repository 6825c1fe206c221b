"""The least that is enough: lanes for each stage so that a share of the cars waits less than a limit in every hour."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tongzhou.queueing import erlang
from tongzhou.queueing.simulating import HOUR, Stage, Waited, quantile, simulate

SHARE = 0.95
_MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """``waits``: by hour, the seconds that 95 of 100 cars do not exceed. ``is_enough``: none is over the limit."""

    stages: tuple[Stage, ...]
    waits: tuple[float, ...]
    is_enough: bool


def judged(by_hour: Sequence[int], stages: Sequence[Stage], limit: float, *, seed: int = 1) -> Plan:
    """What these lanes give."""
    waits = _by_hour(simulate(by_hour, stages, seed=seed), len(by_hour))
    return Plan(tuple(stages), waits, all(wait <= limit for wait in waits))


def plan(by_hour: Sequence[int], stages: Sequence[Stage], limit: float, *, seed: int = 1) -> Plan:
    """From Erlang's answer for each stage by itself upward: a lane more where the wait is longest, until enough."""
    busiest = max(by_hour, default=0)
    lanes = [
        replace(stage, servers=erlang.least_servers(_load(busiest, stage), stage.seconds, limit)) for stage in stages
    ]
    for _step in range(_MOST_STEPS):
        cars = simulate(by_hour, lanes, seed=seed)
        waits = _by_hour(cars, len(by_hour))
        if all(wait <= limit for wait in waits):
            return Plan(tuple(lanes), waits, True)
        worst = _worst(cars, len(lanes))
        lanes[worst] = replace(lanes[worst], servers=lanes[worst].servers + 1)
    return judged(by_hour, lanes, limit, seed=seed)


def _load(an_hour: int, stage: Stage) -> float:
    return an_hour * stage.share / 100 * stage.seconds / HOUR


def _by_hour(cars: Sequence[Waited], hours: int) -> tuple[float, ...]:
    return tuple(quantile([car.total for car in cars if car.hour == hour], SHARE) for hour in range(hours))


def _worst(cars: Sequence[Waited], stages: int) -> int:
    def longest(stage: int) -> float:
        return quantile([wait for car in cars if (wait := car.waits[stage]) is not None], SHARE)

    return max(range(stages), key=longest)
