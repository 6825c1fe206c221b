"""At the door and on the telephone: what is in hand, one target, what stands on no list."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.screening import forms, queries
from tongzhou.programmes.screening.actions import carrying, finding, recording
from tongzhou.programmes.screening.errors import NotFound
from tongzhou.programmes.screening.models import RESUMES, TOLD, Sort, Way
from tongzhou.programmes.screening.views import answering


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
            context = answering.wrong(error, request)
    context |= {
        **{"shown": queries.in_hand(by=by), "rechecks": queries.rechecks(by=by), "areas": queries.areas(by=by)},
        **{"calls": carrying.calls_today(by), "most": carrying.CALLS_A_DAY, "colleagues": queries.colleagues(by=by)},
        "now": clock.now(),
    }
    return render(request, "screening/work.html", context, status=answering.status(context))


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
            context = answering.wrong(error, request)
    context |= {
        **{"shown": shown, "contacts": queries.contacts(shown.target, by=by), "ways": Way.choices},
        **{"outcomes": TOLD, "script": queries.script(shown.target.sort)},
        **{"resumes": shown.target.sort in RESUMES, "is_free": queries.is_free(shown.target)},
    }
    return render(request, "screening/target.html", context, status=answering.status(context))


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
            context = answering.wrong(error, request)
    places = [(str(one.id), one.name) for one in queries.homes(by=request.actor)]
    context |= {"sorts": Sort.choices, "places": places}
    return render(request, "screening/found.html", context, status=answering.status(context))
