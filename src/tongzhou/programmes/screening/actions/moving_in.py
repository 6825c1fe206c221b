"""Taking in the flats of a compound from a spreadsheet; what cannot be taken comes back with a reason."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import database, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.screening.actions import dwelling
from tongzhou.programmes.screening.actions.importing import Imported
from tongzhou.programmes.screening.errors import DwellingRefused, NotFound
from tongzhou.programmes.screening.models import Dwelling, Living

NAMES = {"楼栋": "building", "楼号": "building", "房号": "flat", "室号": "flat", "状态": "state"}
HEADINGS = ("楼栋", "房号", "状态")
STATES = {
    **{"": Living.VISIT, "待走访": Living.VISIT, "自住": Living.OCCUPIED, "有人": Living.OCCUPIED},
    **{"空置": Living.EMPTY, "空房": Living.EMPTY, "出租": Living.RENTED, "租户": Living.RENTED},
    "拒访": Living.REFUSED,
}


def take_in(content: bytes, *, place_id: UUID, by: Actor) -> Imported:
    """Take in flats; without a state one is to be visited. Raises NotFound, SheetRefused for a file that is no list.

    A flat that stands already is refused: its state is what somebody has seen.
    """
    require(by, Permission.SCREEN_PLAN)
    if place_id not in by.scope.places:
        raise NotFound(_("There is no such place in your duty."))
    sheet = sheets.read(content, needs=("building", "flat"), names=NAMES)
    known: set[tuple[str, str]] = set(Dwelling.objects.filter(place_id=place_id).values_list("building", "flat"))
    made: list[Dwelling] = []
    refused: list[RuleBroken] = []
    for number, row in enumerate(sheet.rows, start=2):
        if not any(row.values()):
            continue
        try:
            made.append(_flat(row, place_id, known))
        except RuleBroken as error:
            error.row = number
            refused.append(error)
    _store(made, by)
    return Imported(len(made), refused, sheets.given_back(sheet, refused, NAMES) if refused else b"")


def _flat(row: sheets.Row, place_id: UUID, known: set[tuple[str, str]]) -> Dwelling:
    building, flat, state = (row.get(part, "").strip() for part in ("building", "flat", "state"))
    if state not in STATES and state not in Living.values:
        words = {"given": state[:20], "known": "、".join(word for word in STATES if word)}
        raise DwellingRefused(_("“%(given)s” is no state of a flat: %(known)s.") % words, field="state")
    one = dwelling.listed(place_id, building, flat, STATES.get(state, state))
    if (building, flat) in known:
        raise DwellingRefused(_("This flat stands on the board already."), field="flat")
    known.add((building, flat))
    return one


def _store(made: Sequence[Dwelling], by: Actor) -> None:
    with database.atomic():
        Dwelling.objects.bulk_create(made, batch_size=1000)
        dwelling.to_visit([one for one in made if one.state == Living.VISIT], by=by)
