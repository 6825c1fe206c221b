"""The figures of the page about who was sent, out of entries, teams and postings."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from tongzhou.demonstration import sending, setting_up
from tongzhou.figures import queries as figures
from tongzhou.kernel import clock, database
from tongzhou.places.models import Place
from tongzhou.programmes.deployment.models import Member, Posting, Shift, Team, Volunteer


@pytest.fixture
def sent(committed: None, tmp_path: Any) -> Iterator[None]:
    with override_settings(VAR=tmp_path), clock.at(sending.MORNING):
        setting_up.lay_district()
        sending.send_down()
        with database.acting((), is_wide=True):
            yield


def value(code: str, place: str = setting_up.DISTRICT) -> int:
    by = setting_up.officer(setting_up.DISTRICT, is_wide=True)
    return figures.value(code, setting_up.place_id(place), sending.DAY, by=by)


@pytest.mark.usefixtures("sent")
def test_who_was_sent_as_the_page_reports_it() -> None:
    # 近千名; 26位, 等3家, one branch whose members are some of them; 千余名; 31+100+5
    assert 950 <= value("deployment.sent") < 1000
    assert value("deployment.sent", setting_up.HUATING) == 26
    huating = Posting.objects.filter(receiver_id=setting_up.place_id(setting_up.HUATING))
    assert huating.values("worker__unit").distinct().count() == 3
    branch = Team.objects.get(sort="branch")
    members = set(branch.members.values_list("worker_id", flat=True))
    assert members < set(huating.values_list("worker_id", flat=True))
    assert 1001 <= value("deployment.volunteers") <= 1099
    assert value("deployment.outward") == 136

    # 42名, 22组, 22个; 15+1, 70多人
    groups = Team.objects.filter(name__startswith="人社")
    assert (groups.count(), groups.values("place").distinct().count()) == (22, 22)
    assert Member.objects.filter(team__in=groups).count() == 42
    assert groups.filter(place__kind="preparatory").exists()
    discipline = Team.objects.filter(order__unit__name="区纪委监委")
    assert Counter(discipline.values_list("sort", flat=True)) == {"group": 15, "mobile": 1}
    assert 71 <= Member.objects.filter(team__in=discipline).count() <= 79
    medical = Team.objects.get(sort="medical")
    professions = Counter(medical.members.values_list("worker__profession", flat=True))
    assert professions == {"doctor": 31, "nurse": 100, "logistics": 5}
    assert medical.members.filter(worker__unit__name="区中心医院北院").count() == 30

    assert Volunteer.objects.filter(state="waiting").count() == 3
    # 24小时: somebody stands at the crossing in every hour
    crossing = Place.objects.get(kind="checkpoint")
    spans = list(Shift.objects.planned().filter(place=crossing).values_list("starts_at", "ends_at"))
    start = clock.start_of(sending.DAY) + timedelta(hours=8)
    hours = [start + timedelta(hours=number, minutes=30) for number in range(24)]
    assert all(any(first <= hour < last for first, last in spans) for hour in hours)
