"""A compound of Huating with its dwelling board, half filled on 8 February. The compound and its flats are invented."""

from random import Random

from tongzhou.demonstration import setting_up
from tongzhou.kernel import sheets
from tongzhou.places import actions as places
from tongzhou.places import extract
from tongzhou.places.models import PlaceKind
from tongzhou.places.queries import current_tree
from tongzhou.programmes.screening.actions import dwelling, moving_in
from tongzhou.programmes.screening.models import Dwelling, Living

NAME = "演示·华亭新苑"
BUILDINGS, FLOORS, DOORS = 4, 6, 4
_STATES = (Living.OCCUPIED, Living.RENTED, Living.EMPTY, Living.REFUSED)


def fill() -> None:
    """The flats are listed, all to be visited; two thirds of them were seen."""
    home = next(
        node
        for node in current_tree().children(setting_up.place_id(setting_up.HUATING))
        if node.kind == PlaceKind.COMMITTEE
    )
    compound = places.add_place(name=NAME, kind=PlaceKind.COMPOUND, parent_id=home.id, on=extract.AS_OF)
    by = setting_up.officer(setting_up.HUATING, is_wide=True)
    rows = [
        [f"{building}号楼", f"{floor}0{door}"]
        for building in range(1, BUILDINGS + 1)
        for floor in range(1, FLOORS + 1)
        for door in range(1, DOORS + 1)
    ]
    moving_in.take_in(sheets.write(["楼栋", "房号"], rows), place_id=compound.id, by=by)
    drawn = Random(8)
    states: dict[str, list[Dwelling]] = {}
    for one in Dwelling.objects.filter(place_id=compound.id).order_by("building", "flat"):
        if drawn.random() < 2 / 3:
            states.setdefault(drawn.choices(_STATES, (12, 5, 3, 1))[0], []).append(one)
    for state, seen in states.items():
        dwelling.mark([one.id for one in seen], state, by=by)
