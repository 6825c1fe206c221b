"""How far it is and what came of it; and all that one has asked for."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tongzhou.access.doors import DutyRequest, signed_in
from tongzhou.errands import files, queries
from tongzhou.errands.errors import ErrandUnknown
from tongzhou.errands.models import Errand

MOST = 40


def _found(request: DutyRequest, errand_id: UUID) -> Errand:
    try:
        return queries.errand(errand_id, by=request.actor)
    except ErrandUnknown as error:
        raise Http404 from error


@signed_in
@never_cache
def errands(request: DutyRequest) -> HttpResponse:
    """What one has asked for within the week."""
    rows = [(one, queries.state(one)) for one in queries.errands(by=request.actor)[:MOST]]
    return render(request, "errands/errands.html", {"rows": rows})


@signed_in
@never_cache
def errand(request: DutyRequest, errand_id: UUID) -> HttpResponse:
    """One of them; while it goes on the page asks again, with a script or without."""
    found = _found(request, errand_id)
    return render(request, "errands/errand.html", {"errand": found, "state": queries.state(found)})


@signed_in
@never_cache
def result(request: DutyRequest, errand_id: UUID) -> HttpResponse:
    """The file given back, to whoever asked for it."""
    found = _found(request, errand_id)
    content = files.result(found)
    if not content:
        raise Http404
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.result_name)}"}
    return HttpResponse(content, "application/octet-stream", headers=headers)
