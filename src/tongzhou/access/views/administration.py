"""What the system administrator and the security administrator do. Neither sees a person's record."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access import actions, forms, queries
from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.kernel import qr
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places.queries import current_tree
from tongzhou.units.queries import open_units


def _accounts(request: HttpRequest, **more: object) -> dict[str, object]:
    text = request.GET.get("q", "")
    return {"accounts": queries.accounts(text)[:200], "q": text, "staff": queries.staff_without_account(), **more}


@requires(Permission.ACCOUNT_MANAGE)
def accounts(request: DutyRequest) -> HttpResponse:
    return render(request, "access/accounts.html", _accounts(request))


@requires(Permission.ACCOUNT_MANAGE)
@require_POST
@never_cache
def open_account(request: DutyRequest) -> HttpResponse:
    try:
        staff_id = forms.chosen(request.POST, "staff")
        made = actions.open_account(username=request.POST.get("username", ""), staff_id=staff_id, by=request.actor)
    except RuleBroken as error:
        return render(request, "access/accounts.html", _accounts(request, error=error), status=422)
    return _told_once(request, made)


@requires(Permission.ACCOUNT_MANAGE)
@require_POST
@never_cache
def renew_account(request: DutyRequest, account_id: UUID) -> HttpResponse:
    return _told_once(request, actions.renew_account(account_id=account_id, by=request.actor))


@requires(Permission.ACCOUNT_MANAGE)
@require_POST
def close_account(request: DutyRequest, account_id: UUID) -> HttpResponse:
    actions.close_account(account_id=account_id, by=request.actor)
    return redirect("access:accounts")


def _told_once(request: HttpRequest, made: actions.Opened) -> HttpResponse:
    code = qr.svg(made.factor_address)
    return render(request, "access/opened.html", {"made": made, "code": code})


def _duties(request: HttpRequest, **more: object) -> dict[str, object]:
    text, ended = request.GET.get("q", ""), "ended" in request.GET
    tree = current_tree()
    places = [(node, " / ".join(step.name for step in tree.path(node.id))) for node in tree.nodes.values()]
    return {
        "duties": [(duty, ROLES[duty.role]) for duty in queries.duties(text, ended=ended)[:200]],
        "accounts": queries.accounts().filter(closed_at=None),
        "units": open_units(),
        "places": sorted(places, key=lambda pair: pair[1]),
        "roles": ROLES.values(),
        "q": text,
        "ended": ended,
        **more,
    }


@requires(Permission.DUTY_ASSIGN)
def duties(request: DutyRequest) -> HttpResponse:
    return render(request, "access/duties.html", _duties(request))


@requires(Permission.DUTY_ASSIGN)
@require_POST
def assign_duty(request: DutyRequest) -> HttpResponse:
    post = request.POST
    try:
        actions.assign_duty(
            account_id=forms.chosen(post, "account"),
            unit_id=forms.chosen(post, "unit"),
            role=post.get("role", ""),
            place_id=forms.chosen(post, "place"),
            starts_at=forms.moment(post, "starts_at"),
            ends_at=forms.moment(post, "ends_at"),
            basis=post.get("basis", ""),
            by=request.actor,
        )
    except RuleBroken as error:
        return render(request, "access/duties.html", _duties(request, error=error, given=post), status=422)
    return redirect("access:duties")


@requires(Permission.DUTY_ASSIGN)
@require_POST
def end_duty(request: DutyRequest, duty_id: UUID) -> HttpResponse:
    actions.end_duty(duty_id=duty_id, by=request.actor)
    return redirect("access:duties")
