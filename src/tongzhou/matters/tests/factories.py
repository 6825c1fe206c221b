"""Two villages of one town and a village of another, their units, and matters in them."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import database, ids
from tongzhou.matters import actions, casetypes
from tongzhou.matters.actions import NewMatter
from tongzhou.matters.casetypes import CHECKED, PAUSES, CaseType, Outcome, Proof
from tongzhou.matters.hours import OFFICE
from tongzhou.matters.models import Matter
from tongzhou.places.models import Place, PlaceKind
from tongzhou.units.models import Unit, UnitKind

DAY = date(2020, 2, 1)

VISIT = casetypes.register(
    CaseType(
        code="test_visit",
        label="Visit",
        outcomes={
            "done": Outcome("Done"),
            "moved": Outcome("Moved", needs_note=True),
            "lost": Outcome("Lost", False, 3),
        },
        due_hours=24,
        keep_days=30,
    )
)

#: Work that asks for a photo and a second person, counted in office hours.
FIX = casetypes.register(
    CaseType(
        code="test_fix",
        label="Fix",
        outcomes={"fixed": Outcome("Fixed"), "void": Outcome("Void", needs_note=True, needs_no_proof=True)},
        due_hours=12,
        keep_days=30,
        transitions=MappingProxyType({**CHECKED, **PAUSES}),
        office=OFFICE,
        proof=Proof.PHOTO,
    )
)


def village(name: str = "永乐村") -> Place:
    return Place.objects.create(name=name, kind=PlaceKind.VILLAGE, opened_on=DAY)


def unit(place: Place, name: str = "", kind: str = UnitKind.COMMITTEE) -> Unit:
    return Unit.objects.create(name=name or f"{place.name}委会", kind=kind, place=place, opened_on=DAY)


@dataclass(frozen=True)
class Post:
    """A village, its unit and somebody on duty there."""

    place: Place
    unit: Unit
    by: Actor

    @classmethod
    def at(cls, name: str) -> "Post":
        place = village(name)
        owner = unit(place)
        return cls(place, owner, actor(place.id, unit_id=owner.id))


def opened(
    post: Post, number: int = 1, *, to: Post | None = None, subject_id: UUID | None = None, kind: CaseType = VISIT
) -> list[Matter]:
    """``number`` matters opened by ``post``, for itself or for another."""
    target = to or post
    wanted = [
        NewMatter(
            case_type=kind.code,
            owner_unit_id=target.unit.id,
            place_id=target.place.id,
            subject_id=subject_id or ids.new(),
        )
        for _number in range(number)
    ]
    with database.acting(post.by.scope.places):
        return actions.open_matters(wanted, by=post.by)
