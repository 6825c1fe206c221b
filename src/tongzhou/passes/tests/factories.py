"""Somebody on duty in a village that hands out passes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock
from tongzhou.places.tests import factories as places
from tongzhou.units import actions as units
from tongzhou.units.queries import seat_of

NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)


@dataclass(frozen=True)
class Desk:
    district: places.District
    by: Actor


def desk() -> Desk:
    """Every village and town with its office; somebody on duty at Yongle."""
    district = places.district()
    for place in (district.yongle, district.tangxing, district.nanchen, district.huating, district.xincheng):
        kind = "town_office" if place.kind == "town" else "committee"
        units.add_unit(name=f"{place.name}办公室", kind=kind, place_id=place.id, on=places.ON)
    return Desk(district, at(district.yongle.id))


def at(place_id: UUID) -> Actor:
    unit = seat_of(place_id)
    assert unit is not None
    return actor(place_id, unit_id=unit.id)
