"""People of an order divided into groups, one for each community that receives one: a proposal with its proof.

The division is `rostering.teams`'; here it gets its people and places, and names. Reads only: `actions.placing` forms
the groups once a person has confirmed the proposal, which is named by what it says.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.places.models import PlaceKind
from tongzhou.places.queries import current_tree
from tongzhou.places.tree import Node
from tongzhou.programmes.deployment import rosters
from tongzhou.programmes.deployment.errors import PlacingRefused
from tongzhou.programmes.deployment.models import Order, Posting, Team, Worker
from tongzhou.rostering.documents import Level
from tongzhou.rostering.teams import TeamsRefused, divide

HOMES = {PlaceKind.COMMITTEE, PlaceKind.VILLAGE, PlaceKind.PREPARATORY, PlaceKind.CHECKPOINT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``places`` receive a group each. ``leads``: postings of who can lead, none: anybody. ``profession``: somebody of
    it in every group if possible. ``least``, ``most``: people in a group, None for as even as can be."""

    name: str
    places: Sequence[UUID]
    leads: frozenset[UUID] = frozenset()
    profession: str = ""
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Group:
    name: str
    place: Node
    postings: Sequence[Posting]

    @property
    def leader(self) -> Worker:
        """The first one: who can lead stands before the others."""
        return self.postings[0].worker


@dataclass(frozen=True)
class Proposal:
    """``levels``: what is as good as can be, with value and bound; ``code`` names the division."""

    groups: Sequence[Group]
    levels: Sequence[Level]
    code: str

    @property
    def is_proved(self) -> bool:
        return all(level.value == level.bound for level in self.levels)

    @property
    def moved(self) -> int:
        """How many stand somewhere else afterwards than now."""
        return sum(one.place_id != group.place.id for group in self.groups for one in group.postings)


def undivided(order: Order, *, by: Actor) -> list[Posting]:
    """Whom the order sent and who is in no group yet, by name."""
    require(by, Permission.STAFF_PLACE)
    rows = Posting.objects.filter(order=order, ended_at=None).select_related(
        "worker__staff", "worker__unit", "worker__home_town", "place"
    )
    grouped = Team.objects.filter(
        sort__in=[Team.Sort.GROUP, Team.Sort.MOBILE],
        until_on__gte=clock.today(),
        members__worker__postings__order=order,
    ).values("members__worker_id")
    return list(rows.exclude(worker_id__in=grouped).order_by("worker__staff__name", "id"))


def receivers(order: Order) -> list[Node]:
    """Communities, villages, preparatory groups and posts of the order's receiver, as the tree has them."""
    tree = current_tree()
    below = [tree.get(place_id) for place_id in tree.scope([order.receiver_id]).places]
    return sorted((node for node in below if node.kind in HOMES), key=lambda node: (node.kind, node.name))


def propose(order: Order, wanted: Wanted, *, by: Actor) -> Proposal:
    """The best division of whoever is in no group yet. Raises PlacingRefused."""
    require(by, Permission.STAFF_PLACE, place_id=order.receiver_id)
    postings = {str(one.id): one for one in undivided(order, by=by)}
    nodes = [node for node in receivers(order) if node.id in set(wanted.places)]
    _check(wanted, len(postings), len(nodes))
    try:
        made = divide(_document(wanted, list(postings.values()), nodes))
    except TeamsRefused as impossible:
        raise PlacingRefused(_sizes(len(postings), len(nodes)), field="most") from impossible
    groups = [
        Group(
            _("%(name)s, group %(number)d") % {"name": wanted.name.strip(), "number": number},
            node,
            _led([postings[key] for key in made.members[str(node.id)]], wanted),
        )
        for number, node in enumerate((node for node in nodes if made.members[str(node.id)]), start=1)
    ]
    return Proposal(groups, made.levels, _digest(groups))


def _led(postings: Sequence[Posting], wanted: Wanted) -> list[Posting]:
    return sorted(postings, key=lambda one: (one.id not in wanted.leads, one.worker.staff.name, one.id))


def _check(wanted: Wanted, people: int, places: int) -> None:
    if not 0 < len(wanted.name.strip()) <= 40:
        raise PlacingRefused(_("The groups need a name of at most 40 characters."), field="name")
    if not people:
        raise PlacingRefused(_("Everybody of this order is in a group already."))
    if not places:
        raise PlacingRefused(_("Choose the communities that receive a group."), field="place")
    if (wanted.least or 0) * places > people or (wanted.most is not None and wanted.most * places < people):
        raise PlacingRefused(_sizes(people, places), field="most")


def _sizes(people: int, places: int) -> str:
    words = {"people": people, "places": places}
    return _("%(people)d people for %(places)d places: the sizes do not fit. Leave them open.") % words


def _document(wanted: Wanted, postings: Sequence[Posting], nodes: Sequence[Node]) -> dict[str, Any]:
    sizes = {name: value for name in ("least", "most") if (value := getattr(wanted, name)) is not None}
    skills = {"skills": [wanted.profession]} if wanted.profession else {}
    points = rosters.points_of([node.id for node in nodes])
    return {
        "format": "tongzhou-teams-1",
        "people": [
            {
                "id": str(one.id),
                "leads": not wanted.leads or one.id in wanted.leads,
                "skills": [one.worker.profession],
                **rosters.home(one.worker),
            }
            for one in postings
        ],
        "teams": [{"id": str(node.id), **skills, **sizes, **_point(points, node.id)} for node in nodes],
    }


def _point(points: Mapping[UUID, list[float]], place_id: UUID) -> dict[str, list[float]]:
    return {"point": points[place_id]} if place_id in points else {}


def _digest(groups: Sequence[Group]) -> str:
    """What the proposal says, in twelve characters."""
    told = repr([(group.name, str(group.place.id), [str(one.id) for one in group.postings]) for group in groups])
    return hashlib.sha256(told.encode()).hexdigest()[:12]
