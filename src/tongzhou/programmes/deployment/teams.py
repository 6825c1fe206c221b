"""Teams as the office lists them: who leads, who is in, from which units, on which document, until when. Reads only.

Who is a party member is read for the list of a temporary branch and nowhere else, with a look written down for each.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.programmes.deployment.models import Posting, Team, Worker


@dataclass(frozen=True)
class Listed:
    """``units``: which units the members come from, and how many each; ``bases``: the documents it rests on."""

    team: Team
    members: Sequence[Worker]
    units: Sequence[tuple[str, int]]
    bases: Sequence[str]
    is_over: bool


def teams(*, by: Actor, sort: str = "") -> QuerySet[Team]:
    """Those of the own places by kind and name; numbered ones in the order of their numbers."""
    require(by, Permission.STAFF_PLACE)
    found = Team.objects.filter(place_id__in=by.scope.places).select_related("place", "leader__staff", "order__unit")
    found = found.filter(sort=sort) if sort in Team.Sort.values else found
    return found.prefetch_related("members__worker__staff", "members__worker__unit").order_by(
        "sort", Length("name"), "name", "id"
    )


def listed(found: Sequence[Team]) -> list[Listed]:
    """In three statements, however many they are."""
    bases, today = _bases(found), clock.today()
    return [
        Listed(team, _members(team), units_of(team), bases.get(team.id, ()), team.until_on < today) for team in found
    ]


def _members(team: Team) -> list[Worker]:
    """Whoever leads first, then by unit and name."""
    workers = [member.worker for member in team.members.all()]
    return sorted(workers, key=lambda one: (one.id != team.leader_id, one.unit.name, one.staff.name, one.id))


def units_of(team: Team) -> list[tuple[str, int]]:
    """Which units the members come from, and how many each."""
    return sorted(Counter(member.worker.unit.name for member in team.members.all()).items())


def _bases(found: Sequence[Team]) -> Mapping[UUID, Sequence[str]]:
    """The document of the order that a team was formed of, else those on which its members were sent."""
    known: dict[UUID, list[str]] = defaultdict(list)
    for team in found:
        if team.order:
            known[team.id].append(f"{team.order.basis} ({team.order.basis_on:%Y-%m-%d})")
    others = [team.id for team in found if team.order is None]
    rows = Posting.objects.filter(ended_at=None, worker__memberships__team__in=others)
    rows = rows.order_by("order__basis_on", "order__basis")
    of = rows.values_list("worker__memberships__team_id", "order__basis", "order__basis_on").distinct()
    for team_id, basis, on in of:
        if team_id in others:
            known[team_id].append(f"{basis} ({on:%Y-%m-%d})")
    return known


def team(team_id: UUID, *, by: Actor) -> Listed:
    """Raises NotFound."""
    found = teams(by=by).filter(id=team_id).first()
    if found is None:
        raise NotFound(_("There is no such team here."))
    return listed([found])[0]


def party(branches: Sequence[Listed], *, by: Actor) -> Mapping[UUID, bool]:
    """Which members of these branches are party members; nothing for any other team. Each look is written down."""
    require(by, Permission.STAFF_PLACE)
    known: dict[UUID, bool] = {}
    for one in branches:
        if one.team.sort == Team.Sort.BRANCH:
            subjects = [(worker.id, one.team.place_id) for worker in one.members]
            looks.log(by, subjects=subjects, what="branch", reason=one.team.name[:200])
            known |= {worker.id: worker.party is not None for worker in one.members}
    return known
