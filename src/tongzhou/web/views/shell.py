"""Home, display settings and the gallery."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, public, signed_in
from tongzhou.access.roles import ROLES
from tongzhou.web import gallery as examples
from tongzhou.web import panels

_YEAR = 365 * 24 * 60 * 60


@signed_in
def home(request: DutyRequest) -> HttpResponse:
    shown = {"panels": panels.for_duty(request.actor), "role": ROLES.get(request.actor.role)}
    return render(request, "web/home.html", shown)


@public("keeps language, type size and colours in a cookie")
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    there = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    response = redirect(there if is_ours else "/")
    for name, values in (("type", ("large", "plain")), ("theme", ("light", "dark"))):
        if request.POST.get(name) in values:
            response.set_cookie(name, request.POST[name], max_age=_YEAR, samesite="Lax", httponly=True)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        name = settings.LANGUAGE_COOKIE_NAME
        response.set_cookie(name, request.POST["language"], max_age=_YEAR, samesite="Lax", httponly=True)
    return response


@public("shows the bricks with invented words")
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "web/gallery.html", {"examples": examples.examples()})
