"""Applying to resume work, and following the application by its receipt. No script, no sign-in; a code stands in no
address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tongzhou.access import attempts
from tongzhou.access.doors import public
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.places import queries as places
from tongzhou.programmes.resumption import forms, rules
from tongzhou.programmes.resumption.actions import applying, staffing
from tongzhou.programmes.resumption.models import Exempt, Size, Trade

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public("takes an application of a firm; shows the names of towns and villages and what is required")
@never_cache
def apply(request: HttpRequest) -> HttpResponse:
    """By the firm, or by whoever is on duty and may enter it."""
    actor = getattr(request, "actor", None)
    by = actor if actor and actor.may(Permission.RESUMPTION_ASK) else None
    context: dict[str, Any] = {**choices(), "given": request.POST.dict(), "errors": {}}
    try:
        context["sheet"] = rules.in_force()
        if request.method == "POST":
            done = applying.apply(forms.application(request.POST), by=by)
            return render(request, "resumption/applied.html", {"code": done.code, "headings": staffing.HEADINGS})
    except RuleBroken as error:
        context |= wrong(error)
    return render(request, "resumption/apply.html", context, status=422 if context.get("error") else 200)


def choices() -> dict[str, Any]:
    return {"towns": places.by_town(), "sizes": Size.choices, "trades": Trade.choices, "exempts": Exempt.choices}


def wrong(error: RuleBroken) -> dict[str, Any]:
    every = error.errors if isinstance(error, Several) else (error,)
    return {"error": error, "errors": {str(one.field): str(one) for one in every}}


@public("shows an application to whoever holds its code, and takes its staff list")
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "resumption/follow.html", {})
    code, file = request.POST.get("code", "")[:60], request.FILES.get("file")
    context: dict[str, Any] = {"code": code, "headings": staffing.HEADINGS}
    try:
        context["one"] = applying.follow(code)
    except RuleBroken as error:
        attempts.log(None, what=error.code, path=request.path)
        return render(request, "resumption/follow.html", context | {"error": error}, status=422)
    try:
        if file:
            taken = staffing.hand_in_by_code(code, file.read())
            if taken.refused:
                return given_back(taken)
            context |= {"taken": taken.taken, "one": applying.follow(code)}
    except RuleBroken as error:
        context["error"] = error
    return render(request, "resumption/followed.html", context, status=422 if context.get("error") else 200)


def given_back(taken: staffing.Taken) -> HttpResponse:
    """The refused rows with their reasons; the others are stored."""
    headers = {
        "Content-Disposition": f"attachment; filename=refused-{clock.today():%Y%m%d}.xlsx",
        "X-Taken": str(taken.taken),
        "X-Refused": str(len(taken.refused)),
    }
    return HttpResponse(taken.given_back, XLSX, headers=headers)
