"""Whom to reach, and taking in a list."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.leads import actions, queries

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.ARRIVAL_REGISTER)
@never_cache
def leads(request: DutyRequest) -> HttpResponse:
    """The leads of the own places; a list is taken in here, and its bad rows come back as a file."""
    if request.method != "POST":
        return _page(request)
    file = request.FILES.get("file")
    name = request.POST.get("name", "") or (str(file.name) if file else "")
    try:
        done = actions.import_list(name=name, content=file.read() if file else b"", by=request.actor)
    except RuleBroken as error:
        return _page(request, error=error)
    if not done.refused:
        return _page(request, done=done)
    headers = {
        "Content-Disposition": f"attachment; filename=refused-{clock.today():%Y%m%d}.xlsx",
        "X-Taken": str(done.taken),
        "X-Refused": str(len(done.refused)),
    }
    return HttpResponse(done.given_back, _XLSX, headers=headers)


def _page(request: DutyRequest, **more: Any) -> HttpResponse:
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    lines, total = queries.waiting(by=request.actor, page=page)
    pages = max(1, -(-total // queries.PAGE))
    context = {"lines": lines, "total": total, "page": page, "pages": pages, **more}
    return render(request, "leads/leads.html", context, status=422 if more.get("error") else 200)
