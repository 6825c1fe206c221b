"""The person's own page, by receipt: what is stored, who looked, until when; and asking for a correction.

Public and without a script. It shows one record to whoever holds its receipt, and nothing else to anybody.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access import attempts
from tongzhou.access.doors import public
from tongzhou.kernel.errors import RuleBroken
from tongzhou.web import owning


@public("asks for a receipt")
def own(request: HttpRequest) -> HttpResponse:
    return render(request, "web/own.html", {})


@public("shows a record to whoever holds its receipt")
@require_POST
@never_cache
def record(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("code", "")[:60]
    try:
        return render(request, "web/own_record.html", {"own": owning.opened(code), "code": code})
    except RuleBroken as error:
        attempts.log(None, what=error.code, path=request.path)
        return render(request, "web/own.html", {"error": error, "code": code}, status=422)


@public("takes a request from whoever holds a receipt")
@require_POST
@never_cache
def ask_correction(request: HttpRequest) -> HttpResponse:
    """What is wrong, in the person's words, to the unit where they live. Answered with the number of the matter."""
    code, words = request.POST.get("code", "")[:60], request.POST.get("words", "")[:1000]
    try:
        receipt = owning.ask_correction(code, words)
    except RuleBroken as error:
        return render(request, "web/own.html", {"error": error, "code": code}, status=422)
    return render(request, "web/own_asked.html", {"receipt": receipt})
