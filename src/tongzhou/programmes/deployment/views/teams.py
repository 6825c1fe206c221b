"""Teams in the office: the list by kind, one team, on paper and as a spreadsheet, and an order divided into groups."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.deployment import dividing, forms, queries, teams
from tongzhou.programmes.deployment.actions import placing
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.programmes.deployment.models import Order, Profession, Team
from tongzhou.programmes.deployment.teams import Listed
from tongzhou.programmes.deployment.views.staff import XLSX, status, wrong

PAGE, MOST = 50, 500


def _sort(request: DutyRequest) -> str:
    wanted = request.GET.get("sort", "")
    return wanted if wanted in Team.Sort.values else ""


@requires(Permission.STAFF_PLACE)
@never_cache
def index(request: DutyRequest) -> HttpResponse:
    """Groups, mobile groups, temporary branches, medical teams: where, led by whom, from where, until when."""
    sort = _sort(request)
    page = Paginator(teams.teams(by=request.actor, sort=sort), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "teams": teams.listed(list(page.object_list)), "sort": sort, "sorts": Team.Sort.choices}
    return render(request, "deployment/teams.html", context)


@requires(Permission.STAFF_PLACE)
@never_cache
def team(request: DutyRequest, team_id: UUID) -> HttpResponse:
    """One team with its members; another leader, another last day."""
    by, context = request.actor, dict[str, Any]({"errors": {}})
    if request.method == "POST":
        try:
            placing.change(team_id, **forms.team_change(request.POST), by=by)
            return redirect("deployment:team", team_id)
        except NotFound as unknown:
            raise Http404 from unknown
        except RuleBroken as error:
            context = wrong(error, request)
    try:
        found = teams.team(team_id, by=by)
    except NotFound as unknown:
        raise Http404 from unknown
    leaders = [(str(one.id), one.staff.name) for one in found.members]
    context |= {"one": found, "party": teams.party([found], by=by), "leaders": leaders}
    return render(request, "deployment/team.html", context, status=status(context))


@requires(Permission.STAFF_PLACE)
@never_cache
def printed(request: DutyRequest) -> HttpResponse:
    """The teams of one kind, or all, with their members on paper."""
    sort = _sort(request)
    found = _listed(request, sort)
    kind = Team.Sort(sort).label if sort else ""
    context = {"teams": found, "kind": kind, "party": _party(request, sort, found), "sort": sort}
    return render(request, "deployment/teams_printed.html", context)


def _listed(request: DutyRequest, sort: str) -> list[Listed]:
    return teams.listed(list(teams.teams(by=request.actor, sort=sort)[:MOST]))


def _party(request: DutyRequest, sort: str, found: list[Listed]) -> Any:
    """Shown in the list of branches alone."""
    return teams.party(found, by=request.actor) if sort == Team.Sort.BRANCH else {}


@requires(Permission.STAFF_PLACE)
def sheet(request: DutyRequest) -> HttpResponse:
    """One line for each member, as a spreadsheet."""
    sort = _sort(request)
    found = _listed(request, sort)
    party = _party(request, sort, found)
    head = [_("Team"), _("Kind"), _("Place"), _("Basis document"), _("From"), _("Until"), _("Name"), _("Unit")]
    head += [_("Profession"), _("Leader"), *([_("Party member")] if party else [])]
    rows = [
        (
            *(one.team.name, one.team.get_sort_display(), one.team.place.name, "；".join(one.bases)),
            *(one.team.from_on, one.team.until_on, worker.staff.name, worker.unit.name),
            *(worker.get_profession_display(), _("yes") if worker.id == one.team.leader_id else ""),
            *([_("yes") if party.get(worker.id) else _("no")] if party else []),
        )
        for one in found
        for worker in one.members
    ]
    foot = f"{request.actor.unit_name} {request.actor.name} {clock.now():%Y-%m-%d %H:%M}"
    headers = {"Content-Disposition": f"attachment; filename=teams-{clock.today():%Y%m%d}.xlsx"}
    return HttpResponse(sheets.write(head, rows, foot=foot), XLSX, headers=headers)


@requires(Permission.STAFF_PLACE)
@never_cache
def divide(request: DutyRequest, order_id: UUID) -> HttpResponse:
    """People of an order into groups, one for each community: asked for, proposed with its proof, confirmed."""
    by = request.actor
    try:
        order = queries.order(order_id, by=by)
    except NotFound as unknown:
        raise Http404 from unknown
    context: dict[str, Any] = {"errors": {}, "given": {"name": order.unit.name}, "places": (), "leads": ()}
    if request.method == "POST":
        try:
            if done := _divided(request, order, context):
                return done
        except RuleBroken as error:
            context |= wrong(error, request)
    context |= {"order": order, "people": dividing.undivided(order, by=by), "nodes": dividing.receivers(order)}
    context["professions"] = Profession.choices
    return render(request, "deployment/divide.html", context, status=status(context))


def _divided(request: DutyRequest, order: Order, context: dict[str, Any]) -> HttpResponse | None:
    """The next page once confirmed; before that the proposal goes into the context."""
    wanted, by = forms.division(request.POST), request.actor
    context |= {"given": request.POST, "places": set(wanted.places), "leads": wanted.leads}
    if request.POST.get("act") == "confirm":
        placing.divide(order.id, wanted, request.POST.get("code", ""), by=by)
        return redirect("deployment:teams")
    context["proposal"] = dividing.propose(order, wanted, by=by)
    return None
