"""The person's own page, by receipt and without a script: my days, my team, my rights; report, order, appeal."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access import attempts
from tongzhou.access.doors import public
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people.errors import ReceiptUnknown
from tongzhou.programmes.isolation import own
from tongzhou.programmes.isolation.errors import IsolationUnknown
from tongzhou.programmes.isolation.presenting import TEAM
from tongzhou.programmes.isolation.records import NEEDS, REASONS, SYMPTOMS
from tongzhou.programmes.isolation.views.office import number


@public("asks for a receipt, and shows an isolation to whoever holds it")
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "isolation/mine_code.html", {})
    return _shown(request, _code(request))


@public("takes a report from whoever holds a receipt")
@require_POST
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    degrees, symptoms = number(request.POST.get("temperature", "")), request.POST.getlist("symptoms")
    return _done(request, lambda code: own.report(code, temperature=degrees, symptoms=symptoms), "report")


@public("takes an order of daily needs from whoever holds a receipt")
@require_POST
@never_cache
def need(request: HttpRequest) -> HttpResponse:
    what, words = request.POST.get("what", ""), request.POST.get("words", "")[:150]
    return _done(request, lambda code: own.need(code, what=what, words=words), "need")


@public("takes an appeal from whoever holds a receipt")
@require_POST
@never_cache
def appeal(request: HttpRequest) -> HttpResponse:
    words = request.POST.get("words", "")[:1000]
    return _done(request, lambda code: own.appeal(code, words=words), "appeal")


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "")[:60]


def _done(request: HttpRequest, act: Callable[[str], object], what: str) -> HttpResponse:
    code = _code(request)
    try:
        answer = act(code)
    except (ReceiptUnknown, IsolationUnknown) as error:
        return _unknown(request, code, error)
    except RuleBroken as error:
        return _shown(request, code, error=error, errors={str(error.field): str(error)})
    return _shown(request, code, done=what, number=answer if isinstance(answer, str) else "")


def _shown(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
    try:
        found = own.opened(code)
    except RuleBroken as error:
        return _unknown(request, code, error)
    team = [(TEAM[one["part"]], one["name"], one["phone"]) for one in found.isolation.team]
    context = {
        **{"own": found, "code": code, "team": team, "reason": REASONS[found.isolation.reason], "errors": {}},
        **{"symptoms": SYMPTOMS.items(), "needs": [(one, label) for one, (label, _hours) in NEEDS.items()], **more},
    }
    return render(request, "isolation/mine.html", context, status=422 if more.get("error") else 200)


def _unknown(request: HttpRequest, code: str, error: RuleBroken) -> HttpResponse:
    attempts.log(None, what=error.code, path=request.path)
    return render(request, "isolation/mine_code.html", {"error": error, "code": code}, status=422)
