"""The second step: a town places whom it was sent. And teams, whatever they are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access import looks
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.actions import Entry
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import dividing
from tongzhou.programmes.deployment.actions import telling
from tongzhou.programmes.deployment.actions.sending import signed
from tongzhou.programmes.deployment.dividing import Wanted
from tongzhou.programmes.deployment.errors import NotFound, PlacingRefused
from tongzhou.programmes.deployment.models import Member, Order, Posting, Team, Worker
from tongzhou.programmes.deployment.records import PLACED, TEAM


def place(posting_ids: Sequence[UUID], place_id: UUID, *, by: Actor) -> int:
    """Place them at a community or post of the receiver, or move them within it; how many. Raises PlacingRefused."""
    require(by, Permission.STAFF_PLACE, place_id=place_id)
    above = {node.id for node in current_tree().path(place_id)}
    with database.atomic():
        rows = Posting.objects.select_for_update(of=("self",)).filter(id__in=posting_ids, ended_at=None)
        postings = list(rows.select_related("worker__staff", "receiver").order_by("id"))
        if not postings:
            raise PlacingRefused(_("Choose who is placed."), field="posting")
        for posting in postings:
            if posting.receiver_id not in above:
                words = {"name": posting.worker.staff.name, "where": posting.receiver.name}
                raise PlacingRefused(
                    _("%(name)s was sent to %(where)s, which places within itself only.") % words, field="place"
                )
        Posting.objects.filter(id__in=[one.id for one in postings]).update(
            place_id=place_id, placed_at=clock.now(), placed_by_name=signed(by)
        )
        Worker.objects.filter(id__in=[one.worker_id for one in postings]).update(place_id=place_id)
        first = [one for one in postings if one.place_id is None]
        ledger.append([_entry(PLACED.code, place_id, profession=one.worker.profession) for one in first], by=by)
        telling.posted(Posting.objects.filter(id__in=[one.id for one in postings]), by=by)
        return len(postings)


def _entry(kind: str, place_id: UUID, **body: object) -> Entry:
    return Entry(kind, place_id, clock.now(), body=body)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTeam:
    """``members`` are workers; a branch takes party members only."""

    sort: str
    name: str
    place_id: UUID
    members: Sequence[UUID]
    from_on: date
    until_on: date
    alias: str = ""
    leader_id: UUID | None = None
    order_id: UUID | None = None


def form(new: NewTeam, *, by: Actor) -> Team:
    """Form a team. Raises PlacingRefused for one without a name, without members, or with a leader from outside."""
    require(by, Permission.STAFF_PLACE, place_id=new.place_id)
    _check(new)
    with database.atomic():
        workers = list(Worker.objects.filter(id__in=new.members).order_by("id"))
        if new.sort == Team.Sort.BRANCH:
            _check_branch(new, workers, by)
        team = Team.objects.create(
            sort=new.sort,
            name=new.name.strip(),
            alias=new.alias.strip()[:60],
            place_id=new.place_id,
            order_id=new.order_id,
            leader_id=new.leader_id,
            from_on=new.from_on,
            until_on=new.until_on,
        )
        Member.objects.bulk_create(Member(team=team, worker=worker, place_id=new.place_id) for worker in workers)
        ledger.append([_entry(TEAM.code, new.place_id, sort=new.sort)], by=by)
        return team


def divide(order_id: UUID, wanted: Wanted, code: str, *, by: Actor) -> list[Team]:
    """Form the groups of a proposal that was looked at, and place everybody. Raises NotFound, PlacingRefused when
    things have changed since."""
    require(by, Permission.STAFF_PLACE)
    with database.atomic():
        order = Order.objects.filter(id=order_id, receiver_id__in=by.scope.places).first()
        if order is None:
            raise NotFound(_("There is no such order here."))
        list(Posting.objects.select_for_update().filter(order=order, ended_at=None).order_by("id"))  # once at a time
        proposal = dividing.propose(order, wanted, by=by)
        if proposal.code != code:
            raise PlacingRefused(_("Something has changed since. Look at the proposal again."))
        return [_formed(order, group, by) for group in proposal.groups]


def _formed(order: Order, group: dividing.Group, by: Actor) -> Team:
    moved = [one.id for one in group.postings if one.place_id != group.place.id]
    if moved:
        place(moved, group.place.id, by=by)
    new = NewTeam(
        sort=Team.Sort.GROUP,
        name=group.name,
        place_id=group.place.id,
        members=[one.worker_id for one in group.postings],
        from_on=max(order.from_on, min(clock.today(), order.until_on)),
        until_on=order.until_on,
        leader_id=group.leader.id,
        order_id=order.id,
    )
    return form(new, by=by)


def change(team_id: UUID, *, leader_id: UUID | None, until_on: date, by: Actor) -> None:
    """Another leader, another last day. Raises NotFound, PlacingRefused."""
    require(by, Permission.STAFF_PLACE)
    with database.atomic():
        team = Team.objects.select_for_update().filter(id=team_id, place_id__in=by.scope.places).first()
        if team is None:
            raise NotFound(_("There is no such team here."))
        if leader_id is not None and not team.members.filter(worker_id=leader_id).exists():
            raise PlacingRefused(_("The leader is one of the members."), field="leader")
        if until_on < team.from_on:
            raise PlacingRefused(_("The last day comes before the first."), field="until_on")
        team.leader_id, team.until_on = leader_id, until_on
        team.save(update_fields=["leader", "until_on"])


def _check(new: NewTeam) -> None:
    if new.sort not in Team.Sort.values:
        raise PlacingRefused(_("Choose what kind of team it is."), field="sort")
    if not 0 < len(new.name.strip()) <= 60:
        raise PlacingRefused(_("A team needs a name of at most 60 characters."), field="name")
    if not new.members:
        raise PlacingRefused(_("Choose the members."), field="member")
    if new.leader_id and new.leader_id not in new.members:
        raise PlacingRefused(_("The leader is one of the members."), field="leader")
    if new.until_on < new.from_on:
        raise PlacingRefused(_("The last day comes before the first."), field="until_on")


def _check_branch(new: NewTeam, workers: Sequence[Worker], by: Actor) -> None:
    """The one reading of who is a party member; it is written down as a look at each."""
    looks.log(by, subjects=[(worker.id, new.place_id) for worker in workers], what="branch", reason=new.name[:200])
    if any(worker.party is None for worker in workers):
        raise PlacingRefused(_("A branch is formed of party members; somebody chosen is none."), field="member")
