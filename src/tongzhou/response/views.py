"""What holds now or held on a day, one rule with its history, setting it, the second person's answer."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.response import actions, presenting, queries, rules
from tongzhou.response.actions import NewRuling
from tongzhou.response.errors import RulingUnknown
from tongzhou.response.rules import LEVEL


@requires(Permission.MATTER_VIEW)
@never_cache
def response(request: DutyRequest) -> HttpResponse:
    """Every rule as it holds, or held at the end of the day in the address."""
    return _response(request)


def _response(request: DutyRequest, **more: Any) -> HttpResponse:
    on = _day(request.GET.get("on", ""))
    at = datetime.combine(on, time(23, 59, 59), clock.ZONE) if on else clock.now()
    level, *others = queries.overview(at)
    told = [presenting.told(one) for one in queries.history()]
    context = {
        **{"on": on, "level": level, "others": others, "waiting": [one for one in told if one.is_waiting]},
        **{"history": told, "may_set": request.actor.may(Permission.RESPONSE_SET), **more},
    }
    return render(request, "response/response.html", context, status=422 if more.get("error") else 200)


@requires(Permission.MATTER_VIEW)
@never_cache
def rule(request: DutyRequest, code: str) -> HttpResponse:
    """One rule; headquarters sets it here."""
    try:
        found = rules.get(code)
    except RulingUnknown as unknown:
        raise Http404 from unknown
    held = queries.held(found)
    given = {"value": held.value, "from_at": f"{clock.now():%Y-%m-%dT%H:%M}", "levels": [queries.value(LEVEL)]}
    context: dict[str, Any] = {"errors": {}, "given": given}
    if request.method == "POST":
        try:
            actions.put(_new(request, code), by=request.actor)
            return redirect("response:response")
        except RuleBroken as error:
            given = {**request.POST.dict(), "levels": request.POST.getlist("levels")}
            context = {"error": error, "errors": {str(error.field): str(error)}, "given": given}
    context |= {
        **{"rule": found, "held": held, "history": [presenting.told(one) for one in queries.history(code)]},
        **{"levels": LEVEL.choices.items(), "may_set": request.actor.may(Permission.RESPONSE_SET)},
    }
    return render(request, "response/rule.html", context, status=422 if context.get("error") else 200)


def _new(request: DutyRequest, code: str) -> NewRuling:
    post = request.POST
    return NewRuling(
        code=code,
        value=post.get("value", ""),
        levels=post.getlist("levels"),
        document=post.get("document", ""),
        article=post.get("article", ""),
        document_on=_day(post.get("document_on", "")),
        from_at=_moment(post.get("from_at", "")),
    )


@requires(Permission.RESPONSE_SET)
@require_POST
def answer(request: DutyRequest, ruling_id: UUID) -> HttpResponse:
    try:
        actions.answer(ruling_id, is_confirmed=request.POST.get("answer") == "confirm", by=request.actor)
    except RuleBroken as error:
        return _response(request, error=error)
    return redirect("response:response")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=clock.ZONE)
    except ValueError:
        return None
