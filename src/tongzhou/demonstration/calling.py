"""8 February in Huating: groups go from shop to shop and call firm after firm. Everybody is invented.

近百家 visited, 650多家 phoned: "seconded staff" in the paragraph on Huating; the page says no more of whose they were.
"""

from dataclasses import replace
from datetime import date, datetime, time

from tongzhou.access.actors import Actor
from tongzhou.demonstration import flats, setting_up
from tongzhou.figures import actions as figures
from tongzhou.figures.models import Qualifier
from tongzhou.kernel import clock, database, ids, sheets
from tongzhou.places.models import PlaceKind
from tongzhou.places.queries import current_tree
from tongzhou.programmes.screening import figures as screened
from tongzhou.programmes.screening.actions import arranging, importing, recording
from tongzhou.programmes.screening.actions.recording import NewContact
from tongzhou.programmes.screening.models import Target

DAY = date(2020, 2, 8)
MORNING = datetime.combine(DAY, time(8, 30), clock.ZONE)
EVENING = datetime.combine(DAY, time(17, 30), clock.ZONE)
VISITED, PHONED, LEFT = 96, 668, 120
CALLERS = 12
_BASIS = "上海市政府2020年1月27日通知:企业不早于2月9日24时复工"
_WORDS = (
    "您好,这里是华亭镇疫情防控工作组。请问:\n1. 打算哪天复工?\n2. 有没有人从外地回来?\n"
    "复工要求:不早于2月9日24时;先申请、后核查;测温、口罩、消毒、隔离间要备好。"
)


def call() -> None:
    """The list is taken in, the script written, and the day carried out by a dozen people."""
    with clock.at(MORNING), database.acting((), is_wide=True):
        chief = setting_up.officer(setting_up.HUATING, is_wide=True)
        for sort in ("firm", "shop"):
            arranging.write_script(sort, _WORDS, _BASIS, by=chief)
        importing.take_in(_sheet(), list_name="演示:华亭镇企业商铺名册", by=chief)
    with clock.at(EVENING), database.acting((), is_wide=True):
        targets = sorted(Target.objects.all(), key=lambda one: one.name[-4:])
        for number in range(CALLERS):
            mine = list(enumerate(targets[: VISITED + PHONED]))[number::CALLERS]
            by = replace(chief, account_id=ids.new(), name=f"演示·话务{number + 1}")
            recording.record([_contact(at, one) for at, one in mine], by=by)
    with clock.at(EVENING), database.acting((), is_wide=True):
        flats.fill()
    with clock.at(EVENING), database.acting((), is_wide=True):  # counts stand once what they count is committed
        _tell(chief)


def _tell(by: Actor) -> None:
    """As the page words it, with its doubt: it does not say whose staff they were."""
    for code, value, qualifier, words in (
        (screened.VISITED.code, 100, Qualifier.NEARLY, "走访企业商铺近百家"),
        (screened.PHONED.code, 650, Qualifier.MORE, "电话问了650多家"),
    ):
        figures.report(
            indicator=code,
            place_id=by.post_id,
            day=DAY,
            value=value,
            qualifier=qualifier,
            scope_note="原文只说下沉干部,没有说是哪家单位的",
            words=words,
            by=by,
        )


def _sheet() -> bytes:
    tree = current_tree()
    homes = [
        node.name
        for node in tree.children(setting_up.place_id(setting_up.HUATING))
        if node.kind in (PlaceKind.VILLAGE, PlaceKind.COMMITTEE)
    ]
    rows = []
    for number in range(VISITED + PHONED + LEFT):
        is_shop, home = number < VISITED, homes[number % len(homes)]
        name = f"演示·{'商铺' if is_shop else '企业'}{number + 1:04d}"
        area = f"第{number % 6 + 1}片"
        rows.append([name, "商铺" if is_shop else "企业", home, f"演示路{number + 1}号", area, f"1000002{number:04d}"])
    return sheets.write(["名称", "类别", "村居", "地址", "片区", "电话"], rows)


def _contact(at: int, target: Target) -> NewContact:
    """Most are reached; every ninth call rings in vain, and who resumes says when."""
    is_visit = at < VISITED
    outcome = "nobody" if at % 9 == 8 and not is_visit else "reached"
    planned = date(2020, 2, 10 + at % 8) if outcome == "reached" else None
    return NewContact(target_id=target.id, way="visit" if is_visit else "phone", outcome=outcome, planned_on=planned)
