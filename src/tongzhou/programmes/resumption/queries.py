"""What the pages of resumption show. Each read begins with the places of whoever asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, database
from tongzhou.matters import presenting
from tongzhou.matters import queries as worklists
from tongzhou.matters.presenting import Line, Told
from tongzhou.people.statuses import KINDS
from tongzhou.places.queries import current_tree
from tongzhou.programmes.resumption.errors import NotFound
from tongzhou.programmes.resumption.models import Application, Firm, Requirement, Signature, State, Visit
from tongzhou.programmes.resumption.rules import WHO
from tongzhou.response import queries as response
from tongzhou.response.queries import Held

PAGE = 50
MOST_FLAGGED = 200


@dataclass(frozen=True, slots=True)
class Flagged:
    """A row of a staff list that needs somebody: ``why`` in words, ``until`` the last day of what holds."""

    row: int
    masked: str
    why: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An application with all that stands around it. ``signatures``: the lines of the departments' matters;
    ``then``: the rules when it was made."""

    application: Application
    line: Line | None
    story: list[Told]
    signatures: list[tuple[str, Line | None]]
    staff: int
    flagged: list[Flagged]
    visits: list[Visit]
    then: list[Held]

    @property
    def silent(self) -> list[str]:
        """Departments past their two working days."""
        return [name for name, line in self.signatures if line and line.is_overdue]


def _firms(by: Actor) -> QuerySet[Firm]:
    require(by, Permission.MATTER_VIEW)
    return Firm.objects.filter(place_id__in=by.scope.places).select_related("place", "told")


def firms(*, by: Actor, state: str = "", text: str = "") -> QuerySet[Firm]:
    """Firms of the duty's places by name; those of a department that wait for its signature with state ``sign``."""
    found = _firms(by).order_by("name", "id")
    if state == "sign":
        waiting = worklists.seen(by).unfinished().filter(case_type="resumption_sign", owner_unit_id=by.unit_id)
        ours = Signature.objects.filter(matter_id__in=waiting.values("id"))
        found = found.filter(applications__in=ours.values("application_id"))
    elif state in State.values:
        found = found.filter(state=state)
    wanted = text.strip()
    return found.filter(Q(name__contains=wanted) | Q(credit_code=wanted.upper())) if wanted else found


def counts(*, by: Actor) -> dict[str, int]:
    """How many firms of the duty's places are in each state."""
    return dict(_firms(by).order_by().values_list("state").annotate(number=Count("id")))


def firm(firm_id: UUID, *, by: Actor) -> Firm:
    """Raises NotFound."""
    found = _firms(by).filter(id=firm_id).first()
    if found is None:
        raise NotFound(_("There is no such firm at the places of your duty."))
    return found


def stopped_by(matter_id: UUID, *, by: Actor) -> Firm:
    """The firm that the case behind this work stopped. Raises NotFound."""
    found = _firms(by).filter(stopped_matter=matter_id).first()
    if found is None:
        raise NotFound(_("There is no such firm at the places of your duty."))
    return found


def applications(found: Firm, *, by: Actor) -> list[Shown]:
    """The firm's applications, newest first."""
    listed = found.applications.select_related("rules").order_by("-made_at", "-id")[:10]
    return [_shown(one, by) for one in listed]


def _shown(one: Application, by: Actor) -> Shown:
    signatures = list(one.signatures.select_related("unit").order_by("unit__name"))
    rows = worklists.rows(
        worklists.seen(by).filter(id__in=[one.matter_id, *(signed.matter_id for signed in signatures)]), by=by
    )
    lines = {row.matter.id: presenting.line(row) for row in rows}
    is_live = one.ended_at is None
    return Shown(
        one,
        lines.get(one.matter_id),
        presenting.told(worklists.story(one.matter_id, by=by)) if one.matter_id in lines else [],
        [(signed.unit.name, lines.get(signed.matter_id)) for signed in signatures],
        one.staff.count(),
        standings(one.id) if is_live and by.may(Permission.RESUMPTION_ASK) else [],
        list(one.visits.order_by("-done_at", "-id")),
        response.then(one.made_at, [WHO]),
    )


def standings(application_id: UUID) -> list[Flagged]:
    """Rows of the list that the people's register says something about today: who must stay at home, who is under
    follow-up, and who came from elsewhere without being registered. Masked."""
    with database.cursor() as statement:
        statement.execute(
            "SELECT line, masked, kind, until_on FROM resumption_standings(%s, %s) LIMIT %s",
            [application_id, clock.today(), MOST_FLAGGED],
        )
        rows = statement.fetchall()
    return [Flagged(row, masked, _why(kind), until) for row, masked, kind, until in rows]


def _why(kind: str) -> str:
    if not kind:
        return _("Came from elsewhere and is not registered: send them to the desk first")
    return str(KINDS[kind].label) if kind in KINDS else kind


def spot_checks(*, by: Actor) -> list[Visit]:
    """Drawn visits, what is to be done first."""
    require(by, Permission.RESUMPTION_CHECK)
    found = Visit.objects.exclude(seed="").filter(place_id__in=by.scope.places).select_related("firm", "place")
    return sorted(found.order_by("-drawn_at", "id")[: 2 * PAGE], key=lambda one: one.done_at is not None)


def visit(visit_id: UUID, *, by: Actor) -> Visit:
    """A drawn visit that is to be made. Raises NotFound."""
    require(by, Permission.RESUMPTION_CHECK)
    found = Visit.objects.filter(id=visit_id, done_at=None, place_id__in=by.scope.places).select_related("firm").first()
    if found is None:
        raise NotFound(_("There is no such visit at the places of your duty."))
    return found


def sheets() -> list[Requirement]:
    """Every version of the requirement sheet, newest first."""
    return list(Requirement.objects.order_by("-number"))


def town_of(place_id: UUID) -> str:
    """Town and village of a place."""
    return " · ".join(node.name for node in current_tree().path(place_id)[1:])
