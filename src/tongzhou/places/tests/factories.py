"""A small district for the tests of any room."""

from dataclasses import dataclass
from datetime import date

from tongzhou.places import actions
from tongzhou.places.models import Place

ON = date(2020, 1, 1)


@dataclass(frozen=True)
class District:
    district: Place
    huating: Place
    yongle: Place
    tangxing: Place
    xincheng: Place
    nanchen: Place


def district() -> District:
    """A district of two towns: Huating with Yongle and Tangxing, Xincheng with Nanchen."""
    top = actions.add_place(name="嘉定区", kind="district", parent_id=None, on=ON, code="310114")
    huating = actions.add_place(name="华亭镇", kind="town", parent_id=top.id, on=ON, code="310114111")
    xincheng = actions.add_place(name="新成路街道", kind="town", parent_id=top.id, on=ON, code="310114001")
    villages = {
        name: actions.add_place(name=name, kind="village", parent_id=parent.id, on=ON)
        for name, parent in (("永乐村", huating), ("塘行村", huating), ("南陈社区", xincheng))
    }
    return District(top, huating, villages["永乐村"], villages["塘行村"], xincheng, villages["南陈社区"])
