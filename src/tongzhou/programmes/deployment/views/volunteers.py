"""Signing up as a volunteer and following it by its receipt: no script, no sign-in, a code stands in no address. And
vetting, in the office of the department or of the town."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tongzhou.access import attempts
from tongzhou.access.doors import DutyRequest, public, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.places import queries as places
from tongzhou.programmes.deployment import forms, volunteers
from tongzhou.programmes.deployment.actions import volunteering
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.programmes.deployment.views.staff import status


@public("takes a volunteer's sign-up; shows the names of towns, villages and departments")
@never_cache
def sign_up(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"given": request.POST.dict(), "errors": {}}
    if request.method == "POST":
        try:
            code = volunteering.sign_up(forms.volunteer(request.POST))
            return render(request, "deployment/volunteered.html", {"code": code})
        except RuleBroken as error:
            context |= _wrong(error)
    professions = [(one.value, one.label) for one in volunteering.PROFESSIONS]
    units = [(str(one.id), one.name) for one in volunteers.departments()]
    context |= {"towns": places.by_town(), "professions": professions, "units": units}
    return render(request, "deployment/volunteer.html", context, status=status(context))


def _wrong(error: RuleBroken) -> dict[str, Any]:
    every = error.errors if isinstance(error, Several) else (error,)
    return {"error": error, "errors": {str(one.field): str(one) for one in every}}


@public("shows a sign-up to whoever holds its code, without the name, and takes the answer to what was asked")
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "deployment/volunteer_follow.html", {})
    code = request.POST.get("code", "")[:60]
    context: dict[str, Any] = {"code": code}
    try:
        context["one"] = volunteers.follow(code)
    except RuleBroken as error:
        attempts.log(None, what=error.code, path=request.path)
        return render(request, "deployment/volunteer_follow.html", context | {"error": error}, status=422)
    if "answer" in request.POST:
        try:
            volunteering.answer(code, request.POST["answer"])
            context["one"] = volunteers.follow(code)
        except RuleBroken as error:
            context |= _wrong(error) | {"given": request.POST["answer"]}
    return render(request, "deployment/volunteer_followed.html", context, status=status(context))


@requires(Permission.VOLUNTEER_VET)
@never_cache
def index(request: DutyRequest) -> HttpResponse:
    """Who signed up and waits for the own word, or for another office's; no name stands here."""
    by = request.actor
    context = {"rows": volunteers.waiting(by=by)[:200], "decided": volunteers.decided(by=by)[:30]}
    context["elsewhere"] = volunteers.elsewhere(by=by)[:100]
    return render(request, "deployment/volunteers.html", context)


@requires(Permission.VOLUNTEER_VET)
@never_cache
def vet(request: DutyRequest, volunteer_id: UUID) -> HttpResponse:
    """One of them: accepted, asked again, or declined with a reason."""
    context: dict[str, Any] = {"errors": {}}
    if request.method == "POST":
        try:
            _decide(request, volunteer_id)
            return redirect("deployment:volunteers")
        except NotFound as gone:
            raise Http404 from gone
        except RuleBroken as error:
            context = _wrong(error) | {"given": request.POST}
    try:
        context["shown"] = volunteers.shown(volunteer_id, by=request.actor)
    except NotFound as gone:
        raise Http404 from gone
    return render(request, "deployment/volunteer_vet.html", context, status=status(context))


def _decide(request: DutyRequest, volunteer_id: UUID) -> None:
    by, given = request.actor, request.POST
    if given.get("act") == "ask":
        volunteering.ask_again(volunteer_id, given.get("question", ""), by=by)
    elif given.get("act") == "decline":
        volunteering.decline(volunteer_id, given.get("why", ""), by=by)
    else:
        volunteering.accept(volunteer_id, staff_id=forms.uuid(given.get("staff", "")), by=by)
