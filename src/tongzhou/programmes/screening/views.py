"""At the door and on the telephone: what is in hand, one target. In the office: lists, coverage, scripts, re-checks."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.screening import forms, queries
from tongzhou.programmes.screening.actions import arranging, carrying, finding, importing, recording
from tongzhou.programmes.screening.errors import NotFound
from tongzhou.programmes.screening.models import RESUMES, Outcome, Sort, Way

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = (
    ("open", gettext_lazy("Still open")),
    ("done", gettext_lazy("Finished")),
    ("refused", gettext_lazy("Refused to answer")),
    ("drawn", gettext_lazy("To be re-checked")),
)


def _status(context: dict[str, Any]) -> int:
    return 422 if context.get("error") else 200


def _wrong(error: RuleBroken, request: DutyRequest) -> dict[str, Any]:
    return {"error": error, "errors": {str(error.field): str(error)}, "given": request.POST}


@requires(Permission.SCREEN_WORK)
@never_cache
def work(request: DutyRequest) -> HttpResponse:
    """What is in hand, what is to be re-checked, and taking more."""
    by, context = request.actor, dict[str, Any]()
    if request.method == "POST":
        try:
            _act(request)
            return redirect("screening:work")
        except RuleBroken as error:
            context = _wrong(error, request)
    colleagues = [one for one in queries.callers(by=by) if one.account_id != by.account_id and one.in_hand]
    context |= {
        **{"shown": queries.in_hand(by=by), "rechecks": queries.rechecks(by=by), "areas": queries.areas(by=by)},
        **{"calls": carrying.calls_today(by), "most": carrying.CALLS_A_DAY, "colleagues": colleagues},
        "now": clock.now(),
    }
    return render(request, "screening/work.html", context, status=_status(context))


def _act(request: DutyRequest) -> None:
    given = request.POST
    if given.get("act") == "hand_over":
        chosen = [found for text in given.getlist("target") if (found := forms.uuid(text))]
        carrying.hand_over(chosen, to=forms.uuid(given.get("to", "")), by=request.actor)
    else:
        carrying.take(forms.number(given.get("number", "")) or 10, area=given.get("area", ""), by=request.actor)


@requires(Permission.SCREEN_WORK)
@never_cache
def target(request: DutyRequest, target_id: UUID) -> HttpResponse:
    """One door or number: who asked before, what is said, one tap to dial, what came of it."""
    by = request.actor
    try:
        shown = queries.target(target_id, by=by)
    except NotFound as unknown:
        raise Http404 from unknown
    context: dict[str, Any] = {"given": {"way": Way.PHONE if shown.phone else Way.VISIT}, "errors": {}}
    if request.method == "POST":
        try:
            if request.POST.get("act") == "take":
                carrying.take_one(target_id, by=by)
                return redirect("screening:target", target_id)
            recording.record([forms.contact(request.POST, target_id)], by=by)
            return redirect("screening:work")
        except RuleBroken as error:
            context = _wrong(error, request)
    context |= {
        **{"shown": shown, "contacts": queries.contacts(shown.target, by=by), "ways": Way.choices},
        **{"outcomes": Outcome.choices, "script": queries.script(shown.target.sort)},
        **{"resumes": shown.target.sort in RESUMES, "is_free": queries.is_free(shown.target)},
    }
    return render(request, "screening/target.html", context, status=_status(context))


@requires(Permission.SCREEN_WORK)
@never_cache
def found(request: DutyRequest) -> HttpResponse:
    """A door that stands on no list, or a telephone and nothing else: into the own hand."""
    context: dict[str, Any] = {"given": {"sort": Sort.SHED}, "errors": {}}
    if request.method == "POST":
        try:
            target = finding.add(forms.found(request.POST, request.actor), by=request.actor)
            return redirect("screening:target", target.id)
        except RuleBroken as error:
            context = _wrong(error, request)
    places = [(str(one.id), one.name) for one in queries.homes(by=request.actor)]
    context |= {"sorts": Sort.choices, "places": places}
    return render(request, "screening/found.html", context, status=_status(context))


@requires(Permission.SCREEN_WORK)
@never_cache
def coverage(request: DutyRequest) -> HttpResponse:
    """How far places and areas are, and who carries how much today."""
    places, areas = queries.coverage(by=request.actor)
    context = {"places": places, "areas": areas, "callers": queries.callers(by=request.actor)}
    return render(request, "screening/coverage.html", context)


@requires(Permission.SCREEN_WORK)
@never_cache
def targets(request: DutyRequest) -> HttpResponse:
    """Every target of the own places, by a filter."""
    wanted = forms.wanted(request.GET)
    page = Paginator(queries.targets(by=request.actor, **wanted), 100).get_page(request.GET.get("page"))
    context = {"page": page, "wanted": wanted, "areas": [(one, one) for one in queries.areas(by=request.actor)]}
    return render(request, "screening/targets.html", context | {"states": STATES})


@requires(Permission.SCREEN_WORK)
def sheet(request: DutyRequest) -> HttpResponse:
    """The list as a spreadsheet; whom to ask for and the telephone are not in it."""
    head = (
        *(
            _("Place"),
            _("Sort"),
            _("Name of the target"),
            _("Address of the target"),
            _("Found by"),
            _("Area"),
            _("Outcome"),
        ),
        _("Last asked"),
    )
    rows = [
        (
            *(one.place.name, one.get_sort_display(), one.name, one.address, one.landmark, one.area),
            one.get_outcome_display() if one.outcome else "",
            f"{one.last_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M} {one.last_by_name}" if one.last_at else "",
        )
        for one in queries.targets(by=request.actor, **forms.wanted(request.GET))
    ]
    foot = f"{request.actor.unit_name} {request.actor.name} {clock.now():%Y-%m-%d %H:%M}"
    headers = {"Content-Disposition": f"attachment; filename=screening-{clock.today():%Y%m%d}.xlsx"}
    return HttpResponse(sheets.write(head, rows, foot=foot), _XLSX, headers=headers)


@requires(Permission.SCREEN_PLAN)
@never_cache
def take_in(request: DutyRequest) -> HttpResponse:
    """A list of targets; its bad rows come back as a file."""
    context: dict[str, Any] = {"headings": " ".join(importing.HEADINGS)}
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            done = importing.take_in(
                file.read() if file else b"", list_name=request.POST.get("name", ""), by=request.actor
            )
        except RuleBroken as error:
            context |= _wrong(error, request)
        else:
            if done.refused:
                headers = {
                    "Content-Disposition": f"attachment; filename=refused-{clock.today():%Y%m%d}.xlsx",
                    **{"X-Taken": str(done.taken), "X-Refused": str(len(done.refused))},
                }
                return HttpResponse(done.given_back, _XLSX, headers=headers)
            context["done"] = done
    return render(request, "screening/take_in.html", context, status=_status(context))


@requires(Permission.SCREEN_PLAN)
@never_cache
def scripts(request: DutyRequest) -> HttpResponse:
    """What is said and required, in versions; writing the next one."""
    context: dict[str, Any] = {"given": {}, "errors": {}}
    if request.method == "POST":
        given = request.POST
        try:
            arranging.write_script(
                given.get("sort", ""), given.get("words", ""), given.get("basis", ""), by=request.actor
            )
            return redirect("screening:scripts")
        except RuleBroken as error:
            context = _wrong(error, request)
    context |= {"scripts": queries.scripts(by=request.actor), "sorts": Sort.choices}
    return render(request, "screening/scripts.html", context, status=_status(context))


@requires(Permission.SCREEN_PLAN)
@require_POST
def draw(request: DutyRequest) -> HttpResponse:
    """Draw finished targets for a re-check."""
    arranging.draw(forms.number(request.POST.get("number", "")), by=request.actor)
    return redirect(f"{reverse('screening:targets')}?state=drawn")
