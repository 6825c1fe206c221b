"""The notices: what stands, a new one, taking one off."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.notices import actions, queries


@requires(Permission.NOTICE_PUBLISH)
def notices(request: DutyRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    given = {name: request.POST.get(name, "") for name in ("words_zh", "words_en", "hours")}
    try:
        actions.publish(**given, by=request.actor)
    except RuleBroken as error:
        return _page(request, error=error, given=given, errors={str(error.field): str(error)})
    return redirect("notices:notices")


def _page(request: DutyRequest, **more: Any) -> HttpResponse:
    context = {"recent": queries.recent(), "now": clock.now(), "given": {"hours": "24"}, "errors": {}, **more}
    return render(request, "notices/notices.html", context, status=422 if more.get("error") else 200)


@requires(Permission.NOTICE_PUBLISH)
@require_POST
def end(request: DutyRequest, notice_id: UUID) -> HttpResponse:
    actions.end(notice_id, by=request.actor)
    return redirect("notices:notices")
