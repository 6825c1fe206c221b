"""Sending on after a consult; the pages of the consult itself are those of every encounter."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.programmes.consults import actions


@requires(Permission.ARRIVAL_REGISTER)
@require_POST
def send(request: DutyRequest, entry_id: UUID) -> HttpResponse:
    """To a named clinic, by a named means of transport."""
    try:
        clinic_id = UUID(request.POST.get("clinic", ""))
    except ValueError:
        clinic_id = None
    transport = request.POST.get("transport", "")
    actions.send(entry_id=entry_id, clinic_id=clinic_id, transport=transport, by=request.actor)
    return redirect("consults:done", entry_id)
