"""Taking in who can be sent: a spreadsheet of a personnel office, or one volunteer who was vetted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, sealing, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places.models import PlaceKind
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment.errors import NotFound, WorkerRefused
from tongzhou.programmes.deployment.models import Away, Profession, Worker
from tongzhou.units import actions as units
from tongzhou.units import queries as offices
from tongzhou.units.models import Unit

#: How long after the last list a worker is kept: the length of the longest posting and a month.
KEEP_DAYS = 120
LONGEST_AWAY = 92
#: Headings as personnel offices write them.
NAMES = {
    **{"工号": "number", "姓名": "name", "单位": "unit", "职业": "profession", "身份": "profession", "特长": "skills"},
    **{"可上夜班": "nights", "居住街镇": "home", "居住地": "home", "党员": "party", "请假至": "away_until"},
}
#: Professions as they are written in lists; an empty cell is an official.
PROFESSIONS = {
    **{
        "": "official",
        "干部": "official",
        "公务员": "official",
        "机关干部": "official",
        "医生": "doctor",
        "医师": "doctor",
    },
    **{
        "护士": "nurse",
        "民警": "police",
        "辅警": "police",
        "后勤": "logistics",
        "行政后勤": "logistics",
        "教师": "teacher",
    },
    **{"志愿者": "volunteer"},
}
YES, NO = (
    {"是", "能", "可", "√", "yes", "y", "1", "党员", "中共党员"},
    {"", "否", "不能", "不可", "×", "no", "n", "0", "群众"},
)


@dataclass(frozen=True)
class Imported:
    """``given_back``: the refused rows as a spreadsheet with a reason each; empty for none."""

    taken: int
    refused: list[RuleBroken]
    given_back: bytes


def take_in(content: bytes, *, by: Actor, step: Callable[[int], None] = lambda count: None) -> Imported:
    """Take in a list of staff or volunteers; whoever is known by the number is brought up to date.

    Raises SheetRefused for a file that is no list. A bad row is refused with its reason, the others are taken.
    """
    require(by, Permission.STAFF_SEND)
    sheet = sheets.read(content, needs=("number", "name", "unit"), names=NAMES)
    refused: list[RuleBroken] = []
    seen: dict[str, int] = {}
    known = offices.known_numbers({row.get("number", "").strip() for row in sheet.rows})
    unit_of, fresh = cache(offices.unit_named), dict[Unit, list[sheets.Row]]()
    for number, row in enumerate(sheet.rows, start=2):
        if not any(row.values()):
            continue
        try:
            _once(row.get("number", ""), number, seen)
            unit = unit_of(row.get("unit", ""))
            if row.get("number", "").strip() in known:
                _take(row, unit, by)
            else:
                units.checked(row.get("number", ""), row.get("name", ""))
                _wanted(row)
                fresh.setdefault(unit, []).append(row)
        except RuleBroken as error:
            error.row = number
            refused.append(error)
        step(1)
    for unit, rows in fresh.items():
        _take_new(rows, unit, by)
    filled = sum(any(row.values()) for row in sheet.rows)
    return Imported(filled - len(refused), refused, sheets.given_back(sheet, refused, NAMES) if refused else b"")


def take_on(
    people: Sequence[tuple[str, str]], *, unit_id: UUID, profession: str, by: Actor, is_party: bool = False
) -> list[Worker]:
    """Many new ones of one unit at once, as (staff number, name): what a personnel system hands over."""
    require(by, Permission.STAFF_SEND)
    staff = units.add_many(people, unit_id=unit_id, on=clock.today())
    return Worker.objects.bulk_create(
        Worker(
            staff=one,
            unit_id=unit_id,
            place_id=by.post_id,
            profession=profession,
            party=sealing.wrap(b"1") if is_party else None,
            keep_until=clock.today() + timedelta(days=KEEP_DAYS),
        )
        for one in staff
    )


def _once(staff_number: str, row: int, seen: dict[str, int]) -> None:
    """Nobody stands in one list twice, be it under two offices."""
    if staff_number and seen.setdefault(staff_number, row) != row:
        words = {"row": seen[staff_number]}
        raise WorkerRefused(
            _("This staff number stands in row %(row)s already. Keep one of the two.") % words, field="number"
        )


def _take_new(rows: Sequence[sheets.Row], unit: Unit, by: Actor) -> None:
    """Whoever nobody knows yet, a unit's all together; each row was found good before."""
    people = [units.checked(row.get("number", ""), row.get("name", "")) for row in rows]
    staff = units.add_many(people, unit_id=unit.id, on=clock.today())
    Worker.objects.bulk_create(
        Worker(staff=one, unit=unit, place_id=by.post_id, **_wanted(row)) for one, row in zip(staff, rows, strict=True)
    )


def _take(row: sheets.Row, unit: Unit, by: Actor) -> Worker:
    known = Worker.objects.select_related("unit").filter(staff__number=row.get("number", "").strip()).first()
    if known and known.unit_id != unit.id:
        words = {"unit": known.unit.name}
        raise WorkerRefused(
            _("Already on the list of %(unit)s. Let that office take them off first.") % words, field="unit"
        )
    wanted = _wanted(row)
    staff = units.add_staff(number=row.get("number", ""), name=row.get("name", ""), unit_id=unit.id, on=clock.today())
    worker, _made = Worker.objects.update_or_create(
        staff=staff, defaults={"unit": unit, **wanted}, create_defaults={"unit": unit, "place_id": by.post_id, **wanted}
    )
    return worker


def _wanted(row: sheets.Row) -> dict[str, Any]:
    profession = row.get("profession", "").strip()
    code = PROFESSIONS.get(profession, profession.lower())
    if code not in Profession.values:
        words = {"given": profession[:20], "known": "、".join(sorted(filter(None, PROFESSIONS)))}
        raise WorkerRefused(_("“%(given)s” is none of: %(known)s.") % words, field="profession")
    away = _day(row.get("away_until", ""))
    return {
        "profession": code,
        "skills": row.get("skills", "").strip()[:100],
        "home_town_id": _town(row.get("home", "").strip()),
        "can_work_nights": _is(row.get("nights", "是"), "nights"),
        "party": sealing.wrap(b"1") if _is(row.get("party", ""), "party") else None,
        "away_from": clock.today() if away else None,
        "away_until": away,
        "away_why": Away.LEAVE if away else "",
        "keep_until": clock.today() + timedelta(days=KEEP_DAYS),
    }


def _is(text: str, field: str) -> bool:
    if (given := text.strip().lower()) not in YES | NO:
        raise WorkerRefused(_("Write 是 or 否, not “%(given)s”.") % {"given": text[:20]}, field=field)
    return given in YES


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise WorkerRefused(_("Write the day as 2020-02-08."), field="away_until") from error
    return day if day >= clock.today() else None


def _town(name: str) -> UUID | None:
    if not name:
        return None
    towns = [node.id for node in current_tree().nodes.values() if node.kind == PlaceKind.TOWN and node.name == name]
    if not towns:
        raise WorkerRefused(_("No town is called “%(name)s”.") % {"name": name[:30]}, field="home")
    return towns[0]


def set_away(worker_id: UUID, *, from_on: date, until_on: date, why: str = Away.LEAVE, by: Actor) -> None:
    """Leave, a failed health check, or stood down after an exposure: no new shift on these days; those that stand
    are repaired. Raises NotFound, WorkerRefused."""
    require(by, Permission.STAFF_PLACE)
    if not 0 <= (until_on - from_on).days <= LONGEST_AWAY:
        raise WorkerRefused(
            _("The last day lies between the first and %(days)s days later.") % {"days": LONGEST_AWAY}, field="until_on"
        )
    if why not in Away.values:
        raise WorkerRefused(_("Choose why."), field="why")
    _worker(worker_id, by).update(away_from=from_on, away_until=until_on, away_why=why)


def set_back(worker_id: UUID, *, by: Actor) -> None:
    """Back before the time: may be put on shifts again. Raises NotFound."""
    require(by, Permission.STAFF_PLACE)
    _worker(worker_id, by).update(away_from=None, away_until=None, away_why="")


def _worker(worker_id: UUID, by: Actor) -> QuerySet[Worker]:
    found = Worker.objects.filter(id=worker_id, place_id__in=by.scope.places)
    if not found.exists():
        raise NotFound(_("There is no such worker here."))
    return found
