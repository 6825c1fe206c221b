"""At the gate: scan, verdict, degrees, saved. One task a screen."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import ids
from tongzhou.kernel.errors import RuleBroken
from tongzhou.passes.judging import Verdict
from tongzhou.programmes.gates import actions, asking, knowing, presenting, queries
from tongzhou.programmes.gates.records import OUTCOMES, OVERRIDES, TOPICS, WHO

WAYS = {"in": "in", "out": "out"}


@requires(Permission.GATE_CHECK)
@never_cache
def gate(request: DutyRequest) -> HttpResponse:
    """Scan or type; the verdict fills the next screen."""
    by, given = request.actor, request.GET
    code = given.get("code", "").strip()[:200]
    if code:
        return _measure(request, knowing.judge(code, is_out=given.get("way") == "out", by=by))
    if given.get("who") in WHO:
        return _measure(request, None)
    done = asking.uuid(given.get("done", ""))
    context = {
        **{
            "way": WAYS.get(given.get("way", ""), "in"),
            "tally": queries.tally(zone_id=knowing.zone_of(by.post_id), by=by),
            "topics": TOPICS.items(),
        },
        **{"overrides": [(code, WHO[code]) for code in OVERRIDES], "fresh": ids.new()},
        **{"done": done if queries.may_undo(done, by=by) else None, "was_hot": "hot" in given},
        **{"plate": given.get("plate", "")[:12], "visit": asking.uuid(given.get("visit", "")) or ids.new()},
    }
    return render(request, "gates/gate.html", context)


def _measure(request: DutyRequest, verdict: Verdict | None, **more: Any) -> HttpResponse:
    given = request.POST or request.GET
    context = {
        **{"given": given, "verdict": presenting.shown(verdict) if verdict else None, "fresh": ids.new()},
        **{
            "who": WHO.get(given.get("who", "")),
            "outcomes": [pair for pair in OUTCOMES.items() if pair[0] != "passed"],
        },
        **more,
    }
    return render(request, "gates/measure.html", context, status=422 if more else 200)


@requires(Permission.GATE_CHECK)
@require_POST
@never_cache
def save(request: DutyRequest) -> HttpResponse:
    """Record what happened; the next scan is one touch away."""
    by, given = request.actor, request.POST
    try:
        check = asking.check(given, by)
        (told,) = actions.record([check], by=by)
        if told.error:
            raise told.error
    except RuleBroken as error:
        code = given.get("code", "")
        verdict = knowing.judge(code, is_out=given.get("way") == "out", by=by) if code else None
        return _measure(request, verdict, error=error, errors={str(error.field): str(error)})
    onward = {"way": given.get("way", "in"), "done": str(check.entry_id)}
    onward |= {"hot": "yes"} if check.is_hot else {}
    if "next" in given:
        onward |= {"plate": given.get("plate", ""), "visit": given.get("visit", "")}
    return redirect(f"{reverse('gates:gate')}?{urlencode(onward)}")


@requires(Permission.GATE_CHECK)
@require_POST
def undo(request: DutyRequest) -> HttpResponse:
    entry_id = asking.uuid(request.POST.get("entry", ""))
    if queries.may_undo(entry_id, by=request.actor) and entry_id:
        actions.undo(entry_id, by=request.actor)
    return redirect("gates:gate")


@requires(Permission.GATE_CHECK)
@require_POST
def remind(request: DutyRequest) -> HttpResponse:
    actions.remind(request.POST.get("topic", ""), by=request.actor)
    return redirect("gates:gate")
