"""Stays out of what encounters learn, and at once what the list in force says about them.

Elements: where somebody comes from, where they were in the last 14 days, Wuhan, and the day of return. The day they
left is the day of return when nothing better is known.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock
from tongzhou.people import bulk
from tongzhou.programmes.riskareas import evaluating, national
from tongzhou.programmes.riskareas.models import Stay
from tongzhou.questionnaires.known import Fact

KEEP_DAYS = 180
WUHAN = "4201"
LOCAL = "31"
_HEARD = frozenset(
    {
        *("travel.origin_province", "travel.origin_city", "travel.returned_on", "travel.wuhan", "travel.wuhan_left_on"),
        *("travel.recent", "travel.recent_where"),
    }
)


def stays_of(said: Mapping[str, Any], asked_on: date) -> dict[bytes, date]:
    """Place token to last day there. Pure."""
    returned = _day(said.get("travel.returned_on")) or asked_on
    province = str(said.get("travel.origin_province") or "")
    province = "" if province in (LOCAL, "abroad") else province
    found: dict[str, date] = {}
    if province:
        found |= dict.fromkeys(national.resolve(str(said.get("travel.origin_city") or ""), province), returned)
    if said.get("travel.recent") == "yes":
        found |= dict.fromkeys(national.resolve(str(said.get("travel.recent_where") or "")), returned)
    if said.get("travel.wuhan") == "yes":
        found[WUHAN] = _day(said.get("travel.wuhan_left_on")) or returned
    stays: dict[bytes, date] = {}
    for code, until in found.items():
        for one in national.tokens([code]):
            stays[one] = max(until, stays.get(one, until))
    return stays


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def learn(facts: Sequence[Fact], chains: Sequence[UUID], by: Actor) -> None:
    """What questionnaires tells of: new facts, and the chains whose word no longer counts."""
    heard = [fact for fact in facts if fact.element in _HEARD]
    again: set[UUID] = set()
    if chains:
        old = Stay.objects.filter(entry_id__in=chains)
        again = set(old.values_list("person_id", flat=True))
        old.delete()
    stays = [stay for told in _by_entry(heard).values() for stay in _rows(told, by)]
    if not stays and not again:
        return
    bulk.insert(bulk.of(Stay, stays))
    told = {stay.person_id for stay in stays}
    if not again and not evaluating.concerned(None, clock.today(), told):
        return  # one more stay ends nothing, and no rule names it
    _evaluate(again | told, by, entry_id=(stays[0].entry_id if stays else chains[0]))


def _by_entry(facts: Sequence[Fact]) -> dict[tuple[UUID, UUID], list[Fact]]:
    told: dict[tuple[UUID, UUID], list[Fact]] = defaultdict(list)
    for fact in facts:
        told[fact.person_id, fact.entry_id].append(fact)
    return told


def _rows(told: Sequence[Fact], by: Actor) -> list[Stay]:
    first = told[0]
    found = stays_of({fact.element: fact.value for fact in told}, clock.day_of(first.at))
    keep_until = clock.day_of(first.at) + timedelta(days=KEEP_DAYS)
    return [
        Stay(
            person_id=first.person_id,
            place_id=first.place_id,
            recorded_at_id=by.post_id,
            entry_id=first.entry_id,
            token=one,
            until_on=until,
            keep_until=keep_until,
        )
        for one, until in found.items()
    ]


def _evaluate(person_ids: set[UUID], by: Actor, *, entry_id: UUID) -> None:
    change = evaluating.compare(None, clock.today(), person_ids)
    version = evaluating.in_force() if change.begun or change.ended else None
    if version is not None:
        evaluating.apply(change, version, by=by, entry_id=entry_id, is_new_version=False)


def destroy(day: date) -> list[UUID]:
    """Stays that were to be kept until a day before ``day``, and hits that are over. For people.retention."""
    evaluating.over(day)
    gone = sorted(Stay.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    for start in range(0, len(gone), 2000):
        Stay.objects.filter(id__in=gone[start : start + 2000]).delete()
    return gone
