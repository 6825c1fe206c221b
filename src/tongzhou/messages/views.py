"""In the office: what was told in one go, whom it did not reach, telling many. At hand: the own telephone."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import ids
from tongzhou.kernel.errors import RuleBroken
from tongzhou.messages import actions, forms, gateways, lines, queries, sheets
from tongzhou.messages.errors import MessageUnknown

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.MESSAGE_TELL)
@never_cache
@require_safe
def batches(request: DutyRequest) -> HttpResponse:
    context = {"batches": queries.batches(by=request.actor), "has_gateway": gateways.current() is not None}
    return render(request, "messages/batches.html", context)


@requires(Permission.MESSAGE_TELL)
@never_cache
def new(request: DutyRequest) -> HttpResponse:
    """Whom and what; then how many that are; then it goes, once."""
    context: dict[str, Any] = {"given": {"place": request.actor.post_id, "batch_of": ids.new()}, "errors": {}}
    if request.POST.get("act") == "back":
        context["given"] = request.POST
    elif request.method == "POST":
        try:
            wanted = forms.read(request.POST)
            asked = (wanted.audience, wanted.place_id, wanted.words)
            if request.POST.get("act") == "tell":
                return redirect("messages:call_list", actions.tell_audience(*asked, wanted.batch_of, by=request.actor))
            context = {"given": request.POST, "errors": {}, "number": actions.preview(*asked, by=request.actor)}
            context["batch_of"] = wanted.batch_of
        except RuleBroken as error:
            context = {"given": request.POST, "error": error, "errors": {str(error.field): str(error)}}
    context |= {**forms.chosen_from(request.actor), "has_gateway": gateways.current() is not None}
    return render(request, "messages/new.html", context, status=422 if context.get("error") else 200)


@requires(Permission.MESSAGE_TELL)
@never_cache
@require_safe
def call_list(request: DutyRequest, batch_id: UUID) -> HttpResponse:
    return _call_list(request, batch_id)


def _call_list(request: DutyRequest, batch_id: UUID, **more: Any) -> HttpResponse:
    try:
        batch = queries.batch(batch_id, by=request.actor)
    except MessageUnknown as error:
        raise Http404 from error
    page, calls = queries.page(batch_id, request.GET.get("page"), by=request.actor)
    context = {"batch": batch, "page": page, "calls": calls, **more}
    return render(request, "messages/call_list.html", context, status=422 if more.get("error") else 200)


@requires(Permission.MESSAGE_TELL)
@never_cache
@require_safe
def printed(request: DutyRequest, batch_id: UUID) -> HttpResponse:
    """On paper, with a column to tick."""
    try:
        batch = queries.batch(batch_id, by=request.actor)
    except MessageUnknown as error:
        raise Http404 from error
    calls = queries.calls(list(queries.to_call(batch_id, by=request.actor)[: queries.SHEET]), by=request.actor)
    return render(request, "messages/printed.html", {"batch": batch, "calls": calls})


@requires(Permission.MESSAGE_TELL)
@never_cache
@require_safe
def sheet(request: DutyRequest, batch_id: UUID) -> HttpResponse:
    try:
        content = sheets.call_list(batch_id, by=request.actor)
    except MessageUnknown as error:
        raise Http404 from error
    return HttpResponse(content, _XLSX, headers={"Content-Disposition": "attachment; filename=calls.xlsx"})


@requires(Permission.MESSAGE_TELL)
@require_POST
def called(request: DutyRequest, batch_id: UUID, message_id: UUID) -> HttpResponse:
    """What came of one call."""
    try:
        actions.called(message_id, outcome=request.POST.get("outcome", ""), by=request.actor)
    except MessageUnknown as error:
        raise Http404 from error
    except RuleBroken as error:
        return _call_list(request, batch_id, error=error)
    return redirect("messages:call_list", batch_id)


@requires(Permission.SHIFT_VIEW)
@never_cache
def mine(request: DutyRequest) -> HttpResponse:
    """The telephone that the platform may use to say where and when one is posted."""
    context: dict[str, Any] = {
        "errors": {},
        "phone": lines.of_staff([request.actor.staff_id]).get(request.actor.staff_id),
    }
    if request.method == "POST":
        try:
            lines.keep(request.POST.get("phone", ""), by=request.actor)
            return redirect("messages:mine")
        except RuleBroken as error:
            context = {"phone": request.POST.get("phone"), "error": error, "errors": {str(error.field): str(error)}}
    return render(request, "messages/mine.html", context, status=422 if context.get("error") else 200)
