"""Firms by state, one firm with its applications and every step, spot checks, the requirement sheet."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.resumption import forms, queries, rules
from tongzhou.programmes.resumption.actions import asking, deciding, staffing, stopping, visiting
from tongzhou.programmes.resumption.errors import NotFound
from tongzhou.programmes.resumption.models import Exempt, Firm, State
from tongzhou.programmes.resumption.views.public import choices, given_back, wrong
from tongzhou.units import queries as units
from tongzhou.units.models import UnitKind


def _status(context: dict[str, Any]) -> int:
    return 422 if context.get("error") else 200


@requires(Permission.MATTER_VIEW)
@never_cache
def firms(request: DutyRequest) -> HttpResponse:
    by, given = request.actor, request.GET
    state, text = given.get("state", ""), given.get("text", "")[:60]
    counted = queries.counts(by=by)
    states = [(code, label, counted.get(code, 0)) for code, label in State.choices]
    page = Paginator(queries.firms(by=by, state=state, text=text), queries.PAGE).get_page(given.get("page"))
    context = {"page": page, "states": states, "state": state, "text": text}
    return render(request, "resumption/firms.html", context)


@requires(Permission.RESUMPTION_ASK)
@never_cache
def add(request: DutyRequest) -> HttpResponse:
    """Put a firm on the list."""
    context: dict[str, Any] = {**choices(), "errors": {}, "given": {"place": request.actor.post_id}}
    if request.method == "POST":
        try:
            return redirect("resumption:firm", asking.list_firm(forms.firm(request.POST.dict()), by=request.actor).id)
        except RuleBroken as error:
            context |= {"given": request.POST.dict(), **wrong(error)}
    return render(request, "resumption/add.html", context, status=_status(context))


def _found(request: DutyRequest, firm_id: UUID) -> Firm:
    try:
        return queries.firm(firm_id, by=request.actor)
    except NotFound as unknown:
        raise Http404 from unknown


@requires(Permission.MATTER_VIEW)
@never_cache
def stopped(request: DutyRequest, matter_id: UUID) -> HttpResponse:
    """From the work to the firm."""
    try:
        return redirect("resumption:firm", queries.stopped_by(matter_id, by=request.actor).id)
    except NotFound as unknown:
        raise Http404 from unknown


@requires(Permission.MATTER_VIEW)
@never_cache
def firm(request: DutyRequest, firm_id: UUID) -> HttpResponse:
    return _firm(request, _found(request, firm_id))


def _firm(request: DutyRequest, found: Firm, **more: Any) -> HttpResponse:
    context = {
        **{"firm": found, "applications": queries.applications(found, by=request.actor), "sheet": _sheet()},
        **{"place": queries.town_of(found.place_id), "checklist": visiting.CHECKLIST.items()},
        **{"headings": staffing.HEADINGS, "verdicts": State.choices[5:], "errors": {}, **more},
    }
    return render(request, "resumption/firm.html", context, status=_status(context))


def _sheet() -> object:
    return next(iter(queries.sheets()), None)


@requires(Permission.MATTER_VIEW)
@require_POST
def act(request: DutyRequest, firm_id: UUID, code: str) -> HttpResponse:
    """One step for the firm; which duty may take it is asked by its action."""
    found, given, by = _found(request, firm_id), request.POST, request.actor
    application = found.applications.filter(ended_at=None).first()
    target = application.id if application else UUID(int=0)
    words = given.get("words", "")[:200]
    try:
        if code == "staff":
            file = request.FILES.get("file")
            taken = staffing.hand_in(target, file.read() if file else b"", by=by)
            if taken.refused:
                return given_back(taken)
        elif code == "contact":
            return _firm(request, found, contact=asking.contact(found.id, by=by))
        elif code == "ask":
            asking.ask(found.id, planned_on=forms.day(given.get("planned_on", "")), by=by)
        elif code == "sign":
            deciding.sign(target, is_agreed="agree" in given, words=words, by=by)
        elif code == "check":
            deciding.check(target, words=words, by=by)
        elif code == "file":
            deciding.file(target, words=words, by=by)
        elif code == "send-back":
            deciding.send_back(target, words=words, by=by)
        elif code == "visit":
            visiting.visit(target, forms.seen(given), by=by)
        elif code == "stop":
            stopping.order(found.id, words=words, by=by)
        else:
            raise Http404
    except RuleBroken as error:
        return _firm(request, found, **wrong(error), failed=code)
    return redirect("resumption:firm", firm_id)


@requires(Permission.RESUMPTION_CHECK)
@never_cache
def spot_checks(request: DutyRequest) -> HttpResponse:
    """Allowed firms drawn at random, and drawing more."""
    context: dict[str, Any] = {"errors": {}}
    if request.method == "POST":
        try:
            visiting.draw(forms.number(request.POST.get("size", "")), by=request.actor)
            return redirect("resumption:spot_checks")
        except RuleBroken as error:
            context = wrong(error)
    context["visits"] = queries.spot_checks(by=request.actor)
    return render(request, "resumption/spot_checks.html", context, status=_status(context))


@requires(Permission.RESUMPTION_CHECK)
@never_cache
def spot(request: DutyRequest, visit_id: UUID) -> HttpResponse:
    """One drawn visit with its checklist."""
    try:
        found = queries.visit(visit_id, by=request.actor)
    except NotFound as unknown:
        raise Http404 from unknown
    context: dict[str, Any] = {"errors": {}}
    if request.method == "POST":
        try:
            visiting.spot(visit_id, forms.seen(request.POST), by=request.actor)
            return redirect("resumption:spot_checks")
        except RuleBroken as error:
            context = wrong(error)
    context |= {"visit": found, "checklist": visiting.CHECKLIST.items(), "verdicts": State.choices[5:]}
    return render(request, "resumption/spot.html", context, status=_status(context))


@requires(Permission.MATTER_VIEW)
@never_cache
def sheets(request: DutyRequest) -> HttpResponse:
    """What is required, in every version; headquarters publishes the next one."""
    may_publish = request.actor.may(Permission.RESUMPTION_FILE)
    context: dict[str, Any] = {"errors": {}, "given": {}}
    if request.method == "POST":
        try:
            rules.publish(forms.sheet(request.POST), by=request.actor)
            return redirect("resumption:sheets")
        except RuleBroken as error:
            context = {"given": request.POST.dict(), **wrong(error)}
    departments = units.open_units().filter(kind=UnitKind.DEPARTMENT) if may_publish else []
    context |= {"sheets": queries.sheets(), "may_publish": may_publish}
    context |= {"departments": [(one.id, one.name) for one in departments], "exempts": Exempt.choices}
    return render(request, "resumption/sheets.html", context, status=_status(context))
