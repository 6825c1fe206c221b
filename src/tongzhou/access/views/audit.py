"""What the audit administrator sees: who looked at whom and why, and what was refused. Nothing of the persons."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from tongzhou.access import looks as looked
from tongzhou.access import queries
from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission


@requires(Permission.LOOK_VIEW)
def looks(request: DutyRequest) -> HttpResponse:
    filters = {name: request.GET.get(name, "") for name in ("q", "what", "subject", "day")}
    page = Paginator(looked.found(**filters), 50).get_page(request.GET.get("page"))
    return render(request, "access/looks.html", {"page": page, **filters, "kinds": looked.WHAT})


@requires(Permission.LOOK_VIEW)
def attempts(request: DutyRequest) -> HttpResponse:
    return render(request, "access/attempts.html", {"attempts": queries.refused_attempts(200)})
