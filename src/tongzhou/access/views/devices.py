"""The telephones of the posts: a square that enrols one, the list, and shutting one out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access import devices as telephones
from tongzhou.access import forms
from tongzhou.access.actors import Actor
from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import codes, qr
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places.queries import current_tree


def _page(request: HttpRequest, by: Actor, **more: object) -> HttpResponse:
    tree = current_tree()
    listed = (tree.nodes.get(place) for place in by.scope.places)
    places = sorted((node.id, " / ".join(step.name for step in tree.path(node.id))) for node in listed if node)
    context: dict[str, object] = {
        "devices": telephones.devices(by=by)[:200],
        "places": sorted(places, key=lambda pair: pair[1]),
        "duties": telephones.admissible(by=by)[:500],
    }
    context |= {"post_id": by.post_id, **more}
    return render(request, "access/devices.html", context, status=422 if more else 200)


@requires(Permission.DEVICE_MANAGE)
@never_cache
def devices(request: DutyRequest) -> HttpResponse:
    return _page(request, request.actor)


@requires(Permission.DEVICE_MANAGE)
@require_POST
@never_cache
def invite(request: DutyRequest) -> HttpResponse:
    """The square, shown once: it names this platform's field app and the code."""
    given = request.POST
    try:
        duty = forms.chosen(given, "duty") if given.get("duty") else None
        code = telephones.invite(place_id=forms.chosen(given, "place"), duty_id=duty, by=request.actor)
    except RuleBroken as error:
        return _page(request, request.actor, error=error)
    square = qr.svg(f"{request.build_absolute_uri(telephones.APP)}#enrol={code}")
    return render(request, "access/invited.html", {"code": codes.grouped(code), "square": square})


@requires(Permission.DEVICE_MANAGE)
@require_POST
def withdraw(request: DutyRequest, device_id: UUID) -> HttpResponse:
    telephones.withdraw(device_id, is_lost="lost" in request.POST, by=request.actor)
    return redirect("access:devices")
