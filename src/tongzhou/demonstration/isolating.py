"""Isolations of 7 and 8 February: three dozen at home and at the site, some over, a few reports missing, and one pair
that refuses, whose case waits for headquarters. Everybody is invented."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from uuid import UUID

from tongzhou.demonstration import setting_up
from tongzhou.demonstration.directing import drawn
from tongzhou.demonstration.inventing import home
from tongzhou.kernel import clock, database, ids
from tongzhou.people.adding import add
from tongzhou.people.identities import NewPerson
from tongzhou.places.queries import current_tree
from tongzhou.programmes.isolation.actions import housing, ordering, refusing, reporting
from tongzhou.programmes.isolation.actions.ordering import FIT, Wanted
from tongzhou.programmes.isolation.actions.refusing import Step
from tongzhou.programmes.isolation.models import Isolation, Room, Site
from tongzhou.programmes.waste import actions as waste
from tongzhou.units import actions as units

FIRST = date(2020, 2, 7)
AT_HOME, AT_SITE = 32, 5
_SEED, _SERIAL = 14, 7_000_000


def play(until: datetime) -> None:
    """Ordered in the morning of the 7th, reported twice a day; the pair is persuaded twice and proposed."""
    if until < _at(FIRST, 8):
        return
    random = Random(_SEED)
    with clock.at(_at(FIRST, 8)):
        going = [_order(person, place, random) for person, place in _people(random, AT_HOME + AT_SITE)]
        pair = _pair(random)
    _admit(until)
    for day in (FIRST, FIRST + timedelta(days=1)):
        for hour in (9, 16):
            moment = _at(day, hour)
            if moment < until:
                _reports([one for one in going if random.random() > 0.06], moment, random)
            if moment + timedelta(hours=2, minutes=5) < until:
                with clock.at(moment + timedelta(hours=2, minutes=5)):
                    reporting.watch(clock.now())
        if day > FIRST and _at(day, 6) < until:
            waste.plan(day)
    _refuse(pair, until)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.ZONE)


def _villages() -> list[UUID]:
    """Yongle first, four times; then villages of Huating and of every town in turn."""
    yongle = setting_up.place_id(setting_up.YONGLE)
    tree = current_tree()
    huating = [node.id for node in tree.children(setting_up.place_id(setting_up.HUATING)) if node.kind == "village"]
    towns = [node.id for node in tree.children(setting_up.place_id(setting_up.DISTRICT)) if node.kind == "town"]
    others = [node.id for town in towns for node in tree.children(town)[:2] if node.kind in ("village", "committee")]
    return [*[yongle] * 4, *huating[:6], *others]


def _people(random: Random, number: int, villages: Sequence[UUID] = ()) -> Iterator[tuple[UUID, UUID]]:
    chosen = villages or _villages()
    for turn in range(number):
        place = chosen[turn % len(chosen)]
        yield _person(random, place, _SERIAL + turn, 1)[0], place


def _person(random: Random, place: UUID, serial: int, size: int) -> list[UUID]:
    by = setting_up.officer(place=place)
    who = [
        NewPerson(one.name, one.id_kind, one.id_number, one.phone, one.address, place)
        for one in home(random, place, serial, size)
    ]
    with database.acting(by.scope.places):
        add(who, by=by)
    return [one.id for one in who]


@lru_cache(maxsize=512)
def _second(unit_id: UUID) -> UUID:
    number = f"演二{ids.new().hex[-10:]}"
    return units.add_staff(number=number, name="演示·第二人", unit_id=unit_id, on=setting_up.OPENED).id


def _wanted(person_id: UUID, place: UUID, random: Random, turn: int) -> Wanted:
    tree = current_tree()
    town = tree.town_of(place)
    name = town.name if town else ""
    at_site = turn >= AT_HOME
    return Wanted(
        person_id=person_id,
        reason=random.choice(("key_area", "key_area", "contact")),
        from_on=FIRST - timedelta(days=13) if turn in (0, 5, 9) else FIRST - timedelta(days=random.randrange(12)),
        dwelling=frozenset(FIT[:2] if at_site else FIT),
        consents=True,
        has_promised=not at_site,
        team=(
            ("committee", "演示·网格员", f"1009000{turn:04d}"),
            ("clinic", f"{name}社区卫生服务中心", f"1009100{turn:04d}"),
            ("police", "演示·社区民警", f"1009200{turn:04d}"),
        ),
        second_id=_second(setting_up.officer(place=place).unit_id),
        site_place_id=_site().place_id if at_site else None,
    )


_turns = iter(range(10_000))


def _order(person_id: UUID, place: UUID, random: Random) -> UUID:
    by = setting_up.officer(place=place)
    with database.acting(by.scope.places):
        return ordering.order(_wanted(person_id, place, random, next(_turns) % (AT_HOME + AT_SITE)), by=by).id


def _site() -> Site:
    return Site.objects.get()


def _admit(until: datetime) -> None:
    """All but the last are in a room by noon."""
    guard = setting_up.officer(place=_site().place_id)
    with clock.at(min(_at(FIRST, 11), until)), database.acting(guard.scope.places):
        coming = list(Isolation.objects.filter(state="central").order_by("id"))[:-1]
        for isolation, room in zip(coming, Room.objects.order_by("number"), strict=False):
            housing.admit(isolation.id, room_id=room.id, by=guard)


def _reports(going: list[UUID], moment: datetime, random: Random) -> None:
    with database.acting((), is_wide=True):
        places = dict(Isolation.objects.filter(id__in=going).values_list("id", "place_id"))
    for isolation_id in going:
        by = setting_up.officer(place=places[isolation_id])
        channel = random.choice(("own", "own", "telephone", "door"))
        with clock.at(moment + timedelta(minutes=random.randrange(50))), database.acting(by.scope.places):
            degrees = round(random.uniform(36.0, 36.9), 1)
            reporting.report(isolation_id, temperature=degrees, channel=channel, by=by)


def _pair(random: Random) -> list[UUID]:
    """Two of one home in Huating, back from a key area, who do not agree."""
    place = next(id for id in _villages()[4:5])
    by = setting_up.officer(place=place)
    found = []
    for person_id in _person(random, place, _SERIAL + 900, 2):
        wanted = _wanted(person_id, place, random, 1)
        with database.acting(by.scope.places):
            refuses = Wanted(
                **{name: getattr(wanted, name) for name in ("person_id", "from_on", "dwelling", "team")},
                reason="key_area",
                consents=False,
                has_promised=False,
                words="夫妻二人都不同意居家观察",
            )
            found.append(ordering.order(refuses, by=by).id)
    return found


def _refuse(pair: list[UUID], until: datetime) -> None:
    place = _villages()[4]
    by = setting_up.officer(place=place)
    steps = (
        (_at(FIRST, 10), "persuade", "网格员、村医上门说明规定,答:不去不留"),
        (_at(FIRST, 15), "persuade", "镇干部、民警上门,女儿电话一起劝,答:再说"),
        (_at(FIRST + timedelta(days=1), 11), "propose", "两次上门劝导无效,当天又外出买菜,提请集中隔离"),
    )
    for moment, move, words in steps:
        if moment >= until:
            return
        for isolation_id in pair:
            with clock.at(moment), database.acting(by.scope.places):
                record = drawn() if move == "propose" else None
                refusing.take(isolation_id, Step(move=move, words=words, record=record), by=by)
