"""8 February at the gate of Yongle and at the crossing, through the actions of the pages: every car, every person.

Generated, the same for the same seed: checks each hour, one hot, refusals, an ambulance; at the crossing as many cars
counted as checked (逢车必检), from 6 o'clock on farther out and behind a pre-check (前移关口), and twelve toilets of
which each is disinfected after one person (一人一消毒).
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from tongzhou.access.actors import Actor
from tongzhou.demonstration import setting_up
from tongzhou.demonstration.replaying import DAYS
from tongzhou.kernel import clock, database
from tongzhou.places.queries import current_tree
from tongzhou.programmes.crossings import queries
from tongzhou.programmes.crossings.actions import cars, facilities, stages
from tongzhou.programmes.crossings.actions.cars import Car
from tongzhou.programmes.crossings.plates import PROVINCES
from tongzhou.programmes.gates import actions as gates
from tongzhou.programmes.gates.checks import Check

_SEED, _DAY = 20200208, DAYS[1]
OPEN, CHECKS_AN_HOUR, CARS_AN_HOUR = range(6, 21), 30, 6
MOVED = 6  # o'clock


def watch(*, until: datetime) -> None:
    """The day hour by hour, up to ``until``."""
    random = Random(_SEED)
    gate, crossing = setting_up.officer(setting_up.YONGLE), guard()
    for hour in range(24):
        began = datetime.combine(_DAY, time(hour), clock.ZONE)
        if began + timedelta(hours=1) > until:
            break
        with clock.at(began + timedelta(hours=1)):
            if hour in OPEN:
                _gate(random, began, gate)
            if hour == MOVED:
                _move_outward(began, crossing)
            _cars(random, began, crossing)


def _move_outward(at: datetime, by: Actor) -> None:
    """前移关口: the check 200 metres out before the morning's queue, a pre-check further out, a second check apart."""
    with database.acting(by.scope.places):
        for kind, metres in (("check", 200), ("before", 500), ("second", 150)):
            stages.move(kind, metres=metres, by=by, at=at)


def guard() -> Actor:
    """Somebody on duty at the crossing, which hangs on the district itself."""
    tree = current_tree()
    post = next(node.id for node in tree.nodes.values() if node.kind == "checkpoint")
    return replace(setting_up.officer(setting_up.DISTRICT), post_id=post, scope=tree.scope([post]))


def _moments(random: Random, began: datetime, number: int) -> list[datetime]:
    return sorted(began + timedelta(seconds=random.randrange(3_600)) for _one in range(number))


def _gate(random: Random, began: datetime, by: Actor) -> None:
    """An hour of visitors and couriers, as a telephone hands them up: in one batch."""
    checks = [_check(random, at) for at in _moments(random, began, CHECKS_AN_HOUR)]
    with database.acting(by.scope.places):
        gates.record(checks, by=by)
        gates.remind(random.choice(("mask", "crowd")), by=by, at=began + timedelta(minutes=30))


def _check(random: Random, at: datetime) -> Check:
    chance, is_out = random.random(), random.random() < 0.5
    if chance < 0.003:
        return Check(who="ambulance", is_out=is_out, at=at)
    if chance < 0.15:
        return Check(who="courier", is_out=is_out, at=at)
    if chance < 0.17:
        return Check(who="visitor", is_out=is_out, outcome="refused_mask", at=at)
    if chance < 0.18:
        return Check(who="visitor", is_out=is_out, outcome="turned_back", temperature=37.6, at=at)
    return Check(who="visitor", is_out=is_out, temperature=round(random.uniform(36.0, 37.1), 1), at=at)


def _cars(random: Random, began: datetime, by: Actor) -> None:
    """An hour of cars, counted and checked; at every third somebody uses a toilet, which is disinfected at once."""
    with database.acting(by.scope.places):
        for number, at in enumerate(_moments(random, began, CARS_AN_HOUR)):
            people = random.choice((1, 1, 2, 2, 3, 4))
            readings = [round(random.uniform(36.0, 37.0), 1) for _one in range(people)]
            plate = f"{random.choice(PROVINCES)}{random.choice('ABCDE')}{random.randrange(10_000):05d}"
            seconds = random.randrange(25, 90)
            if began.hour >= MOVED:
                cars.precheck(plate, "onward", by=by, at=at - timedelta(minutes=2 + number % 4))
            cars.check(Car(plate=plate, people=people, temperatures=readings, seconds=seconds, at=at), by=by)
            if number % 3 == 0:
                _visit_toilet(random, at, by)
        cars.count(CARS_AN_HOUR, by=by, at=began + timedelta(minutes=59))


def _visit_toilet(random: Random, at: datetime, by: Actor) -> None:
    free = [one for one in queries.facilities(by=by) if one.state == "free"]
    with clock.at(at + timedelta(minutes=2)):
        one = facilities.act(random.choice(free).id, "use", by=by)
    with clock.at(at + timedelta(minutes=6)):
        facilities.act(one.id, "disinfect", by=by)
