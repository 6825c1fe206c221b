"""Planning the coming days in the office: asking, looking on, grids, shortage, load, one shift by hand, publishing."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.deployment import drafts, forms, resting, rosters
from tongzhou.programmes.deployment.actions import rotas
from tongzhou.programmes.deployment.drafts import Draft
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.programmes.deployment.views.staff import XLSX, status, wrong

PAGE = 60


def _draft(request: DutyRequest, rota_id: UUID) -> Draft:
    try:
        return drafts.draft(rota_id, by=request.actor)
    except NotFound as unknown:
        raise Http404 from unknown


@requires(Permission.STAFF_PLACE)
@never_cache
def index(request: DutyRequest) -> HttpResponse:
    """Drafts and versions, and having the coming days planned."""
    by = request.actor
    context: dict[str, Any] = {"given": forms.next_week(by), "errors": {}}
    if request.method == "POST":
        try:
            rota = rotas.ask(**forms.rota(request.POST, by), by=by)
            return redirect("deployment:rota", rota.id)
        except RuleBroken as error:
            context = wrong(error, request)
    page = Paginator(drafts.rotas_of(by=by), 30).get_page(request.GET.get("page"))
    context |= {"page": page, "places": forms.planned_places(by), "lengths": forms.lengths()}
    return render(request, "deployment/rotas.html", context, status=status(context))


@requires(Permission.STAFF_PLACE)
@never_cache
def rota(request: DutyRequest, rota_id: UUID) -> HttpResponse:
    """The grid: posts by days, or people by days; while it is searched for, how far it is."""
    return _grid(request, rota_id, {})


def _grid(request: DutyRequest, rota_id: UUID, context: dict[str, Any]) -> HttpResponse:
    found = _draft(request, rota_id)
    by_people = request.GET.get("by") == "people"
    rows: list[Any] = drafts.people(found) if by_people else drafts.posts(found)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context |= {"draft": found, "page": page, "by_people": by_people}
    return render(request, "deployment/rota.html", context, status=status(context))


def _back(request: DutyRequest, rota_id: UUID) -> HttpResponse:
    """The same page of the same grid."""
    asked = request.GET.urlencode()
    return redirect(reverse("deployment:rota", args=[rota_id]) + (f"?{asked}" if asked else ""))


@requires(Permission.STAFF_PLACE)
@require_POST
def act(request: DutyRequest, rota_id: UUID) -> HttpResponse:
    """Publish, undo the last change by hand, or search on."""
    by, act = request.actor, request.POST.get("act")
    if act == "publish":
        rotas.publish(rota_id, by=by)
    elif act == "undo":
        rotas.undo(rota_id, by=by)
    else:
        rotas.again(rota_id, by=by)
    return _back(request, rota_id)


@requires(Permission.STAFF_PLACE)
@require_POST
def move(request: DutyRequest, rota_id: UUID) -> HttpResponse:
    """Picked up in the grid and dropped elsewhere, by hand or by keyboard: one change of the draft."""
    picked, onto = forms.spots(request.POST)
    try:
        rotas.move(rota_id, picked, onto, by=request.actor)
    except NotFound as unknown:
        raise Http404 from unknown
    except RuleBroken as error:
        return _grid(request, rota_id, {"error": error})
    return _back(request, rota_id)


@requires(Permission.STAFF_PLACE)
@never_cache
def slot(request: DutyRequest, rota_id: UUID, need_id: UUID, number: int) -> HttpResponse:
    """One slot of a draft by hand: who is on it, who could be, best first, who not and why."""
    found = _draft(request, rota_id)
    key = next(
        (key for key, needs in found.roster.needs.items() if key[0] == number and need_id in {one.id for one in needs}),
        None,
    )
    if key is None or not found.is_open:
        raise Http404
    context: dict[str, Any] = {}
    if request.method == "POST":
        there = {one.person: one for one in found.there.get(key, ())}
        out = [there[who] for who in request.POST.getlist("out") if who in there]
        put = [rosters.assignment(who, key) for who in request.POST.getlist("worker") if who in found.roster.workers]
        try:
            rotas.change(rota_id, out=out, put=put, by=request.actor)
            return redirect("deployment:rota", rota_id)
        except RuleBroken as error:
            context = wrong(error, request)
    able = resting.among(found.roster, found.plan, key)
    held = [(one.person, found.names[one.person]) for one in found.there.get(key, ())]
    context |= {
        **{"draft": found, "need": found.roster.needs[key][0], "day": found.days[number], "held": held},
        **{"hours": drafts.times(key[1]), "candidates": able[:PAGE], "more": len(able) - PAGE},
        "asked": sum(need.count for need in found.roster.needs[key]),
    }
    return render(request, "deployment/slot.html", context, status=status(context))


@requires(Permission.STAFF_PLACE)
@never_cache
def short(request: DutyRequest, rota_id: UUID) -> HttpResponse:
    """What stays empty and why, what must, and what would help."""
    found = _draft(request, rota_id)
    return render(request, "deployment/short.html", {"draft": found, "short": drafts.short(found)})


@requires(Permission.STAFF_PLACE)
@never_cache
def load(request: DutyRequest, rota_id: UUID) -> HttpResponse:
    """Who carries how much, and the rules that held."""
    found = _draft(request, rota_id)
    page = Paginator(drafts.loads(found), PAGE).get_page(request.GET.get("page"))
    context = {"draft": found, "page": page, "rules": drafts.rules()}
    return render(request, "deployment/load.html", context)


@requires(Permission.STAFF_PLACE)
@never_cache
def changes(request: DutyRequest, rota_id: UUID) -> HttpResponse:
    """What a draft would change, or a version changed."""
    found = _draft(request, rota_id)
    page = Paginator(drafts.changes(found), PAGE).get_page(request.GET.get("page"))
    return render(request, "deployment/changes.html", {"draft": found, "page": page})


@requires(Permission.STAFF_PLACE)
@never_cache
def printed(request: DutyRequest, rota_id: UUID) -> HttpResponse:
    """The whole rota on paper, to be hung up at the posts."""
    found = _draft(request, rota_id)
    return render(request, "deployment/printed.html", {"draft": found, "lines": drafts.posts(found)})


@requires(Permission.STAFF_PLACE)
def rota_sheet(request: DutyRequest, rota_id: UUID) -> HttpResponse:
    """People by days as a spreadsheet."""
    found = _draft(request, rota_id)
    days = [f"{day:%Y-%m-%d}" for day in found.days]
    head = (_("Name"), _("Unit"), *days, _("Hours"), _("Nights"))
    rows = [
        (
            *(row.worker.staff.name, row.worker.unit.name),
            *(f"{cell.hours} {cell.post}" if cell else "" for cell in row.cells),
            *(row.hours, row.nights),
        )
        for row in drafts.people(found)
    ]
    foot = f"{request.actor.unit_name} {request.actor.name} {clock.now():%Y-%m-%d %H:%M}"
    headers = {"Content-Disposition": f"attachment; filename=rota-{found.rota.from_on:%Y%m%d}.xlsx"}
    return HttpResponse(sheets.write(head, rows, foot=foot), XLSX, headers=headers)
