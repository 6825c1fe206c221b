"""Lists of suggestions and findings for offices; findings, second looks, draws and checks for inspectors."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places import queries as places
from tongzhou.programmes.oversight import queries
from tongzhou.programmes.oversight.actions import finding as finding_actions
from tongzhou.programmes.oversight.actions import sampling
from tongzhou.programmes.oversight.actions.finding import NewFinding
from tongzhou.programmes.oversight.actions.sampling import Wanted
from tongzhou.programmes.oversight.errors import NotFound
from tongzhou.programmes.oversight.models import Check, Result
from tongzhou.programmes.oversight.views.public import uuid


def _wrong(error: RuleBroken, request: DutyRequest) -> dict[str, Any]:
    return {"error": error, "errors": {str(error.field): str(error)}, "given": request.POST.dict()}


def _status(context: dict[str, Any]) -> int:
    return 422 if context.get("error") else 200


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _towns(request: DutyRequest) -> list[Any]:
    """The places of the duty, by town."""
    scope = request.actor.scope
    listed = [(town, [node for node in found if node.id in scope]) for town, found in places.by_town()]
    return [(town, found) for town, found in listed if found]


@requires(Permission.MATTER_VIEW)
@never_cache
def suggestions(request: DutyRequest) -> HttpResponse:
    return render(request, "oversight/suggestions.html", {"shown": queries.suggestions(by=request.actor)})


@requires(Permission.MATTER_VIEW)
@never_cache
def findings(request: DutyRequest) -> HttpResponse:
    return render(request, "oversight/findings.html", {"shown": queries.findings(by=request.actor)})


@requires(Permission.OVERSIGHT_INSPECT)
@never_cache
def find(request: DutyRequest) -> HttpResponse:
    """What an inspector sees in the street, with a photo."""
    context: dict[str, Any] = {"errors": {}, "given": {"days": 2}}
    if request.method == "POST":
        file, place_id = request.FILES.get("photo"), uuid(request.POST.get("place", ""))
        new = NewFinding(
            place_id=place_id or UUID(int=0),
            words=request.POST.get("words", ""),
            days=_number(request.POST.get("days", "")),
            photo=file.read() if file else None,
        )
        try:
            made = finding_actions.find(new, by=request.actor)
            return redirect("oversight:finding", made.id)
        except RuleBroken as error:
            context = _wrong(error, request)
    return render(request, "oversight/find.html", context | {"towns": _towns(request)}, status=_status(context))


@requires(Permission.MATTER_VIEW)
@never_cache
def finding(request: DutyRequest, finding_id: UUID) -> HttpResponse:
    return _finding(request, finding_id)


def _finding(request: DutyRequest, finding_id: UUID, **more: Any) -> HttpResponse:
    by = request.actor
    try:
        shown, story = queries.finding(finding_id, by=by)
    except NotFound as unknown:
        raise Http404 from unknown
    may_look = shown.is_checking and by.may(Permission.OVERSIGHT_INSPECT)
    has_photo = queries.has_photo(finding_id, by=by)
    context = {"shown": shown, "story": story, "may_look": may_look, "has_photo": has_photo, **more}
    return render(request, "oversight/finding.html", context, status=_status(more))


@requires(Permission.MATTER_VIEW)
def photo(request: DutyRequest, finding_id: UUID) -> HttpResponse:
    try:
        return HttpResponse(queries.photo(finding_id, by=request.actor), "image/jpeg")
    except NotFound as unknown:
        raise Http404 from unknown


@requires(Permission.OVERSIGHT_INSPECT)
@require_POST
def look_again(request: DutyRequest, finding_id: UUID) -> HttpResponse:
    words = request.POST.get("words", "")[:300]
    try:
        finding_actions.look_again(finding_id, is_good="good" in request.POST, words=words, by=request.actor)
    except NotFound as unknown:
        raise Http404 from unknown
    except RuleBroken as error:
        return _finding(request, finding_id, **_wrong(error, request))
    return redirect("oversight:finding", finding_id)


@requires(Permission.OVERSIGHT_INSPECT)
@never_cache
def draws(request: DutyRequest) -> HttpResponse:
    """Earlier draws, and drawing anew."""
    by, today = request.actor, clock.today()
    context: dict[str, Any] = {"errors": {}, "given": {"from_on": today, "until_on": today, "size": 10}}
    if request.method == "POST":
        given = request.POST
        try:
            wanted = Wanted(
                place_id=uuid(given.get("place", "")) or by.post_id,
                kind=given.get("kind", ""),
                from_on=_day(given.get("from_on", "")),
                until_on=_day(given.get("until_on", "")),
                size=_number(given.get("size", "")),
            )
            return redirect("oversight:draw", sampling.draw(wanted, by=by).id)
        except RuleBroken as error:
            context = _wrong(error, request)
    context |= {"draws": queries.draws(by=by), "kinds": sampling.kinds_of_people(), "towns": _towns(request)}
    return render(request, "oversight/draws.html", context, status=_status(context))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


@requires(Permission.OVERSIGHT_INSPECT)
@never_cache
def draw(request: DutyRequest, draw_id: UUID) -> HttpResponse:
    try:
        found, checks = queries.draw(draw_id, by=request.actor)
    except NotFound as unknown:
        raise Http404 from unknown
    return render(request, "oversight/draw.html", {"draw": found, "checks": checks})


@requires(Permission.OVERSIGHT_INSPECT)
@never_cache
def check(request: DutyRequest, check_id: UUID) -> HttpResponse:
    """One drawn record: show whom to call (a look is written), then what came of it."""
    by = request.actor
    context: dict[str, Any] = {}
    try:
        found = queries.check(check_id, by=by)
        if "result" in request.POST:
            given = request.POST
            sampling.conclude(check_id, way=given.get("way", ""), result=given.get("result", ""), by=by)
            return redirect("oversight:draw", found.draw_id)
        if request.method == "POST":
            context = {"identity": sampling.dial(check_id, by=by), "is_shown": True}
    except NotFound as unknown:
        raise Http404 from unknown
    except RuleBroken as error:
        context = _wrong(error, request)
    context |= {"check": found, "results": Result.choices, "ways": Check.Way.choices, "most": sampling.ATTEMPTS}
    return render(request, "oversight/check.html", context, status=_status(context))
