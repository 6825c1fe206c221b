"""8 February: suggestions and findings in each state, and a draw that found what does not hold. All invented."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from PIL import Image

from tongzhou.access.actors import Actor
from tongzhou.access.roles import INSPECTOR
from tongzhou.demonstration import setting_up
from tongzhou.kernel import clock, codes, database
from tongzhou.matters import actions as matters
from tongzhou.matters import evidence
from tongzhou.people import tokens
from tongzhou.programmes.oversight.actions import finding, sampling, suggesting
from tongzhou.programmes.oversight.actions.finding import NewFinding
from tongzhou.programmes.oversight.actions.sampling import Wanted
from tongzhou.programmes.oversight.models import Check, Finding, Suggestion

MORNING = datetime(2020, 2, 8, 9, tzinfo=clock.ZONE)
EVENING = datetime(2020, 2, 8, 19, tzinfo=clock.ZONE)


def suggest() -> None:
    """In the morning: one waits, one is looked into, one on trial, one adopted, one declined."""
    yongle = setting_up.place_id(setting_up.YONGLE)
    desk = setting_up.officer(setting_up.YONGLE)
    told: list[tuple[str, Callable[[Suggestion], None]]] = [
        ("集市和小商铺高峰时段分设进口、出口,地上贴标记", lambda one: _adopt(one, desk)),
        ("登记点夜里灯太暗,表格看不清,请加一盏灯", lambda one: _take(one, desk)),
        ("老年人出门牌改成挂绳,不容易丢", lambda one: _try(one, desk)),
        ("村北小路封起来,只留一个口", lambda one: _decline(one, desk)),
        ("口罩预约结果请贴在公告栏上,不会用手机的也看得到", lambda one: None),
    ]
    for number, (words, then) in enumerate(told):
        with clock.at(MORNING + timedelta(minutes=7 * number)):
            with database.acting([yongle]):
                code = suggesting.suggest(place_id=yongle, words=words, by=None)
                one = Suggestion.objects.get(token=tokens.of_receipt(codes.plain(code) or ""))
            with database.acting(desk.scope.places):
                then(one)


def _take(one: Suggestion, by: Actor) -> None:
    matters.accept([one.matter_id], by=by)


def _try(one: Suggestion, by: Actor) -> None:
    _take(one, by)
    matters.pause([one.matter_id], until=MORNING + timedelta(days=4), reason="先在一组试行", by=by)


def _adopt(one: Suggestion, by: Actor) -> None:
    _take(one, by)
    matters.close([one.matter_id], outcome="adopted", note="今天起三处集市和商铺都这样做", by=by)


def _decline(one: Suggestion, by: Actor) -> None:
    _take(one, by)
    matters.close([one.matter_id], outcome="declined", note="这条路是消防通道,不能封;已加派一人值守", by=by)


def inspector() -> Actor:
    """The discipline office over Huating."""
    by = setting_up.officer(setting_up.HUATING)
    return replace(by, permissions=INSPECTOR.permissions, name="演示·督查")


def inspect() -> None:
    """In the evening: one finding waits, one is being mended, one handed in, one closed; three records checked."""
    by = inspector()
    tangxing = setting_up.officer(setting_up.TANGXING)
    with clock.at(EVENING):
        for words, far in (
            ("村口测温岗没有备用测温枪", 0),
            ("宣传栏还是上周的通告,没有换", 1),
            ("超市高峰时段进口出口没有分开", 2),
            ("登记点的口罩没有专用回收桶", 3),
        ):
            _finding(words, far, by, tangxing)
        _draw(by)


def _finding(words: str, far: int, by: Actor, desk: Actor) -> None:
    with database.acting(by.scope.places):
        made = finding.find(NewFinding(place_id=desk.post_id, words=words, photo=_photo() if far else None), by=by)
    with database.acting(desk.scope.places):
        _mend(made, far, desk)
    if far == 3:
        with database.acting(by.scope.places):
            finding.look_again(made.id, is_good=True, words="复查:已放置并有标记", by=by)


def _mend(made: Finding, far: int, desk: Actor) -> None:
    if far >= 1:
        matters.accept([made.matter_id], by=desk)
    if far >= 2:
        evidence.prove(made.matter_id, kind="photo", content=_photo(), name="整改.jpg", by=desk)
        matters.submit([made.matter_id], outcome="fixed", by=desk)


def _photo() -> bytes:
    """A plain picture: the demonstration shows nobody."""
    out = io.BytesIO()
    Image.new("RGB", (640, 400), (94, 128, 122)).save(out, "JPEG")
    return out.getvalue()


def _draw(by: Actor) -> None:
    day = clock.day_of(EVENING)
    wanted = Wanted(place_id=by.post_id, kind="arrivals.registered", from_on=day, until_on=day, size=8)
    with database.acting(by.scope.places):
        made = sampling.draw(wanted, by=by)
        first = list(Check.objects.filter(draw=made).order_by("id")[:3])
        for check, result in zip(first, ("holds", "holds", "wrong_number"), strict=False):
            sampling.conclude(check.id, way="phone", result=result, by=by)
