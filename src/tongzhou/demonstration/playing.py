"""Plays the days of the replay through the actions of the desk, the town office and the villages, at their own time."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.demonstration import setting_up
from tongzhou.demonstration.inventing import Resident
from tongzhou.demonstration.replaying import Day, Visit, days
from tongzhou.encounters.encounters import Encounter
from tongzhou.kernel import clock, database
from tongzhou.ledger import sealing_days
from tongzhou.matters import actions as matters
from tongzhou.matters.models import Matter
from tongzhou.people import actions as people
from tongzhou.people.identities import NewPerson
from tongzhou.places.queries import current_tree
from tongzhou.places.tree import Node
from tongzhou.programmes.arrivals import actions
from tongzhou.programmes.arrivals.followups import FOLLOW_UP

Step = Callable[[int], None]


def homes() -> tuple[list[UUID], list[UUID]]:
    """The villages of Huating, and those of the other towns."""
    tree = current_tree()
    huating = setting_up.place_id(setting_up.HUATING)

    def is_home(node: Node) -> bool:
        return node.kind in ("village", "committee", "preparatory")

    every = [node.id for node in sorted(tree.nodes.values(), key=lambda node: node.code or "~") if is_home(node)]
    inside = tree.scope([huating]).places
    return [id for id in every if id in inside], [id for id in every if id not in inside]


def replay(*, until: datetime, step: Step = lambda count: None) -> None:
    """Everything that the desks did up to ``until``; the days before it are sealed."""
    for day in days(*homes()):
        if datetime.combine(day.on, time(0), clock.ZONE) >= until:
            break
        _play(day, until, step)
        if until > datetime.combine(day.on + timedelta(days=1), time(0, 5), clock.ZONE):
            with clock.at(datetime.combine(day.on + timedelta(days=1), time(0, 5), clock.ZONE)):
                sealing_days.seal_day(day.on)


def _play(day: Day, until: datetime, step: Step) -> None:
    """Desk by desk, a quarter of an hour at a time: what came in together is recorded together."""
    _follow_up_yesterday(day, until)
    visits = [visit for visit in day.visits if visit.at < until]
    for _key, party in groupby(sorted(visits, key=_together), key=_together):
        _register(list(party))
        step(1)
    _afterwards(visits, day, until)


def _together(visit: Visit) -> tuple[datetime, str]:
    return visit.at.replace(minute=visit.at.minute // 15 * 15, second=0), str(visit.post)


def _register(visits: list[Visit]) -> None:
    last = max(visit.at for visit in visits)
    with clock.at(last):
        by = setting_up.officer(place=visits[0].post)
        with database.acting(by.scope.places):
            actions.register([_registration(visit) for visit in visits], by=by)


def _registration(visit: Visit, *, twin: bool = False) -> Encounter:
    made = Encounter(_person(visit.who, twin=twin), visit.who.place_id, visit.answers, at=visit.at, is_decided=True)
    if not twin:
        visit.entry_id, visit.person_id = made.entry_id, made.person_id
    return made


def _person(who: Resident, *, twin: bool) -> NewPerson:
    """A twin is how a tired worker types the same person again: no papers, another telephone."""
    if twin:
        return NewPerson(who.name, "none", "", "", who.address, who.place_id)
    return NewPerson(who.name, who.id_kind, who.id_number, who.phone, who.address, who.place_id)


def _afterwards(visits: list[Visit], day: Day, until: datetime) -> None:
    """What the evening puts right: telephone calls, twins, corrections, withdrawals, merges."""
    evening = min(datetime.combine(day.on, time(20), clock.ZONE), until)
    with clock.at(evening):
        for visit in visits:
            if visit.again or visit.twin or visit.correction or visit.withdrawn:
                _put_right(visit, setting_up.officer(place=visit.post), evening)


def _put_right(visit: Visit, by: Actor, evening: datetime) -> None:
    entry_id, subject = visit.entry_id, visit.person_id
    if entry_id is None or subject is None:
        raise ValueError("only what was played can be put right")
    with database.acting(by.scope.places):
        if visit.again:
            once_more = {**visit.answers, "measured": "not_possible", "temperature": "", "temperature_again": ""}
            actions.register(
                [Encounter(subject, visit.who.place_id, once_more, at=evening, channel="telephone")], by=by
            )
        if visit.correction:
            actions.correct(entry_id=entry_id, answers=visit.correction, by=by)
        if visit.withdrawn:
            actions.withdraw(entry_id=entry_id, reason=visit.withdrawn, by=by)
    if visit.twin:
        _merge_twin(visit, subject, by)


def _merge_twin(visit: Visit, subject: UUID, by: Actor) -> None:
    with database.acting(by.scope.places):
        double = _registration(visit, twin=True)
        actions.register([double], by=by)
    town = setting_up.officer(setting_up.HUATING)
    with database.acting(town.scope.places):
        people.merge(loser_id=double.person_id, survivor_id=subject, reason="姓名、住址相同,当面核对过", by=town)


def _follow_up_yesterday(day: Day, until: datetime) -> None:
    """Seven in ten of yesterday's follow-ups are done by noon; the others will be overdue."""
    noon = datetime.combine(day.on, time(12), clock.ZONE)
    if noon >= until:
        return
    with clock.at(noon):
        for place, waiting in _waiting():
            by = setting_up.officer(place=place)
            with database.acting(by.scope.places):
                matters.accept(waiting, by=by)
                matters.close(waiting, outcome="done", by=by)


def _waiting() -> Iterator[tuple[UUID, list[UUID]]]:
    with database.acting((), is_wide=True):
        rows = list(
            Matter.objects.filter(state="open", case_type=FOLLOW_UP.code)
            .order_by("place_id", "id")
            .values_list("place_id", "id")
        )
    for place, found in groupby(rows, key=lambda row: row[0]):
        waiting = [id for _place, id in found]
        yield place, waiting[: max(1, len(waiting) * 7 // 10)]
