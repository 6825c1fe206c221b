"""At a crossing: the next car, the count, the toilets. One task a screen."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import ids, qr
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.crossings import asking, planner, plates, queries
from tongzhou.programmes.crossings.actions import cars, facilities
from tongzhou.programmes.crossings.actions import stages as moving
from tongzhou.programmes.crossings.errors import FacilityUnknown
from tongzhou.programmes.crossings.models import Stage
from tongzhou.programmes.crossings.records import ONWARD, OUTCOMES, SECOND_OUTCOMES


@requires(Permission.CROSSING_CHECK)
@never_cache
def crossing(request: DutyRequest) -> HttpResponse:
    """One plate, how many, a reading for each, one save."""
    if request.method != "POST":
        return _crossing(request)
    try:
        car = asking.car(request.POST)
        cars.check(car, by=request.actor)
    except RuleBroken as error:
        return _crossing(request, error=error, errors={str(error.field): str(error)}, given=request.POST)
    return redirect(f"{request.path}?saved={'hot' if car.hot else 'yes'}")


def _crossing(request: DutyRequest, **more: Any) -> HttpResponse:
    given = more.get("given", {})
    plate = given.get("plate", "") if given else ""
    context = {
        **_standing(request, Stage.Kind.CHECK),
        **{"outcomes": OUTCOMES.items(), "provinces": plates.PROVINCES},
        **{"began": given.get("began") or int(time.time()), "fresh": given.get("entry") or ids.new()},
        **{"saved": request.GET.get("saved"), "given": {}, "errors": {}, **more},
        "is_odd": bool(plate) and not plates.is_usual(plate),
    }
    return render(request, "crossings/crossing.html", context, status=422 if "error" in more else 200)


def _standing(request: DutyRequest, here: Stage.Kind) -> dict[str, Any]:
    """What every stage's page shows: the day so far, and the stages that are open."""
    by = request.actor
    stages = [stage for stage in queries.stages(by=by) if stage.is_open]
    return {"day": queries.day(by=by), "stages": stages, "here": here, "provinces": plates.PROVINCES}


def _stage(
    request: DutyRequest, here: Stage.Kind, outcomes: dict[str, Any], save: Callable[[QueryDict], str], **more: Any
) -> HttpResponse:
    """A stage beside the check: one form, saved by ``save``, which says what to show next."""
    given = request.POST
    context = {**_standing(request, here), "outcomes": outcomes.items(), "saved": request.GET.get("saved"), **more}
    context["fresh"] = given.get("entry") or ids.new()
    if request.method == "POST":
        try:
            return redirect(f"{request.path}?saved={save(given)}")
        except RuleBroken as error:
            context |= {"error": error, "errors": {str(error.field): str(error)}, "given": given}
    return render(request, f"crossings/{here}.html", context, status=422 if "error" in context else 200)


@requires(Permission.CROSSING_CHECK)
@never_cache
def before(request: DutyRequest) -> HttpResponse:
    """The pre-check: the plate, whether they announced themselves, on to the check."""

    def save(given: QueryDict) -> str:
        entry, codes = asking.entry(given), asking.codes(given.get("codes", ""))
        plate, outcome = given.get("plate", ""), given.get("outcome", "")
        cars.precheck(plate, outcome, codes=codes, by=request.actor, entry_id=entry)
        return outcome

    return _stage(request, Stage.Kind.BEFORE, ONWARD, save)


@requires(Permission.CROSSING_CHECK)
@never_cache
def second(request: DutyRequest) -> HttpResponse:
    """The second check: who waits for it, and measuring again."""

    def save(given: QueryDict) -> str:
        entry, readings = asking.entry(given), asking.readings(given)
        plate, outcome = given.get("plate", ""), given.get("outcome", "")
        cars.recheck(plate, outcome, temperatures=readings, by=request.actor, entry_id=entry)
        return "hot" if cars.hot(readings) else "yes"

    return _stage(request, Stage.Kind.SECOND, SECOND_OUTCOMES, save, waiting=queries.waiting(by=request.actor))


@requires(Permission.CROSSING_CHECK)
@never_cache
def stages(request: DutyRequest) -> HttpResponse:
    """Where each stage stands; moved, opened and closed here."""
    error = None
    if request.method == "POST":
        given, metres = request.POST, request.POST.get("metres", "0")
        try:
            far = int(metres) if metres.isdecimal() and len(metres) < 6 else -1
            moving.move(given.get("kind", ""), metres=far, is_open=given.get("act") != "close", by=request.actor)
            return redirect("crossings:stages")
        except RuleBroken as broken:
            error = broken
    found, moves = queries.stages(by=request.actor), queries.moves(by=request.actor)
    context = {"stages": found, "moves": moves, "labels": dict(Stage.Kind.choices), "error": error}
    return render(request, "crossings/stages.html", context, status=422 if error else 200)


@requires(Permission.CROSSING_CHECK)
@require_POST
def announced(request: DutyRequest) -> HttpResponse:
    """What was scanned so far, before the car is saved."""
    scanned = queries.announced(asking.codes(request.POST.get("codes", "")), by=request.actor)
    return render(request, "crossings/_announced.html", {"scanned": scanned})


@requires(Permission.CROSSING_CHECK)
def board(request: DutyRequest) -> HttpResponse:
    """To print and put up where cars wait: the square of the page on which travellers announce themselves."""
    address = request.build_absolute_uri(reverse("before:start"))
    return render(request, "crossings/board.html", {"square": qr.svg(address), "address": address})


@requires(Permission.CROSSING_CHECK)
@require_POST
def count(request: DutyRequest) -> HttpResponse:
    text = request.POST.get("cars", "")
    try:
        cars.count(int(text) if text.isdecimal() and len(text) < 6 else 0, by=request.actor)
    except RuleBroken as error:
        return _crossing(request, error=error, errors={str(error.field): str(error)})
    return redirect("crossings:crossing")


_LABELS = {
    "by_hour": _("Cars expected, hour by hour from midnight"),
    "before": _("Seconds a car at the pre-check (0: none)"),
    "check": _("Seconds a car at the check"),
    "second": _("Of a hundred cars, to the second check"),
    "second_seconds": _("Seconds a car at the second check"),
    "wait": _("Minutes that 95 of 100 may wait"),
    "stop": _("Of a hundred cars, those that need a toilet"),
    "use": _("Seconds of a use"),
    "disinfect": _("Seconds of the disinfection"),
}


@requires(Permission.CROSSING_CHECK)
def plan(request: DutyRequest) -> HttpResponse:
    """How many lanes, people and toilets; what was asked stands in the address."""
    form = planner.asked(request.GET, by=request.actor)
    found, error = None, None
    try:
        found = planner.answer(form)
    except RuleBroken as broken:
        error = broken
    wrong = {str(error.field): str(error)} if error else {}
    fields = [(name, label, form[name], wrong.get(name, "")) for name, label in _LABELS.items()]
    context = {"answer": found, "fields": fields, "error": error}
    return render(request, "crossings/plan.html", context, status=422 if error else 200)


@requires(Permission.CROSSING_CHECK)
@never_cache
def toilets(request: DutyRequest) -> HttpResponse:
    """Each toilet with the one thing to do next."""
    error = None
    if request.method == "POST":
        text = request.POST.get("number", "")
        try:
            facilities.lay(int(text) if text.isdecimal() and len(text) < 4 else 0, by=request.actor)
            return redirect("crossings:toilets")
        except RuleBroken as broken:
            error = broken
    return _toilets(request, error)


def _toilets(request: DutyRequest, error: RuleBroken | None) -> HttpResponse:
    context = {"facilities": queries.facilities(by=request.actor), "error": error}
    return render(request, "crossings/toilets.html", context, status=422 if error else 200)


@requires(Permission.CROSSING_CHECK)
@require_POST
def toilet(request: DutyRequest, facility_id: UUID) -> HttpResponse:
    try:
        facilities.act(facility_id, request.POST.get("act", ""), by=request.actor)
    except FacilityUnknown as unknown:
        return HttpResponse(str(unknown), status=404, content_type="text/plain; charset=utf-8")
    except RuleBroken as error:
        return _toilets(request, error)
    return redirect("crossings:toilets")
