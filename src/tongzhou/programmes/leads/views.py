"""Whom to reach, and taking in a list: the file, what its headings mean, the work beside the page."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.errands import actions as errands
from tongzhou.errands import files
from tongzhou.errands import queries as asked
from tongzhou.errands.errors import ErrandUnknown
from tongzhou.errands.models import Errand
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.leads import lists, queries
from tongzhou.programmes.leads.jobs import take_in
from tongzhou.tables import actions as tables


@requires(Permission.ARRIVAL_REGISTER)
@never_cache
def leads(request: DutyRequest) -> HttpResponse:
    """The leads of the own places; a list is handed in here. Where a heading or a hidden row is in doubt, one is asked
    first; else the work begins."""
    if request.method != "POST":
        return _page(request)
    file = request.FILES.get("file")
    name = request.POST.get("name", "").strip() or (str(file.name) if file else "")
    try:
        found = lists.opened(content := file.read() if file else b"")
        hidden = any(line.is_hidden for line in found.lines())
        if not (found.read.is_open or hidden):
            lists.check(found.read.sure)
    except RuleBroken as error:
        return _page(request, error=error)
    said = {"matches": found.read.sure, "with_hidden": True}
    waiting = errands.hand_in(take_in, name=name, content=content, asked=said, by=request.actor)
    if found.read.is_open or hidden:
        return redirect("leads:headings", waiting.id)
    errands.begin(waiting.id, by=request.actor)
    return redirect("errands:errand", waiting.id)


def _page(request: DutyRequest, **more: Any) -> HttpResponse:
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    lines, total = queries.waiting(by=request.actor, page=page)
    pages = max(1, -(-total // queries.PAGE))
    context = {"lines": lines, "total": total, "page": page, "pages": pages, **more}
    return render(request, "leads/leads.html", context, status=422 if more.get("error") else 200)


def _waiting(request: DutyRequest, errand_id: UUID) -> Errand:
    """A list of one's own that was handed in and not begun."""
    try:
        errand = asked.errand(errand_id, by=request.actor)
    except ErrandUnknown as error:
        raise Http404 from error
    if errand.kind != take_in.job.name or errand.given is None or errand.number is not None:
        raise Http404
    return errand


@requires(Permission.ARRIVAL_REGISTER)
@never_cache
def headings(request: DutyRequest, errand_id: UUID) -> HttpResponse:
    """What each column means, with its first cells; confirmed once, and remembered."""
    errand = _waiting(request, errand_id)
    found = lists.opened(files.given(errand))
    if request.method != "POST":
        return _headings(request, errand, found)
    chosen = {one.column.letter: request.POST.get(f"column-{one.column.letter}", "") for one in found.read.matches}
    try:
        lists.check(chosen)
    except RuleBroken as error:
        return _headings(request, errand, found, error=error, chosen=chosen)
    said = {"matches": tables.remember(found.read, chosen, by=request.actor)}
    errands.begin(errand.id, by=request.actor, asked=said | {"with_hidden": "without_hidden" not in request.POST})
    return redirect("errands:errand", errand.id)


def _headings(request: DutyRequest, errand: Errand, found: lists.Opened, **more: Any) -> HttpResponse:
    lines = found.lines()
    chosen = more.get("chosen", found.read.sure)
    rows = [
        (one, chosen.get(letter, ""), [line.cells[letter] for line in lines[:3] if line.cells.get(letter)])
        for one in found.read.matches
        for letter in (one.column.letter,)
    ]
    fields = tables.known_fields()
    context = {
        **{"errand": errand, "rows": rows, "fields": [(code, field.label) for code, field in fields.items()]},
        **{"total": len(lines), "hidden": sum(line.is_hidden for line in lines), **more},
    }
    return render(request, "leads/headings.html", context, status=422 if more.get("error") else 200)


@requires(Permission.ARRIVAL_REGISTER)
@require_POST
def drop(request: DutyRequest, errand_id: UUID) -> HttpResponse:
    """Do not take the list in; its file is forgotten."""
    errands.drop(_waiting(request, errand_id).id, by=request.actor)
    return redirect("leads:leads")
