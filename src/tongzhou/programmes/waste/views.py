"""The round on a phone: one door after the other, one touch each; then the lane."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.waste import actions, queries
from tongzhou.programmes.waste.errors import StopUnknown


@requires(Permission.WASTE_COLLECT)
@never_cache
def round_of_today(request: DutyRequest) -> HttpResponse:
    return _round(request)


def _round(request: DutyRequest, **more: Any) -> HttpResponse:
    by = request.actor
    context = {"round": queries.of_today(by=by), "loads": queries.loads(by=by), "bags": range(1, 5), **more}
    return render(request, "waste/round.html", context, status=422 if more.get("error") else 200)


@requires(Permission.WASTE_COLLECT)
@require_POST
def stop(request: DutyRequest, stop_id: UUID) -> HttpResponse:
    """So many bags; or missed, and why."""
    post = request.POST
    try:
        if "missed" in post:
            actions.miss(stop_id, why=post.get("why", ""), by=request.actor)
        else:
            actions.fetch(stop_id, bags=_number(post.get("bags", "")), by=request.actor)
    except StopUnknown as error:
        raise Http404 from error
    except RuleBroken as error:
        return _round(request, error=error)
    return redirect("waste:round")


@requires(Permission.WASTE_COLLECT)
@require_POST
def hand_over(request: DutyRequest) -> HttpResponse:
    try:
        actions.hand_over(by=request.actor)
    except RuleBroken as error:
        return _round(request, error=error)
    return redirect("waste:round")


@requires(Permission.WASTE_COLLECT)
@require_POST
def arrive(request: DutyRequest, load_id: UUID) -> HttpResponse:
    try:
        actions.arrive(load_id, counted=_number(request.POST.get("counted", "")), by=request.actor)
    except StopUnknown as error:
        raise Http404 from error
    except RuleBroken as error:
        return _round(request, error=error)
    return redirect("waste:round")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1
