"""近百家 visited and 650多家 phoned on 8 February, out of entries and counted a second way."""

import pytest

from tongzhou.briefing import actions as briefs
from tongzhou.briefing import telling
from tongzhou.demonstration import calling, setting_up
from tongzhou.figures import queries as figures
from tongzhou.kernel import clock, database
from tongzhou.programmes.screening.models import Contact, Target


@pytest.mark.usefixtures("committed")
def test_who_was_visited_and_phoned_as_the_page_reports_it() -> None:
    with clock.at(calling.MORNING):
        setting_up.lay_district()
    calling.call()
    with clock.at(calling.EVENING), database.acting((), is_wide=True):
        by = setting_up.officer(setting_up.DISTRICT, is_wide=True)
        huating = setting_up.place_id(setting_up.HUATING)
        visited, phoned = (
            figures.value(code, huating, calling.DAY, by=by) for code in ("screening.visited", "screening.phoned")
        )
        assert 90 <= visited <= 99
        assert 651 <= phoned <= 699
        brief = briefs.make(setting_up.place_id(setting_up.DISTRICT), calling.DAY, by=by)
        lines = {line.code: line for line in telling.told(brief, "zh").work}
        assert lines["screening.visited"].reported.startswith("近 100 走访企业商铺近百家 · 华亭镇 · 原文")
        assert lines["screening.phoned"].reported.startswith("多于 650 电话问了650多家 · 华亭镇 · 原文")
        assert (lines["screening.visited"].value, lines["screening.phoned"].value) == (str(visited), str(phoned))
        for way, told in (("visit", visited), ("phone", phoned)):
            assert Contact.objects.filter(way=way).values("target").distinct().count() == told
        known = Target.objects.filter(planned_on__isnull=False)
        assert known.count() == known.filter(told_version=1).count() > 600
