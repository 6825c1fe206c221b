"""A day of cars through stages, simulated by SimPy: Poisson arrivals by hour, exponential service.

Times in seconds. The same seed gives the same day.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import simpy

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Stage:
    """``seconds``: mean service of one; ``share``: of a hundred cars, those that stop here at all."""

    name: str
    servers: int
    seconds: float
    share: int = 100


@dataclass(frozen=True, slots=True)
class Waited:
    """One car: the hour of its arrival (from 0), and what it waited at each stage; None where it did not stop."""

    hour: int
    waits: tuple[float | None, ...]

    @property
    def total(self) -> float:
        return sum(wait for wait in self.waits if wait is not None)


def simulate(by_hour: Sequence[int], stages: Sequence[Stage], *, seed: int = 1) -> list[Waited]:
    """Every car of the day, also those that are served after its last hour; in the order in which they are through."""
    random = Random(seed)
    world = simpy.Environment()
    servers = [simpy.Resource(world, stage.servers) for stage in stages]
    done: list[Waited] = []

    def car(hour: int) -> Generator[Any, Any, None]:
        waits: list[float | None] = []
        for stage, resource in zip(stages, servers, strict=True):
            if random.randrange(100) >= stage.share:
                waits.append(None)
                continue
            came = world.now
            with resource.request() as turn:
                yield turn
                waits.append(world.now - came)
                yield world.timeout(random.expovariate(1 / stage.seconds))
        done.append(Waited(hour, tuple(waits)))

    def arrivals() -> Generator[Any, Any, None]:
        for hour, number in enumerate(by_hour):
            for moment in sorted(
                random.uniform(hour * HOUR, (hour + 1) * HOUR) for _car in range(_poisson(random, number))
            ):
                yield world.timeout(moment - world.now)
                world.process(car(hour))

    world.process(arrivals())
    world.run()
    return done


def _poisson(random: Random, mean: float) -> int:
    """How many come when ``mean`` are expected: gaps of exponential length until they fill the hour."""
    number, filled = 0, random.expovariate(1.0)
    while filled < mean:
        number, filled = number + 1, filled + random.expovariate(1.0)
    return number


def quantile(waits: Sequence[float], share: float) -> float:
    """The wait that ``share`` of them do not exceed; 0 for none."""
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
