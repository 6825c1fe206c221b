"""Taking in targets from a spreadsheet: a row is one door or number; what cannot be taken comes back with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places.queries import named
from tongzhou.programmes.screening.actions.finding import Key, NewTarget, check, drawn_up, standing
from tongzhou.programmes.screening.errors import TargetRefused
from tongzhou.programmes.screening.models import Contact, Dwelling, Sort, Target

NAMES = {
    **{"名称": "name", "单位名称": "name", "户主": "name", "类别": "sort", "村居": "place", "地址": "address"},
    **{"标志物": "landmark", "片区": "area", "联系人": "contact", "电话": "phone", "联系电话": "phone"},
}
#: Headings in the order in which an office writes them.
HEADINGS = ("名称", "类别", "村居", "地址", "标志物", "片区", "联系人", "电话")
SORTS = {
    **{
        "企业": "firm",
        "公司": "firm",
        "工厂": "firm",
        "商铺": "shop",
        "店铺": "shop",
        "商户": "shop",
        "居民": "household",
    },
    **{
        "居民户": "household",
        "农户": "farmhouse",
        "农宅": "farmhouse",
        "田间窝棚": "shed",
        "窝棚": "shed",
        "大棚": "shed",
    },
}


@dataclass(frozen=True)
class Imported:
    """``given_back``: the refused rows as a spreadsheet with a reason each; empty for none."""

    taken: int
    refused: list[RuleBroken]
    given_back: bytes


def take_in(content: bytes, *, list_name: str, by: Actor) -> Imported:
    """Take in a list of targets. Raises SheetRefused for a file that is no list.

    What stands already is refused with who asked there last: nobody is asked twice.
    """
    require(by, Permission.SCREEN_PLAN)
    sheet = sheets.read(content, names=NAMES)
    if not {"name", "phone"} & {*sheet.headings}:
        raise TargetRefused(_("A list needs a column of names or of telephones."), field="file")
    places = named(by.scope.places) | {"": by.post_id}
    known = _known(by)
    made: list[Target] = []
    refused: list[RuleBroken] = []
    for number, row in enumerate(sheet.rows, start=2):
        if not any(row.values()):
            continue
        try:
            made.append(_target(row, number, places, known, list_name.strip()[:120] or _("A list"), by))
        except RuleBroken as error:
            error.row = number
            refused.append(error)
    Target.objects.bulk_create(made, batch_size=1000)
    return Imported(len(made), refused, sheets.given_back(sheet, refused, NAMES) if refused else b"")


def _known(by: Actor) -> dict[Key, str]:
    rows = Target.objects.filter(place_id__in=by.scope.places)
    return {
        (one.place_id, one.sort, one.name, one.address, one.landmark): standing(one)
        for one in rows.defer("sealed", "wrapped_key")
    }


def _target(
    row: sheets.Row, number: int, places: Mapping[str, UUID], known: dict[Key, str], list_name: str, by: Actor
) -> Target:
    given: dict[str, Any] = {part: row.get(part, "").strip() for part in ("name", "address", "landmark", "area")}
    place = row.get("place", "").strip()
    if place not in places:
        raise TargetRefused(_("“%(place)s” is no place of your duty.") % {"place": place[:40]}, field="place")
    new = NewTarget(
        **given,
        place_id=places[place],
        sort=_sort(row.get("sort", "").strip()),
        contact=row.get("contact", "").strip(),
        phone="".join(row.get("phone", "").split()),
    )
    check(new)
    if new.key() in known:
        raise TargetRefused(known[new.key()], field="name")
    known[new.key()] = _("The same as row %(row)s.") % {"row": number}
    return drawn_up(new, list_name=list_name, by=by)


def _sort(given: str) -> str:
    code = SORTS.get(given, given.lower() or Sort.FIRM)
    if code not in Sort.values:
        words = {"given": given[:20], "known": "、".join(SORTS)}
        raise TargetRefused(_("“%(given)s” is no sort of target: %(known)s.") % words, field="sort")
    return code


def destroy(day: date) -> list[UUID]:
    """Targets that were to be kept until a day before ``day``, with their contacts. For people.retention."""
    gone = sorted(Target.objects.filter(keep_until__lt=day).values_list("id", flat=True))
    for start in range(0, len(gone), 1000):
        some: Sequence[UUID] = gone[start : start + 1000]
        Contact.objects.filter(target_id__in=some).delete()
        Dwelling.objects.filter(target_id__in=some).update(target=None)
        Target.objects.filter(id__in=some).delete()
    return gone
