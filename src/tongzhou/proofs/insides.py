"""What a size costs without a server: stays laid, the risk list judged, a table filled, a brief made."""

import resource
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.db import connections

from tongzhou.briefing import actions as briefs
from tongzhou.briefing import paper, telling, word
from tongzhou.demonstration import clocks, setting_up
from tongzhou.kernel import database
from tongzhou.people.models import Person
from tongzhou.programmes.leads import actions as leads
from tongzhou.programmes.riskareas import actions as risk
from tongzhou.programmes.riskareas import evaluating, national
from tongzhou.programmes.riskareas.actions import NewRule
from tongzhou.tables import actions as tables

DAY = date(2020, 2, 8)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measured(stays: str, workbook: bytes, people: bytes) -> dict[str, float]:
    """Seconds by name, on the demonstration of this state folder."""
    clocks.install()
    chief = setting_up.officer(setting_up.DISTRICT, is_wide=True)
    found: dict[str, float] = {}
    with database.acting((), is_wide=True):
        found["residents"] = Person.objects.count()
    found["lay three stays for each, seconds"] = _timed(lambda: _lay(stays))
    with database.acting((), is_wide=True):
        risk.put(NewRule("3411", "2020-01-20"), by=chief)
        version = risk.draft(by=chief)
        found["judge every stay by the list, seconds"] = _timed(lambda: evaluating.compare(version, DAY))
        made: list[evaluating.Change] = []
        found["publish, with visits and statuses, seconds"] = _timed(
            lambda: made.append(risk.publish(document="测量用名单,2020年2月8日", by=chief))
        )
        found["persons that came onto the door lists"] = len(made[0].begun)
        table = tables.hand_in(name="测量", wanted_by="", content=workbook, by=chief)
        filled: list[int] = []
        found["fill a table of ten columns, seconds"] = _timed(
            lambda: filled.append(tables.fill(table.id, chief.post_id, DAY, by=chief).persons)
        )
        found["rows of that table"] = filled[0]
        by = replace(chief, name="测量")
        found["import a list of 10,000 rows, duplicates asked for, seconds"] = _timed(
            lambda: leads.import_list(name="测量用名单", content=people, by=chief)
        )
        found["brief: collect, seconds"] = _timed(lambda: briefs.make(chief.post_id, DAY, by=by))
        brief = briefs.make(chief.post_id, DAY, by=by)
        told = telling.told(brief, "zh", address="http://127.0.0.1/verify/")
        found["brief: Word, seconds"] = _timed(lambda: word.write(word.shipped("zh"), told))
        found["brief: PDF, seconds"] = _timed(lambda: paper.write(told, at=brief.made_at))
    found["most memory of this process, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _lay(stays: str) -> None:
    """Every resident was in a county of the country within the last sixty days: county, city and province."""
    counties = [code for code in national.names() if len(code) == 6]
    pairs = [(number, token) for number, code in enumerate(counties) for token in sorted(national.tokens([code]))]
    numbers, tokens = zip(*pairs, strict=True)
    with connections[database.LOAD].cursor() as cursor:
        cursor.execute(stays, [list(numbers), list(tokens), len(counties)])
    with connections[database.OWNER].cursor() as cursor:
        cursor.execute("ANALYZE")
