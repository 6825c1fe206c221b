"""What the pages of deployment ask for, read out of their fields. A wrong field is refused by its name."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places.models import PlaceKind
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment.actions.asking import NewNeed
from tongzhou.programmes.deployment.actions.placing import NewTeam
from tongzhou.programmes.deployment.actions.rotas import SECONDS, Spot
from tongzhou.programmes.deployment.actions.sending import NewOrder
from tongzhou.programmes.deployment.actions.volunteering import NewVolunteer
from tongzhou.programmes.deployment.dividing import Wanted
from tongzhou.programmes.deployment.errors import (
    NeedRefused,
    OrderRefused,
    PlacingRefused,
    ReliefRefused,
    RotaRefused,
    WorkerRefused,
)
from tongzhou.programmes.deployment.models import Order, Profession, Worker

RECEIVING = {PlaceKind.TOWN, PlaceKind.COMMITTEE, PlaceKind.VILLAGE, PlaceKind.PREPARATORY, PlaceKind.CHECKPOINT}


def uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def uuids(texts: Sequence[str]) -> list[UUID]:
    return [found for text in texts if (found := uuid(text))]


def day(text: str) -> date:
    """The day of an address, up to two months ahead; today for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return found if abs(found - clock.today()) <= timedelta(days=62) else clock.today()


def _date(given: Mapping[str, str], name: str, refusal: type[RuleBroken]) -> date:
    try:
        return date.fromisoformat(given.get(name, ""))
    except ValueError as error:
        raise refusal(_("Write the day as 2020-02-08."), field=name) from error


def _number(given: Mapping[str, str], name: str) -> int:
    text = given.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def receivers(by: Actor) -> list[tuple[str, str]]:
    """Places that people can be sent to or placed at, with the town before the name."""
    tree = current_tree()
    nodes = [node for place_id in by.scope.places if (node := tree.nodes.get(place_id)) and node.kind in RECEIVING]
    named = [(str(node.id), " · ".join(step.name for step in tree.path(node.id)[1:])) for node in nodes]
    return sorted(named, key=lambda pair: pair[1])


def posts(by: Actor) -> list[tuple[str, str]]:
    """Every place of the duty where somebody may be asked for."""
    tree = current_tree()
    nodes = [
        node for place_id in by.scope.places if (node := tree.nodes.get(place_id)) and node.kind != PlaceKind.DISTRICT
    ]
    return sorted(((str(node.id), node.name) for node in nodes), key=lambda pair: pair[1])


def order(given: QueryDict, workers: Sequence[Worker], by: Actor) -> NewOrder:
    """An order for ``workers``, who are of one unit. Raises OrderRefused."""
    units = {worker.unit_id for worker in workers}
    if len(units) != 1:
        raise OrderRefused(_("An order sends workers of one unit. Choose by unit first."), field="workers")
    way = given.get("way", "")
    receiver = by.post_id if way == Order.Way.OUTWARD else uuid(given.get("receiver", ""))
    if receiver is None:
        raise OrderRefused(_("Choose where they are sent."), field="receiver")
    return NewOrder(
        unit_id=units.pop(),
        way=way,
        receiver_id=receiver,
        worker_ids=[worker.id for worker in workers],
        basis=given.get("basis", ""),
        basis_on=_date(given, "basis_on", OrderRefused),
        from_on=_date(given, "from_on", OrderRefused),
        until_on=_date(given, "until_on", OrderRefused),
        destination=given.get("destination", ""),
    )


def team(given: QueryDict, members: Sequence[UUID], place_id: UUID, order_id: UUID | None = None) -> NewTeam:
    return NewTeam(
        sort=given.get("sort", ""),
        name=given.get("name", ""),
        alias=given.get("alias", ""),
        place_id=place_id,
        order_id=order_id,
        members=members,
        leader_id=members[0] if members else None,
        from_on=clock.today(),
        until_on=_date(given, "until_on", PlacingRefused),
    )


def team_change(given: QueryDict) -> dict[str, Any]:
    """Who leads from now on and until when. Raises PlacingRefused."""
    return {"leader_id": uuid(given.get("leader", "")), "until_on": _date(given, "until_on", PlacingRefused)}


def division(given: QueryDict) -> Wanted:
    """How an order is divided into groups."""
    return Wanted(
        name=given.get("name", ""),
        places=uuids(given.getlist("place")),
        leads=frozenset(uuids(given.getlist("leads"))),
        profession=given.get("profession", "") if given.get("profession") in Profession.values else "",
        least=_number(given, "least") or None,
        most=_number(given, "most") or None,
    )


def need(given: QueryDict, by: Actor) -> NewNeed:
    place_id = uuid(given.get("place", "")) or by.post_id
    try:
        starts = time.fromisoformat(given.get("starts", ""))
    except ValueError as error:
        raise NeedRefused(_("Write the time as 08:00."), field="starts") from error
    return NewNeed(
        place_id=place_id,
        role=given.get("role", ""),
        profession=given.get("profession", ""),
        starts=starts,
        hours=_number(given, "hours"),
        count=_number(given, "count"),
        from_on=_date(given, "from_on", NeedRefused),
        until_on=_date(given, "until_on", NeedRefused),
        priority=_number(given, "priority"),
    )


def next_week(by: Actor) -> dict[str, object]:
    """The seven days from tomorrow at the own place."""
    tomorrow = clock.today() + timedelta(days=1)
    return {"place": by.post_id, "from_on": tomorrow, "until_on": tomorrow + timedelta(days=6), "seconds": 30}


def planned_places(by: Actor) -> list[tuple[str, str]]:
    """The own place, then those right below it."""
    tree = current_tree()
    return [(str(node.id), node.name) for node in (tree.get(by.post_id), *tree.children(by.post_id))]


def lengths() -> list[tuple[int, str]]:
    """How long may be searched, in words."""
    return [
        (
            one,
            _("%(seconds)s seconds") % {"seconds": one}
            if one < 120
            else _("%(minutes)s minutes") % {"minutes": one // 60},
        )
        for one in SECONDS
    ]


def rota(given: QueryDict, by: Actor) -> dict[str, Any]:
    """What is to be planned. Raises RotaRefused."""
    return {
        "place_id": uuid(given.get("place", "")) or by.post_id,
        "from_on": _date(given, "from_on", RotaRefused),
        "until_on": _date(given, "until_on", RotaRefused),
        "seconds": _number(given, "seconds"),
    }


def spots(given: QueryDict) -> tuple[Spot, Spot]:
    """What was picked up in a grid, and where it was dropped."""
    return _spot(given, ""), _spot(given, "to_")


def _spot(given: QueryDict, side: str) -> Spot:
    who, need_id = given.get(f"{side}who", "")[:36], uuid(given.get(f"{side}need", ""))
    return Spot(who, need_id, _number(given, f"{side}day"))


def relief(given: QueryDict) -> dict[str, Any]:
    """Who stood in for whom from when until when, hours of the day of ``at``. Raises ReliefRefused."""
    worker_id = uuid(given.get("who", ""))
    try:
        day = datetime.fromisoformat(given.get("at", "")).astimezone(clock.ZONE)
        times = [time.fromisoformat(given.get(name, "")) for name in ("from", "until")]
    except ValueError as error:
        raise ReliefRefused(_("Write the time as 08:00."), field="from") from error
    if worker_id is None:
        raise ReliefRefused(_("Choose who stood in."), field="who")
    from_at, until_at = (datetime.combine(day.date(), one, clock.ZONE) for one in times)
    until_at += timedelta(days=1) if until_at <= from_at else timedelta(0)
    return {"worker_id": worker_id, "from_at": from_at, "until_at": until_at}


def away(given: QueryDict) -> dict[str, Any]:
    """Why and how long somebody is away. Raises WorkerRefused."""
    return {
        "from_on": _date(given, "from_on", WorkerRefused),
        "until_on": _date(given, "until_on", WorkerRefused),
        "why": given.get("why", ""),
    }


def volunteer(given: QueryDict) -> NewVolunteer:
    """Whoever signs up, as written; what is wrong with it is the action's to say."""
    return NewVolunteer(
        name=given.get("name", "")[:80],
        phone=given.get("phone", "")[:40],
        place_id=uuid(given.get("place", "")),
        unit_id=uuid(given.get("unit", "")),
        profession=given.get("profession", "")[:10],
        skills=given.get("skills", "")[:200],
        can_work_nights=given.get("nights") == "yes",
        from_on=_maybe(given.get("from_on", "")),
        until_on=_maybe(given.get("until_on", "")),
    )


def _maybe(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
