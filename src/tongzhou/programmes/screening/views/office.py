"""In the office: coverage, lists, what is said, re-checks."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.screening import covering, forms, presenting, queries
from tongzhou.programmes.screening.actions import arranging, carrying, importing
from tongzhou.programmes.screening.errors import NotFound
from tongzhou.programmes.screening.models import Sort
from tongzhou.programmes.screening.views import answering

STATES = (
    ("open", gettext_lazy("Still open")),
    ("never", gettext_lazy("Nobody has tried yet")),
    ("unreached", gettext_lazy("Tried, not reached")),
    ("refused", gettext_lazy("Refused to answer")),
    ("reached", gettext_lazy("Reached so far")),
    ("done", gettext_lazy("Finished")),
    ("visited", gettext_lazy("Visited so far")),
    ("phoned", gettext_lazy("Phoned")),
    ("drawn", gettext_lazy("To be re-checked")),
)


@requires(Permission.SCREEN_WORK)
@never_cache
def coverage(request: DutyRequest) -> HttpResponse:
    """How far the place is, what lies under it least covered first; and who carries how much today."""
    by = request.actor
    try:
        place = covering.place(forms.uuid(request.GET.get("place", "")), by=by)
    except NotFound as unknown:
        raise Http404 from unknown
    lines = covering.lines(place.id, by=by)
    context = {
        **{"place": place, "lines": lines, "total": covering.summed(lines), "crumbs": presenting.crumbs(place, by)},
        "tiles": covering.tiles(lines, queries.squares(lines)),
        **{"callers": queries.callers(by=by), "now": clock.now()},
    }
    return render(request, "screening/coverage.html", context)


@requires(Permission.SCREEN_WORK)
def coverage_sheet(request: DutyRequest) -> HttpResponse:
    """The table of the map as a spreadsheet."""
    try:
        place = covering.place(forms.uuid(request.GET.get("place", "")), by=request.actor)
    except NotFound as unknown:
        raise Http404 from unknown
    lines = covering.lines(place.id, by=request.actor)
    return answering.sheet(presenting.coverage(lines, foot=answering.foot(request)), "coverage")


@requires(Permission.SCREEN_WORK)
@never_cache
def targets(request: DutyRequest) -> HttpResponse:
    """Every target of the own places, by a filter; who plans gives the free ones of it to somebody on duty."""
    by, wanted, context = request.actor, forms.wanted(request.GET), dict[str, Any](given={}, errors={})
    if request.method == "POST":
        try:
            carrying.give(**forms.giving(request.POST, wanted), by=by)
            return redirect(request.get_full_path())
        except RuleBroken as error:
            context = answering.wrong(error, request)
    page = Paginator(queries.targets(by=by, **wanted), 100).get_page(request.GET.get("page"))
    context |= {"page": page, "wanted": wanted, "areas": [(one, one) for one in queries.areas(by=by)]}
    context |= {"states": STATES, "colleagues": queries.colleagues(by=by)}
    return render(request, "screening/targets.html", context, status=answering.status(context))


@requires(Permission.SCREEN_WORK)
def sheet(request: DutyRequest) -> HttpResponse:
    """The list as a spreadsheet; whom to ask for and the telephone are not in it."""
    listed = queries.targets(by=request.actor, **forms.wanted(request.GET))
    return answering.sheet(presenting.targets(listed, foot=answering.foot(request)), "screening")


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
            context |= answering.wrong(error, request)
        else:
            if done.refused:
                told = {"X-Taken": str(done.taken), "X-Refused": str(len(done.refused))}
                return answering.sheet(done.given_back, "refused", **told)
            context["done"] = done
    return render(request, "screening/take_in.html", context, status=answering.status(context))


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
            context = answering.wrong(error, request)
    context |= {"scripts": queries.scripts(by=request.actor), "sorts": Sort.choices}
    return render(request, "screening/scripts.html", context, status=answering.status(context))


@requires(Permission.SCREEN_PLAN)
@require_POST
def draw(request: DutyRequest) -> HttpResponse:
    """Draw finished targets for a re-check."""
    arranging.draw(forms.number(request.POST.get("number", "")), by=request.actor)
    return redirect(f"{reverse('screening:targets')}?state=drawn")
