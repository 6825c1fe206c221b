"""Signing in and out, and choosing among one's duties."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access import attempts, queries, quick, sessions
from tongzhou.access.doors import DutyRequest, public, signed_in
from tongzhou.access.errors import SignInRefused
from tongzhou.access.models import Account
from tongzhou.access.queries import account_of
from tongzhou.access.roles import ROLES


@public("asks who you are; shows nothing of anybody")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "access/sign_in.html", {"offered": quick.offered(), "next": request.GET.get("next", "")})
    username = request.POST.get("username", "")[:100]
    try:
        account = sessions.check(username, request.POST.get("password", "")[:200], request.POST.get("code", "")[:20])
    except SignInRefused as error:
        attempts.log(None, what=error.code, path=request.path)
        shown = {"error": error, "username": username, "offered": quick.offered()}
        shown["next"] = request.POST.get("next", "")
        return render(request, "access/sign_in.html", shown, status=422)
    return _begin(request, account)


def _begin(request: HttpRequest, account: Account) -> HttpResponse:
    """To the page that was asked for before, as long as it is one of ours; else home."""
    sessions.begin(request, account)
    wanted = request.POST.get("next", "")
    return redirect(wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "web:home")


@public("enters an invented account, in a demonstration only")
@require_POST
def sign_in_quickly(request: HttpRequest, account_id: UUID) -> HttpResponse:
    if account_id not in {offer.account_id for offer in quick.offered()}:
        attempts.log(None, what="quick sign-in", path=request.path)
        return render(request, "web/403.html", status=403)
    return _begin(request, account_of(account_id))


@public("ends a session")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    sessions.end(request)
    return redirect("access:sign_in")


@public("says that no duty holds now")
def no_duty(request: HttpRequest) -> HttpResponse:
    return render(request, "access/no_duty.html", status=403)


@signed_in
def duties(request: DutyRequest) -> HttpResponse:
    """The duties that hold now; a click changes over."""
    if request.method == "POST":
        sessions.choose(request, UUID(request.POST.get("duty", "")))
        return redirect("web:home")
    held = queries.duties_now(request.actor.account_id).select_related("place", "unit")
    return render(request, "access/duties_now.html", {"held": [(duty, ROLES[duty.role]) for duty in held]})
