"""Directives that concern the actor, and how far each receiver is."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock
from tongzhou.matters import presenting
from tongzhou.matters import queries as worklists
from tongzhou.matters.casetypes import State
from tongzhou.matters.models import Matter
from tongzhou.matters.presenting import Line
from tongzhou.places.queries import current_tree
from tongzhou.places.tree import Node
from tongzhou.programmes.directives.errors import DirectiveUnknown
from tongzhou.programmes.directives.models import Directive, Task
from tongzhou.units.queries import seat_id

PAGE = 50


@dataclass(frozen=True, slots=True)
class Summary:
    """A directive with how many of its tasks that the actor sees are closed and overdue."""

    directive: Directive
    tasks: int
    closed: int
    overdue: int


def directives(*, by: Actor) -> list[Summary]:
    """Those of the own office and those sent to the places of the duty, newest first."""
    require(by, Permission.MATTER_VIEW)
    tasks = Task.objects.all() if by.is_wide else Task.objects.filter(place_id__in=by.scope.places)
    concerned = Q(unit_id=by.unit_id) | Q(id__in=tasks.values("directive_id"))
    found = list(Directive.objects.filter(concerned).select_related("unit").order_by("-issued_at", "id")[:PAGE])
    by_directive = {one.id: list[UUID]() for one in found}
    for directive_id, matter_id in tasks.filter(directive__in=found).values_list("directive_id", "matter_id"):
        by_directive[directive_id].append(matter_id)
    wanted = [id for matter_ids in by_directive.values() for id in matter_ids]
    matters = {one.id: one for one in worklists.seen(by).filter(id__in=wanted)}
    now = clock.now()
    summaries = []
    for one in found:
        own = [matters[id] for id in by_directive[one.id] if id in matters]
        late = sum(matter.is_overdue(now) for matter in own)
        summaries.append(Summary(one, len(own), sum(matter.is_closed for matter in own), late))
    return summaries


def directive(directive_id: UUID, *, by: Actor) -> tuple[Directive, list[Line]]:
    """One with its receivers, what is overdue first. Raises DirectiveUnknown when it does not concern the actor."""
    if not any(one.directive.id == directive_id for one in directives(by=by)):
        raise DirectiveUnknown(_("There is no such directive for your office."))
    found = Directive.objects.select_related("unit", "under").get(id=directive_id)
    wanted = Task.objects.filter(directive=found).values_list("matter_id", flat=True)
    rows = worklists.rows(worklists.seen(by).filter(id__in=list(wanted)), by=by)
    lines = [presenting.line(row) for row in rows]
    return found, sorted(lines, key=lambda line: (not line.is_overdue, line.place))


def to_do(*, by: Actor) -> list[tuple[Directive, Matter]]:
    """What the places of the duty still have to do, what is due first first."""
    require(by, Permission.MATTER_WORK)
    tasks = Task.objects.filter(place_id__in=by.scope.places).select_related("directive")
    states = (State.OPEN, State.RETURNED, State.ACCEPTED)
    waiting = worklists.seen(by).filter(id__in=tasks.values("matter_id"), state__in=states).order_by("due_at", "id")
    found = {one.id: one for one in waiting.select_related("place")[:PAGE]}
    asked = {task.matter_id: task.directive for task in tasks.filter(matter_id__in=list(found))}
    return [(asked[id], matter) for id, matter in found.items()]


def receivers(*, by: Actor) -> list[Node]:
    """The places directly below the actor's post for which an office answers."""
    return [node for node in current_tree().children(by.post_id) if seat_id(node.id)]


def is_sent_to(directive_id: UUID, *, by: Actor) -> bool:
    return Task.objects.filter(directive_id=directive_id, place_id=by.post_id).exists()
