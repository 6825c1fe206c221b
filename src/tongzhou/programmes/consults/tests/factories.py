"""A desk that is ready for consults, and a fever clinic to send to."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import FEVER_CLINIC
from tongzhou.access.tests.factories import actor
from tongzhou.encounters.encounters import Encounter
from tongzhou.kernel import clock, database
from tongzhou.places import actions as places
from tongzhou.places.tests.factories import ON
from tongzhou.programmes.arrivals.tests import factories as arrivals
from tongzhou.programmes.arrivals.tests.factories import NOON
from tongzhou.programmes.consults import forms
from tongzhou.questionnaires import actions as dictionary
from tongzhou.questionnaires.publishing import publish
from tongzhou.units import actions as units
from tongzhou.units.models import Unit

#: Mother or child of the page: from Jiangxi, a sore throat, no travel, no contact.
ANSWERS = {
    **{"measured": "yes", "temperature": "36.8", "symptoms": ["throat"], "onset_on": "2020-02-07"},
    **{"home_province": "36", "recent": "no", "contact": "no"},
    **{"consult_advice": ["watch", "worse"], "mask": "wearing"},
}


@dataclass(frozen=True)
class Desk:
    arrivals: arrivals.Desk
    by: Actor
    clinic: Unit
    doctor: Actor


def desk() -> Desk:
    """A desk at Yongle, and a clinic at a landmark elsewhere."""
    at = arrivals.desk()
    with clock.at(NOON):
        post = places.add_place(name="发热门诊", kind="landmark", parent_id=at.district.nanchen.id, on=ON)
        clinic = units.add_unit(name="发热门诊", kind="clinic", place_id=post.id, on=ON)
        staff = units.add_staff(number="M1", name="测试医", unit_id=clinic.id, on=ON)
        doctor = actor(post.id, staff_id=staff.id, unit_id=clinic.id)
        publish_form(at)
    doctor = replace(doctor, permissions=FEVER_CLINIC.permissions)
    desk_worker = replace(at.by, permissions=frozenset(Permission) - {Permission.CONSULT_ANSWER})
    return Desk(at, desk_worker, clinic, doctor)


def publish_form(at: arrivals.Desk) -> None:
    chief = actor(at.district.district.id, is_wide=True)
    with database.acting((), is_wide=True):
        dictionary.import_elements(forms.ELEMENTS.read_bytes(), by=chief, ends_on=date(2020, 6, 30))
        publish(code=forms.CODE, source=forms.CONSULT.read_bytes(), from_on=date(2020, 2, 1), by=chief)


def consult(desk: Desk, **changes: Any) -> Encounter:
    """Somebody new; ``answers`` are laid over :data:`ANSWERS`."""
    place_id = desk.arrivals.district.yongle.id
    answers = {**ANSWERS, **changes.pop("answers", {})}
    return Encounter(arrivals.person(place_id), place_id, answers, **changes)
