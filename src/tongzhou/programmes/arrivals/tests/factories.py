"""A desk that is ready to register: a district, its units, the dictionary, the questionnaire."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.encounters.encounters import Encounter
from tongzhou.kernel import clock, database, ids
from tongzhou.people.idcheck import check_character
from tongzhou.people.identities import NewPerson
from tongzhou.places.tests import factories as places
from tongzhou.programmes.arrivals import forms
from tongzhou.questionnaires import actions as dictionary
from tongzhou.questionnaires.publishing import publish
from tongzhou.units import actions as units

NOON = datetime(2020, 2, 8, 12, tzinfo=clock.ZONE)
#: What somebody back from Anhui by train answers; healthy.
ANSWERS = {
    "origin_province": "34",
    "origin_city": "阜阳",
    "wuhan": "no",
    "transport": "train",
    "transport_number": "G7148",
    "returned_on": "2020-02-08",
    "contact": "no",
    "symptoms": ["none"],
    "measured": "yes",
    "temperature": "36.6",
    "mask": "wearing",
    "advice": ["mask", "wash"],
    "promise": "yes",
    "papers": "shown",
}


@dataclass(frozen=True)
class Desk:
    district: places.District
    by: Actor


def desk(village: str = "yongle") -> Desk:
    """A desk at Yongle with somebody on duty, at noon of 8 February."""
    with clock.at(NOON):
        district = places.district()
        for place in (district.yongle, district.tangxing, district.nanchen):
            units.add_unit(name=f"{place.name}村委会", kind="committee", place_id=place.id, on=places.ON)
        set_up(district)
        return Desk(district, at(getattr(district, village).id))


def at(place_id: Any) -> Actor:
    """Somebody else on duty at that village."""
    unit = units.queries.seat_of(place_id)
    assert unit is not None
    staff = units.add_staff(number=ids.new().hex[-12:], name="测试乙", unit_id=unit.id, on=places.ON)
    with clock.at(NOON):
        return actor(place_id, staff_id=staff.id, unit_id=unit.id)


def set_up(district: places.District) -> None:
    chief = actor(*(place.id for place in (district.district, district.huating, district.yongle)), is_wide=True)
    with database.acting((), is_wide=True):
        dictionary.import_elements(forms.ELEMENTS.read_bytes(), by=chief, ends_on=date(2020, 6, 30))
        for code, form in forms.SHIPPED.items():
            publish(code=code, source=form.read_bytes(), from_on=date(2020, 2, 1), by=chief)


_serial = iter(range(1, 10_000))


def person(place_id: Any, **changes: Any) -> NewPerson:
    """Somebody invented, unlike everybody before."""
    number = next(_serial)
    digits = f"99999919800101{number % 1000:03d}"
    given = NewPerson(
        f"王{chr(0x4E00 + number)}试",
        "resident",
        digits + check_character(digits),
        f"100{number:08d}",
        f"{number}号",
        place_id,
    )
    return replace(given, **changes)


def registration(place_id: Any, who: Any = None, **changes: Any) -> Encounter:
    """Somebody back from Anhui; ``answers`` are laid over :data:`ANSWERS`."""
    answers = {**ANSWERS, **changes.pop("answers", {})}
    return Encounter(who or person(place_id), place_id, answers, **changes)
