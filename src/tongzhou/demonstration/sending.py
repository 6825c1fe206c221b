"""8 February in the morning: the district's orders, as the page reports them. Everybody is invented.

近千名 staff sent down: 26 of 3 units to Huating (one temporary branch), 42 of the personnel bureau in 22 groups to
22 communities, 70多人 of the discipline office in 15+1 groups. 千余名 volunteers at the crossing, day and night. A
medical team of 31+100+5 that leaves on the 9th.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.demonstration import setting_up
from tongzhou.kernel import clock, database
from tongzhou.messages import lines
from tongzhou.places.models import Place, PlaceKind
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment.actions import asking, intake, placing, planning, rotas, sending, volunteering
from tongzhou.programmes.deployment.actions.asking import NewNeed
from tongzhou.programmes.deployment.actions.placing import NewTeam
from tongzhou.programmes.deployment.actions.sending import NewOrder
from tongzhou.programmes.deployment.actions.volunteering import NewVolunteer
from tongzhou.programmes.deployment.models import Order, Posting, Worker
from tongzhou.units import actions as units
from tongzhou.units.models import Unit

DAY = date(2020, 2, 8)
MORNING = datetime.combine(DAY, time(7), clock.ZONE)
LAST = DAY + timedelta(days=20)
BASIS = "演示:区指挥部2020年2月7日派遣通知"
#: 26位, 等3家: whom three units send to Huating.
HUATING = {"区府办": 10, "区教育局": 9, "区总工会": 7}
#: 22组, 22个: sizes vary, 42 in all.
PERSONNEL = (*[2] * 20, 1, 1)
#: 15个 support groups and one mobile group, 70多人.
DISCIPLINE = (*[5] * 10, *[4] * 5, 5)
VOLUNTEERS = 1_040
#: The other units, so that the district sends 近千名 in all.
OTHERS = {
    **{
        "区民政局": 75,
        "区财政局": 60,
        "区市场监管局": 90,
        "区建管委": 80,
        "区农业农村委": 70,
        "区文旅局": 65,
        "区税务局": 90,
    },
    **{"区司法局": 55, "区绿化市容局": 70, "区规划资源局": 60, "区退役军人局": 40, "区统计局": 30, "区体育局": 40},
}
_serial, _phone = count(1), count(1)


def send_down() -> None:
    chief = setting_up.officer(setting_up.DISTRICT, is_wide=True)
    with database.acting((), is_wide=True):
        _huating(chief)
        _personnel(chief)
        _discipline(chief)
        _others(chief)
        _volunteers(chief)
        _medical(chief)
        _sign_ups()


def _unit(name: str) -> UUID:
    known = Unit.objects.filter(name=name).first()
    district = setting_up.place_id(setting_up.DISTRICT)
    return (known or units.add_unit(name=name, kind="department", place_id=district, on=setting_up.OPENED)).id


def _workers(
    number: int, unit_id: UUID, by: Actor, profession: str = "official", *, is_party: bool = False
) -> list[Worker]:
    people = [(f"演沉{serial:05d}", f"演示·{serial:04d}") for serial in (next(_serial) for _ in range(number))]
    taken = intake.take_on(people, unit_id=unit_id, profession=profession, by=by, is_party=is_party)
    lines.keep_for({worker.staff_id: f"1009{next(_phone):07d}" for worker in taken[1:]})  # one in each has given none
    return taken


def _order(workers: Sequence[Worker], way: str, receiver: UUID, by: Actor, destination: str = "") -> Order:
    new = NewOrder(
        unit_id=workers[0].unit_id,
        way=way,
        receiver_id=receiver,
        basis=BASIS,
        basis_on=DAY,
        from_on=DAY,
        until_on=LAST,
        destination=destination,
        worker_ids=[worker.id for worker in workers],
    )
    return sending.send(new, by=by)


def _team(
    sort: str, name: str, workers: Sequence[Worker], place_id: UUID, by: Actor, order: Order | None = None
) -> None:
    ids = [worker.id for worker in workers]
    new = NewTeam(
        sort=sort,
        name=name,
        place_id=place_id,
        from_on=DAY,
        until_on=LAST,
        members=ids,
        leader_id=ids[0],
        order_id=order.id if order else None,
    )
    placing.form(new, by=by)


def _huating(by: Actor) -> None:
    """The town places them: all but four by the evening of the day, two a village."""
    town = setting_up.place_id(setting_up.HUATING)
    members = []
    for name, number in HUATING.items():
        workers = _workers(number, _unit(name), by, is_party=True)
        _order(workers, Order.Way.TOWN, town, by)
        members += workers[:-2]
    _team("branch", "华亭镇下沉临时党支部", members, town, by)
    postings = list(Posting.objects.filter(receiver_id=town, place=None).order_by("id").values_list("id", flat=True))
    homes = (PlaceKind.VILLAGE, PlaceKind.COMMITTEE)
    villages = [node.id for node in current_tree().children(town) if node.kind in homes]
    for at, start in enumerate(range(0, len(postings) - 4, 2)):
        placing.place(postings[start : start + 2], villages[at], by=by)
    asking.ask(_need(villages[0], "village_desk", 8, 1), by=by)
    _plan(town, by)


def _need(place_id: UUID, role: str, hour: int, number: int) -> NewNeed:
    return NewNeed(place_id=place_id, role=role, starts=time(hour), hours=8, count=number, from_on=DAY, until_on=LAST)


def _personnel(by: Actor) -> None:
    """22 groups straight to 22 communities, Yongle and a preparatory group among them."""
    unit, tree = _unit("区人社局"), current_tree()
    zone = setting_up.place_id(setting_up.INDUSTRIAL_ZONE)
    yongle = setting_up.place_id(setting_up.YONGLE)
    homes = [node.id for node in sorted(tree.children(zone), key=lambda node: node.kind != PlaceKind.PREPARATORY)]
    others = [node.id for node in tree.children(setting_up.place_id("310114001")) if node.kind == PlaceKind.COMMITTEE]
    for number, (size, home) in enumerate(zip(PERSONNEL, [yongle, *homes, *others], strict=False), start=1):
        workers = _workers(size, unit, by)
        order = _order(workers, Order.Way.DIRECT, home, by)
        _team("group", f"人社第{number}组", workers, home, by, order)
    asking.ask(_need(yongle, "village_desk", 8, 1), by=by)
    asking.ask(_need(yongle, "gate", 14, 2), by=by)
    _plan(yongle, by)


def _plan(place_id: UUID, by: Actor) -> None:
    """A week's rota, published as the first version."""
    rota = rotas.draft(place_id, DAY, DAY + timedelta(days=6), seconds=10, by=by)
    rotas.solve(rota.id, by=by, steps=3)
    rotas.publish(rota.id, by=by)


def _towns() -> list[UUID]:
    tree = current_tree()
    return [node.id for node in tree.children(setting_up.place_id(setting_up.DISTRICT)) if node.kind == PlaceKind.TOWN]


def _discipline(by: Actor) -> None:
    unit, towns = _unit("区纪委监委"), _towns()
    elsewhere = [town for town in towns if town != setting_up.place_id(setting_up.HUATING)]
    for number, size in enumerate(DISCIPLINE):
        is_mobile, town = number == len(DISCIPLINE) - 1, elsewhere[number % len(elsewhere)]
        workers = _workers(size, unit, by)
        order = _order(workers, Order.Way.TOWN, town, by)
        name = "机动组" if is_mobile else f"下沉支援第{number + 1}组"
        _team("mobile" if is_mobile else "group", name, workers, town, by, order)


def _others(by: Actor) -> None:
    elsewhere = [town for town in _towns() if town != setting_up.place_id(setting_up.HUATING)]
    for at, (name, number) in enumerate(OTHERS.items()):
        workers = _workers(number, _unit(name), by)
        half = number // 2
        _order(workers[:half], Order.Way.TOWN, elsewhere[at % len(elsewhere)], by)
        _order(workers[half:], Order.Way.TOWN, elsewhere[(at + 3) % len(elsewhere)], by)


def _volunteers(by: Actor) -> None:
    """Three shifts of eight hours, so that every hour is covered (24小时)."""
    crossing = Place.objects.get(kind=PlaceKind.CHECKPOINT, closed_on=None)
    workers = _workers(VOLUNTEERS, _unit("区志愿者总队"), by, "volunteer")
    _order(workers, Order.Way.DIRECT, crossing.id, by)
    for number, hour in enumerate((8, 16, 0)):
        need = asking.ask(_need(crossing.id, "crossing", hour, 40), by=by)
        chosen = [worker.id for worker in workers[number * 40 : number * 40 + 40]]
        planning.put_on(need.id, DAY if hour else DAY + timedelta(days=1), chosen, by=by)


def _medical(by: Actor) -> None:
    """第四批: 31 doctors, 100 nurses (30 of them of the north campus), 5 for administration and logistics."""
    district = setting_up.place_id(setting_up.DISTRICT)
    main, north = _unit("区中心医院"), _unit("区中心医院北院")
    of_main = [*_workers(31, main, by, "doctor"), *_workers(70, main, by, "nurse"), *_workers(5, main, by, "logistics")]
    of_north = _workers(30, north, by, "nurse")
    order = _order(of_main, Order.Way.OUTWARD, district, by, "湖北")
    _order(of_north, Order.Way.OUTWARD, district, by, "湖北")
    _team("medical", "第四批援鄂医疗队", [*of_main, *of_north], district, by, order)


def _sign_ups() -> None:
    """Three who signed up on the public page and wait for Huating; one bears the name of somebody on its list."""
    homes = (PlaceKind.VILLAGE, PlaceKind.COMMITTEE)
    villages = [
        node.id for node in current_tree().children(setting_up.place_id(setting_up.HUATING)) if node.kind in homes
    ]
    for number, (name, profession, skills) in enumerate(
        (("演示·志愿甲", "nurse", "会量血压"), ("演示·志愿乙", "", "会开车、会本地话"), ("演示·0001", "teacher", ""))
    ):
        new = NewVolunteer(
            name=name,
            phone=f"1004440000{number}",
            place_id=villages[number],
            profession=profession,
            skills=skills,
            can_work_nights=number == 1,
            from_on=DAY,
            until_on=LAST,
        )
        volunteering.sign_up(new)
