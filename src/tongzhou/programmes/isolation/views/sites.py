"""Central sites: beds, who comes, admission."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.isolation import queries
from tongzhou.programmes.isolation.actions import housing
from tongzhou.programmes.isolation.errors import IsolationUnknown
from tongzhou.programmes.isolation.models import State
from tongzhou.programmes.isolation.views.office import uuid


@requires(Permission.ISOLATION_VIEW)
@never_cache
def houses(request: DutyRequest) -> HttpResponse:
    return _page(request)


def _page(request: DutyRequest, **more: Any) -> HttpResponse:
    by = request.actor
    rows = queries.isolations(by=by, state=State.CENTRAL)
    may_admit = by.may(Permission.ISOLATION_SITE)
    may_see = may_admit or by.may(Permission.ISOLATION_DECIDE)
    found = queries.houses(by=by) if may_see else []
    free = [(room.id, room.number) for house in found for room, taken in house.rooms if taken < room.beds]
    context = {
        **{"houses": found, "free": free, "may_admit": may_admit},
        **{"coming": [row for row in rows if row.isolation.admitted_at is None]},
        **{"inside": [row for row in rows if row.isolation.admitted_at], **more},
    }
    return render(request, "isolation/sites.html", context, status=422 if more.get("error") else 200)


@requires(Permission.ISOLATION_SITE)
@require_POST
def admit(request: DutyRequest, isolation_id: UUID) -> HttpResponse:
    room_id = uuid(request.POST.get("room", ""))
    try:
        housing.admit(isolation_id, room_id=room_id or isolation_id, by=request.actor)
    except IsolationUnknown as error:
        raise Http404 from error
    except RuleBroken as error:
        return _page(request, error=error)
    return redirect("isolation:sites")
