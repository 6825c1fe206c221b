"""A village with its town, headquarters with two officers, a central site with two rooms, and a review office."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.people.adding import add
from tongzhou.places.models import Place
from tongzhou.programmes.arrivals.tests import factories
from tongzhou.programmes.isolation.actions import housing
from tongzhou.programmes.isolation.actions.ordering import FIT, Wanted
from tongzhou.programmes.isolation.models import Site
from tongzhou.units import actions as units

TEAM = (
    ("committee", "演示甲", "10000000001"),
    ("clinic", "演示镇卫生中心", "10000000002"),
    ("police", "演示乙", "10000000003"),
)


@dataclass(frozen=True)
class World:
    """``second``: a colleague of the desk; ``chief`` and ``deputy``: two of headquarters."""

    desk: factories.Desk
    second: UUID
    chief: Actor
    deputy: Actor
    guard: Actor
    reviewer: Actor
    checker: Actor
    site: Site


def world() -> World:
    desk = factories.desk()
    district = desk.district
    head = units.add_unit(name="区指挥部", kind="headquarters", place_id=district.district.id, on=factories.places.ON)
    at_site = Place.objects.create(name="集中点", kind="landmark", opened_on=factories.places.ON)
    at_review = Place.objects.create(name="复核处", kind="landmark", opened_on=factories.places.ON)
    house = units.add_unit(name="集中隔离点", kind="site", place_id=at_site.id, on=factories.places.ON)
    office = units.add_unit(name="区司法局", kind="review", place_id=at_review.id, on=factories.places.ON)
    every = [district.district.id, district.huating.id, district.yongle.id, at_site.id]
    chief, deputy = (_on(head.id, "headquarters", *every, is_wide=True) for _turn in range(2))
    lay = actor(*every, unit_id=head.id, is_wide=True, permissions=Permission)
    with database.acting((), is_wide=True):
        site = housing.lay(at_site.id, name="演示集中点", rooms={"101": 1, "102": 1}, by=lay)
    return World(
        desk=desk,
        second=_staff(desk.by.unit_id),
        chief=chief,
        deputy=deputy,
        guard=_on(house.id, "central_site", at_site.id),
        reviewer=_on(office.id, "review_office", at_review.id),
        checker=_on(office.id, "review_office", at_review.id),
        site=site,
    )


def _staff(unit_id: UUID) -> UUID:
    return units.add_staff(number=ids.new().hex[-12:], name="测试丙", unit_id=unit_id, on=factories.places.ON).id


def _on(unit_id: UUID, role: str, *places: UUID, is_wide: bool = False) -> Actor:
    return actor(
        *places,
        staff_id=_staff(unit_id),
        unit_id=unit_id,
        permissions=ROLES[role].permissions,
        is_wide=is_wide,
        hours=24 * 40,
    )


def person(world: World, **changes: Any) -> UUID:
    who = factories.person(world.desk.district.yongle.id, **changes)
    with database.acting(world.desk.by.scope.places):
        add([who], by=world.desk.by)
    return who.id


def wanted(world: World, person_id: UUID, **changes: Any) -> Wanted:
    given: dict[str, Any] = {
        **{"person_id": person_id, "reason": "key_area", "from_on": clock.today(), "dwelling": frozenset(FIT)},
        **{"consents": True, "has_promised": True, "team": TEAM, "second_id": world.second},
    }
    return Wanted(**{**given, **changes})


def days_ahead(number: int, hour: int) -> Any:
    return factories.NOON.replace(hour=hour) + (date(2020, 2, 1) - date(2020, 1, 31)) * number
