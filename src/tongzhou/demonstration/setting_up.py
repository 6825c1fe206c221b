"""The district as it stood: places, offices, the dictionary, the desk's questions, the accounts to try.

Everything goes through the actions that an operator would use.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongzhou.access import actions as access
from tongzhou.access.actors import Actor
from tongzhou.access.models import Account
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.kernel import clock, database, ids
from tongzhou.places import actions as places
from tongzhou.places import extract
from tongzhou.places.queries import by_code, current_tree
from tongzhou.programmes.arrivals import forms
from tongzhou.programmes.consults import forms as consults
from tongzhou.programmes.crossings.actions import facilities
from tongzhou.programmes.isolation.actions import housing
from tongzhou.programmes.riskareas import actions as riskareas
from tongzhou.programmes.riskareas.actions import NewRule
from tongzhou.questionnaires import actions as dictionary
from tongzhou.questionnaires.publishing import publish
from tongzhou.units import actions as units
from tongzhou.units.models import Unit
from tongzhou.units.queries import seat_of

#: Offices open with the district's first-level response of 24 January 2020; the desks' questions hold from then on.
OPENED = date(2020, 1, 24)
DISTRICT, HUATING, YONGLE, INDUSTRIAL_ZONE = "310114", "310114111", "310114102208", "310114501"
NANXIANG = "310114102"  # the town of Yongle
TANGXING = "310114111221"
#: Fever clinics stand at a landmark of their town; their staff see what is sent to them and nothing of the town.
CLINICS = {"区中心医院发热门诊": "310114001", "安亭医院发热门诊": "310114103"}
BASIS = "演示〔2020〕1号"
ROUND, AUTHORITY = "南翔镇环卫所", "区疾控中心"
SITE, REVIEW = "演示集中隔离点", "区司法局复核处"
ROOMS = {f"{floor}0{number}": 1 for floor in (2, 3) for number in range(1, 7)} | {"108": 3}


@dataclass(frozen=True)
class Tried:
    """An account that opens with one click in a demonstration; without a place it is on duty where its unit is."""

    username: str
    staff: str
    role: str
    place: str
    unit: str = ""


ACCOUNTS = (
    Tried("headquarters", "演示·总值班", "headquarters", DISTRICT),
    Tried("town", "演示·镇值班", "town_office", HUATING),
    Tried("nanxiang", "演示·南翔值班", "town_office", NANXIANG),
    Tried("desk", "演示·登记员", "village_desk", YONGLE),
    Tried("seconded", "演示·下沉干部", "village_desk", YONGLE, "区人社局"),
    Tried("gate", "演示·门岗", "gate", YONGLE),
    Tried("crossing", "演示·道口", "crossing", "", "区道口检查站"),
    Tried("clinic", "演示·发热门诊", "fever_clinic", "", "区中心医院发热门诊"),
    Tried("department", "演示·部门会签", "department", DISTRICT, "区经委"),
    Tried("inspector", "演示·督查员", "inspector", HUATING, "区纪委监委"),
    Tried("deputy", "演示·带班领导", "headquarters", DISTRICT),
    Tried("site", "演示·集中点", "central_site", "", SITE),
    Tried("collector", "演示·清运员", "collector", NANXIANG, ROUND),
    Tried("authority", "演示·疾控", "health_authority", DISTRICT, AUTHORITY),
    Tried("review", "演示·申诉经办", "review_office", "", REVIEW),
    Tried("checker", "演示·申诉审定", "review_office", "", REVIEW),
    Tried("audit", "演示·审计", "audit_admin", DISTRICT),
    Tried("system", "演示·系统", "system_admin", DISTRICT),
    Tried("security", "演示·安全", "security_admin", DISTRICT),
)
WORDS: dict[str, Promise] = {
    "headquarters": _("Figures of the whole district, down to the entry"),
    "town": _("Huating: its villages, merging, reporting"),
    "nanxiang": _("Nanxiang: the town of Yongle village"),
    "desk": _("The tent at Yongle village: register who comes back"),
    "seconded": _("Sent down to the same tent by another bureau"),
    "gate": _("The gate of Yongle village: scan, measure, let in or out"),
    "crossing": _("A road crossing of the district: every car, twelve toilets"),
    "clinic": _("Whom the desks sent: arrived or not, and the answer"),
    "department": _("Signs for one department what firms apply for"),
    "inspector": _("Huating: findings, second looks, records drawn at random"),
    "deputy": _("Headquarters: the second person who confirms a decision"),
    "site": _("A central isolation site: rooms, reports"),
    "collector": _("Fetches the waste of isolating homes in Nanxiang, door by door"),
    "authority": _("Notices of cases, and their contacts"),
    "review": _("Answers appeals against isolation"),
    "checker": _("Confirms the answers to appeals"),
    "audit": _("Who looked at whom, and the ledger"),
    "system": _("Places, staff and accounts"),
    "security": _("Duties"),
}


def place_id(code: str) -> UUID:
    """The place that bore the code when the district was set up."""
    place = by_code(code, OPENED)
    if place is None:
        raise LookupError(code)
    return place.id


def lay_district() -> None:
    """Places with their tiles, one preparatory group without a code, an office for each."""
    places.import_divisions(extract.rows(), on=extract.AS_OF)
    places.lay_tiles(extract.tiles())
    places.add_place(name="梧桐坊社区筹建组", kind="preparatory", parent_id=place_id(INDUSTRIAL_ZONE), on=extract.AS_OF)
    units.add_unit(name="区疫情防控指挥部", kind="headquarters", place_id=place_id(DISTRICT), on=OPENED)
    for department in ("区人社局", "区纪委监委", "区经委", "区卫健委"):
        units.add_unit(name=department, kind="department", place_id=place_id(DISTRICT), on=OPENED)
    kinds = {"town": "town_office", "committee": "committee", "village": "committee", "preparatory": "preparatory"}
    units.open_for_places(kinds=kinds, on=OPENED)
    for name, code in CLINICS.items():
        post = places.add_place(name=name, kind="landmark", parent_id=place_id(code), on=extract.AS_OF)
        units.add_unit(name=name, kind="clinic", place_id=post.id, on=OPENED)

    _lay_crossing()
    _lay_isolation()


def _lay_isolation() -> None:
    """A central site and the office that answers appeals, each at a landmark of its own."""
    for name, code in ((ROUND, NANXIANG), (AUTHORITY, DISTRICT)):
        units.add_unit(name=name, kind="department", place_id=place_id(code), on=OPENED)
    for name, kind in ((SITE, "site"), (REVIEW, "review")):
        post = places.add_place(name=name, kind="landmark", parent_id=place_id(DISTRICT), on=extract.AS_OF)
        units.add_unit(name=name, kind=kind, place_id=post.id, on=OPENED)
        if kind == "site":
            with database.acting((), is_wide=True):
                housing.lay(post.id, name=name, rooms=ROOMS, by=officer(DISTRICT, is_wide=True))


def _lay_crossing() -> None:
    """A crossing that belongs to the district itself, with the twelve mobile toilets of the page (12间)."""
    post = places.add_place(
        name="G2京沪高速安亭道口", kind="checkpoint", parent_id=place_id(DISTRICT), on=extract.AS_OF
    )
    units.add_unit(name="区道口检查站", kind="department", place_id=post.id, on=OPENED)
    guard = replace(officer(DISTRICT), post_id=post.id, scope=current_tree().scope([post.id]))
    with database.acting(guard.scope.places):
        facilities.lay(12, by=guard)


def publish_questions() -> None:
    """The dictionary and the questionnaires of the desks, by headquarters."""
    chief = officer(DISTRICT, is_wide=True)
    with database.acting((), is_wide=True):
        for elements in (forms.ELEMENTS, consults.ELEMENTS):
            dictionary.import_elements(elements.read_bytes(), by=chief, ends_on=date(2020, 6, 30))
        for code, form in {**forms.SHIPPED, consults.CODE: consults.CONSULT}.items():
            publish(code=code, source=form.read_bytes(), from_on=OPENED, by=chief)


def publish_risk_areas() -> None:
    """The first list: the province from which the district's returnees of those days mattered most."""
    chief = officer(DISTRICT, is_wide=True)
    with database.acting((), is_wide=True):
        riskareas.put(NewRule("42", "2019-12-31"), by=chief)
        riskareas.publish(document="演示:重点地区名单(2020年2月5日)", by=chief)


def open_accounts(now: datetime) -> None:
    """The accounts to try; their passwords are random and told to nobody."""
    for number, tried in enumerate(ACCOUNTS, start=1):
        unit = _unit(tried)
        staff = units.add_staff(number=f"演示{number:02d}", name=tried.staff, unit_id=unit.id, on=OPENED)
        account = access.open_account(username=tried.username, staff_id=staff.id, by=None).account
        _assign(account, unit, tried, now)


def _unit(tried: Tried) -> Unit:
    if tried.unit:
        return Unit.objects.get(name=tried.unit)
    unit = seat_of(place_id(tried.place))
    if unit is None:
        raise LookupError(tried.place)
    return unit


def _assign(account: Account, unit: Unit, tried: Tried, now: datetime) -> None:
    access.assign_duty(
        account_id=account.id,
        unit_id=unit.id,
        role=tried.role,
        place_id=place_id(tried.place) if tried.place else unit.place_id,
        starts_at=now - timedelta(hours=12),
        ends_at=now - timedelta(hours=12) + (ROLES[tried.role].longest or timedelta(days=60)),
        basis=BASIS,
        by=None,
    )


@lru_cache(maxsize=1024)
def _worker(unit_id: UUID) -> UUID:
    return units.add_staff(number=f"演{ids.new().hex[-10:]}", name="演示·值守", unit_id=unit_id, on=OPENED).id


def officer(code: str = "", *, place: UUID | None = None, is_wide: bool = False) -> Actor:
    """Somebody on duty at the place for the replay, with all that a desk or an office may do."""
    post = place or place_id(code)
    unit = seat_of(post)
    if unit is None:
        raise LookupError(str(post))
    tree = current_tree()
    return Actor(
        account_id=ids.new(),
        staff_id=_worker(unit.id),
        unit_id=unit.id,
        duty_id=ids.new(),
        name="演示·值守",
        unit_name=unit.name,
        role="village_desk",
        permissions=frozenset(Permission),
        scope=tree.scope([post]),
        post_id=post,
        is_wide=is_wide,
        ends_at=clock.now() + timedelta(days=30),
    )


def sitting_in(by: Actor, unit: Unit) -> Actor:
    """The same officer as one of that unit."""
    return replace(by, unit_id=unit.id, unit_name=unit.name)
