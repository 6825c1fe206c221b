"""8 February: firms of Huating in each state, as the page reports it in preparation. Every firm is invented."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tongzhou.access.actors import Actor
from tongzhou.demonstration import setting_up
from tongzhou.kernel import clock, database, sheets
from tongzhou.places.queries import current_tree
from tongzhou.programmes.resumption import rules
from tongzhou.programmes.resumption.actions import applying, asking, deciding, staffing, stopping, visiting
from tongzhou.programmes.resumption.actions.applying import NewApplication
from tongzhou.programmes.resumption.actions.asking import NewFirm
from tongzhou.programmes.resumption.actions.visiting import CHECKLIST, Seen
from tongzhou.programmes.resumption.codes import check
from tongzhou.programmes.resumption.models import Application
from tongzhou.programmes.resumption.rules import Sheet
from tongzhou.units.models import Unit

MORNING = datetime(2020, 2, 8, 10, tzinfo=clock.ZONE)
DEPARTMENTS = ("区经委", "区卫健委", "区人社局")
WORDS = (
    "一、责任到人,员工一人一档;二、进门必问必测,37.3 ℃ 以上不上岗;三、口罩备足三天;"
    "四、食堂错峰、宿舍分散;五、有隔离观察室;六、重点地区来沪人员 14 天内不上岗。"
)


@dataclass(frozen=True)
class Office:
    """Somebody for each step; whoever visits did not check the papers."""

    chief: Actor
    town: Actor
    visitor: Actor
    signers: list[Actor]


def resume() -> None:
    with clock.at(MORNING):
        office = _office()
        with database.acting((), is_wide=True):
            rules.publish(_sheet(), by=office.chief)
    steps = [_listed, _asked, _asked, _applied, _checked, _filed, _sent_back, _allowed, _allowed, _stopped]
    for number, step in enumerate(steps, start=1):
        with clock.at(MORNING + timedelta(minutes=10 * number)):
            _play(number, step, office)


def _office() -> Office:
    town = setting_up.officer(setting_up.HUATING)
    top = setting_up.officer(setting_up.DISTRICT)
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=DEPARTMENTS)}
    signers = [replace(top, unit_id=units[name].id, unit_name=name, name=f"演示·{name}") for name in DEPARTMENTS]
    visitor = replace(town, staff_id=top.staff_id, name="演示·核验")
    return Office(setting_up.officer(setting_up.DISTRICT, is_wide=True), town, visitor, signers)


def _sheet() -> Sheet:
    return Sheet(
        words=WORDS,
        document="演示:关于延迟企业复工的通知(2020年1月27日)",
        document_on=date(2020, 1, 27),
        earliest_at=datetime(2020, 2, 10, tzinfo=clock.ZONE),
        exempt=("city", "control", "daily", "nation"),
        departments=list(Unit.objects.filter(name__in=DEPARTMENTS).values_list("id", flat=True)),
    )


def _firm(number: int) -> NewFirm:
    body = f"91310114MA{number:07d}"
    villages = [node.id for node in current_tree().children(setting_up.place_id(setting_up.HUATING))]
    return NewFirm(
        place_id=villages[number % len(villages)],
        name=f"演示{number}号{'医疗用品厂' if number % 2 else '食品厂'}",
        credit_code=body + check(body),
        size="medium",
        trade="making" if number % 2 else "food",
        staff_number=100 + 20 * number,
        from_outside=30 + number,
        contact="演示·联系人",
        phone=f"100{number:08d}",
    )


Step = Callable[[int, Office], object]


def _play(number: int, step: Step, office: Office) -> None:
    with database.acting((), is_wide=True):
        step(number, office)


def _listed(number: int, office: Office) -> None:
    asking.list_firm(_firm(number), by=office.chief)


def _asked(number: int, office: Office) -> None:
    firm = asking.list_firm(_firm(number), by=office.chief)
    asking.ask(firm.id, planned_on=date(2020, 2, 8 + number), by=office.chief)


def _applied(number: int, office: Office) -> Application:
    new = NewApplication(
        firm=_firm(number),
        planned_on=date(2020, 2, 10),
        plan="门口测温登记;口罩每人每天一只;食堂分三批;宿舍两人一间;设隔离观察室一间。",
        promised_by="演示·法人",
        is_promised=True,
    )
    made = applying.apply(new, by=office.chief).application
    rows = [(f"演示·员工{row}", f"DM{number:02d}{row:05d}", "", "安徽" if row < 4 else "", "") for row in range(1, 13)]
    staffing.hand_in(made.id, sheets.write(("姓名", "证件号码", "手机", "从何处来", "返回日期"), rows), by=office.chief)
    for signer in office.signers[: 2 if number % 2 else 1]:
        deciding.sign(made.id, is_agreed=True, words="", by=signer)
    return made


def _checked(number: int, office: Office) -> Application:
    made = _applied(number, office)
    deciding.check(made.id, words="材料齐全", by=office.town)
    return made


def _filed(number: int, office: Office) -> Application:
    made = _checked(number, office)
    for signer in office.signers[2 if number % 2 else 1 :]:
        deciding.sign(made.id, is_agreed=True, words="", by=signer)
    deciding.file(made.id, words=f"备案 {number} 号", by=office.chief)
    return made


def _sent_back(number: int, office: Office) -> None:
    deciding.send_back(_applied(number, office).id, words="没有隔离观察室,口罩只够一天", by=office.town)


def _allowed(number: int, office: Office) -> Application:
    made = _filed(number, office)
    seen = Seen(ready=tuple(CHECKLIST), masks=3 * _firm(number).staff_number, rooms=1, verdict="allowed")
    visiting.visit(made.id, seen, by=office.visitor)
    return made


def _stopped(number: int, office: Office) -> None:
    made = _allowed(number, office)
    stopping.order(made.firm_id, words="抽查发现宿舍六人一间,停工整改", by=office.chief)
