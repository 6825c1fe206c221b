"""Two invented cases: one suspected and ruled out, one confirmed with contacts of whom one is in isolation already."""

from datetime import date, datetime, timedelta
from uuid import UUID

from tongzhou.demonstration import setting_up
from tongzhou.kernel import clock, database
from tongzhou.people.models import Person
from tongzhou.programmes.cases import actions
from tongzhou.programmes.cases.models import Case
from tongzhou.programmes.isolation.models import Isolation
from tongzhou.units.models import Unit

MORNING = datetime(2020, 2, 8, 8, tzinfo=clock.ZONE)
ONSET = date(2020, 2, 6)


def play(until: datetime) -> None:
    """People of the villages of Huating, taken from the residents; nobody when there are too few."""
    if until < MORNING:
        return
    with clock.at(MORNING), database.acting((), is_wide=True):
        villages = [one.place_id for one in Isolation.objects.order_by("place_id").distinct("place_id")]
        isolating = set(Isolation.objects.values_list("person_id", flat=True))
        people = Person.objects.filter(place_id__in=villages, wrapped_key__isnull=False).exclude(id__in=isolating)
        chosen = list(people.order_by("id").values_list("id", flat=True)[:4])
        inside = Isolation.objects.filter(state="home").order_by("id").values_list("person_id", flat=True).first()
        if len(chosen) == 4 and inside:
            _give(chosen, inside)


def _give(chosen: list[UUID], inside: UUID) -> None:
    by = setting_up.officer(setting_up.DISTRICT, is_wide=True)
    by = setting_up.sitting_in(by, Unit.objects.get(name=setting_up.AUTHORITY))
    suspected, confirmed, family, colleague = chosen

    def notify(person_id: UUID, state: str, number: int) -> Case:
        document = f"演示:区疾控中心病例通报第{number}号"
        return actions.notify(person_id=person_id, state=state, onset_on=ONSET, document=document, by=by)

    notify(suspected, "suspected", 11)
    case = notify(confirmed, "confirmed", 11)
    met = (
        (family, "household", ONSET + timedelta(days=1)),
        (inside, "vehicle", ONSET),
        (colleague, "together", ONSET - timedelta(days=2)),
    )
    for person_id, kind, last_on in met:
        actions.add_contact(case.id, person_id=person_id, kind=kind, last_on=last_on, by=by)
    notify(suspected, "ruled_out", 12)
