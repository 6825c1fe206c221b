"""Directives of the demonstration: one that went down to the villages and partly came back, one that is overdue."""

import io
from datetime import date, datetime, timedelta
from uuid import UUID

from PIL import Image, ImageDraw

from tongzhou.demonstration import setting_up
from tongzhou.kernel import clock, database
from tongzhou.matters import actions as matters
from tongzhou.matters import evidence
from tongzhou.places.queries import current_tree
from tongzhou.programmes.directives import actions
from tongzhou.programmes.directives.actions import Wanted
from tongzhou.programmes.directives.models import Directive, Task

MORNING = datetime(2020, 2, 8, 9, tzinfo=clock.ZONE)
ENTRANCES = Wanted(
    title="超市、菜场高峰时段分设进口和出口",
    words="进口和出口分开,贴出标记;进口测温,不戴口罩劝阻进入。",
    due_at=MORNING + timedelta(days=2),
    document="演示:区疫情防控指挥部第5号通告",
    article="第三条",
    document_on=date(2020, 2, 7),
    proof="photo",
)
POSTERS = Wanted(
    title="村居宣传栏换上新的防护提示",
    words="每个村居至少一处,写上热线电话。",
    due_at=MORNING + timedelta(hours=8),
    document="演示:区疫情防控指挥部第4号通告",
    document_on=date(2020, 2, 6),
)


def send_down(until: datetime) -> None:
    """Down to twelve towns; two of them set how for their villages, some of which have shown that it is done."""
    if until < MORNING:
        return
    chief = setting_up.officer(setting_up.DISTRICT, is_wide=True)
    with clock.at(MORNING), database.acting((), is_wide=True):
        towns = [node.id for node in current_tree().children(chief.post_id) if node.kind == "town"]
        actions.issue(POSTERS, towns, by=chief)
        top = actions.issue(ENTRANCES, towns, by=chief)
    for code in (setting_up.HUATING, setting_up.NANXIANG):
        _below(top, code)


def _below(top: Directive, code: str) -> None:
    town = setting_up.officer(code)
    homes = [node.id for node in current_tree().children(town.post_id) if node.kind in ("village", "committee")][:4]
    how = Wanted(
        title="先做农贸市场,再做沿街小店",
        words="农贸市场今天做完;沿街小店由村居排班看口。",
        due_at=MORNING + timedelta(days=1),
        proof="photo",
        under=top.id,
    )
    with clock.at(MORNING + timedelta(hours=1)):
        with database.acting(town.scope.places):
            below = actions.issue(how, homes, by=town)
            tasks = dict(Task.objects.filter(directive=below).values_list("place_id", "matter_id"))
        for home in homes[:2]:
            _show(tasks[home], home)
        with database.acting(town.scope.places):
            matters.close([tasks[homes[0]]], by=town)


def _show(task: UUID, home: UUID) -> None:
    by = setting_up.officer(place=home)
    with database.acting(by.scope.places):
        matters.accept([task], by=by)
        evidence.prove(task, kind="photo", content=drawn(), name="进出口.jpg", by=by)
        matters.submit([task], outcome="done", by=by)


def drawn() -> bytes:
    """Two doors drawn, one green with an arrow in, one red with an arrow out: no real place, nobody on it."""
    picture = Image.new("RGB", (640, 400), "#d9d4c8")
    draw = ImageDraw.Draw(picture)
    for left, colour, tip in ((60, "#17603a", 1), (360, "#9d1f18", -1)):
        draw.rectangle((left, 60, left + 220, 360), fill="#f6f3ec", outline=colour, width=10)
        middle, base = left + 110, 210 + 60 * tip
        draw.polygon([(middle - 60, 210), (middle + 60, 210), (middle, base + 40 * tip)], fill=colour)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=80)
    return kept.getvalue()
