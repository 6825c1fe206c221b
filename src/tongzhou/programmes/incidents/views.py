"""The duty log, one incident, its photo, and the answer."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import ids
from tongzhou.kernel.errors import RuleBroken
from tongzhou.matters import presenting
from tongzhou.programmes.incidents import actions, queries
from tongzhou.programmes.incidents.errors import IncidentUnknown
from tongzhou.programmes.incidents.models import Urgency


@requires(Permission.INCIDENT_REPORT)
@never_cache
def log(request: DutyRequest) -> HttpResponse:
    """What happened here; a line is written at the top."""
    if request.method != "POST":
        return _log(request)
    file = request.FILES.get("photo")
    given = {"words": request.POST.get("words", ""), "urgency": request.POST.get("urgency", "")}
    try:
        actions.report(
            words=given["words"],
            urgency=given["urgency"],
            photo=file.read() if file else None,
            incident_id=_uuid(request.POST.get("line", "")),
            by=request.actor,
        )
    except RuleBroken as error:
        return _log(request, error=error, given=given, errors={str(error.field): str(error)})
    return redirect("incidents:log")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _log(request: DutyRequest, **more: Any) -> HttpResponse:
    by = request.actor
    context = {
        **{"lines": queries.log(by=by), "reading": queries.last_reading(by=by), "urgencies": Urgency.choices},
        **{"waiting": queries.waiting(by=by) if by.may(Permission.INCIDENT_ANSWER) else [], "fresh": ids.new()},
        **{"given": {"urgency": Urgency.TODAY}, "errors": {}, **more},
    }
    return render(request, "incidents/log.html", context, status=422 if more.get("error") else 200)


@requires(Permission.INCIDENT_REPORT)
@require_POST
def read(request: DutyRequest) -> HttpResponse:
    actions.read_log(by=request.actor)
    return redirect("incidents:log")


@requires(Permission.INCIDENT_REPORT)
@never_cache
def incident(request: DutyRequest, incident_id: UUID) -> HttpResponse:
    return _incident(request, incident_id)


def _incident(request: DutyRequest, incident_id: UUID, error: RuleBroken | None = None) -> HttpResponse:
    by = request.actor
    try:
        line, events = queries.incident(incident_id, by=by)
    except IncidentUnknown as unknown:
        raise Http404 from unknown
    is_open = line.matter is not None and not line.matter.is_closed
    may_answer = is_open and by.may(Permission.INCIDENT_ANSWER) and line.incident.above_id in by.scope.places
    context = {"line": line, "story": presenting.told(events), "may_answer": may_answer, "error": error}
    return render(request, "incidents/incident.html", context, status=422 if error else 200)


@requires(Permission.INCIDENT_REPORT)
def photo(request: DutyRequest, incident_id: UUID) -> HttpResponse:
    try:
        return HttpResponse(queries.photo(incident_id, by=request.actor), "image/jpeg")
    except IncidentUnknown as error:
        raise Http404 from error


@requires(Permission.INCIDENT_ANSWER)
@require_POST
def answer(request: DutyRequest, incident_id: UUID) -> HttpResponse:
    """Answer, or pass on to the office above."""
    words = request.POST.get("words", "")[:400]
    try:
        if "pass_on" in request.POST:
            actions.pass_on(incident_id, reason=words, by=request.actor)
        else:
            actions.answer(incident_id, words=words, by=request.actor)
    except IncidentUnknown as unknown:
        raise Http404 from unknown
    except RuleBroken as error:
        return _incident(request, incident_id, error)
    return redirect("incidents:log")
