"""The list, its draft, publishing, the door list, and why."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.errands import actions as errands
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.riskareas import actions, dated, evaluating, jobs, national, proposing, queries, sheets
from tongzhou.programmes.riskareas.actions import NewRule
from tongzhou.programmes.riskareas.errors import ProposalUnknown, RuleRefused
from tongzhou.programmes.riskareas.models import Follow

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.RISK_VIEW)
def shown(request: DutyRequest, number: int = 0) -> HttpResponse:
    """The version in force, or an older one."""
    version = queries.version(number) if number else evaluating.in_force()
    may_publish = request.actor.may(Permission.RISK_PUBLISH)
    context = {
        **{"version": version, "rules": queries.rules(version) if version else [], "versions": queries.versions()[:30]},
        **{"is_in_force": not number, "count": queries.count(by=request.actor)},
        "may_publish": may_publish,
        "proposals": proposing.waiting(by=request.actor) if may_publish else [],
    }
    return render(request, "riskareas/list.html", context)


@requires(Permission.RISK_PUBLISH)
def draft(request: DutyRequest) -> HttpResponse:
    """Change the draft: search a place, put it on, take it off; then see whom it would concern."""
    return _draft(request) if queries.has_draft() else redirect("riskareas:list")


@requires(Permission.RISK_PUBLISH)
@require_POST
def begin(request: DutyRequest) -> HttpResponse:
    """Begin a draft, or go on with the one that is there."""
    actions.draft(by=request.actor)
    return redirect("riskareas:draft")


def _draft(request: DutyRequest, **more: Any) -> HttpResponse:
    version = actions.draft(by=request.actor)
    change, towns = actions.preview(by=request.actor)
    text = request.GET.get("q", "")[:40]
    context = {
        **{"version": version, "rules": queries.rules(version), "change": change, "towns": towns, "q": text},
        **{
            "look_back": dated.look_back(),
            "seen": actions.mark(version),
            "proposals": proposing.waiting(by=request.actor),
        },
        **{"found": national.search(text), "follows": Follow.choices, "today": clock.today().isoformat(), "given": {}},
        **more,
    }
    return render(request, "riskareas/draft.html", context, status=422 if more.get("error") else 200)


@requires(Permission.RISK_PUBLISH)
@require_POST
def put(request: DutyRequest) -> HttpResponse:
    names = ("place", "from_on", "until_on", "look_back_days", "follow")
    given = {name: request.POST.get(name, "") for name in names}
    try:
        actions.put(NewRule(**given), by=request.actor)
    except RuleRefused as error:
        return _draft(request, error=error, given=given, errors={str(error.field): str(error)})
    return redirect("riskareas:draft")


@requires(Permission.RISK_PUBLISH)
@require_POST
def take_off(request: DutyRequest, rule_id: UUID) -> HttpResponse:
    actions.take_off(rule_id, by=request.actor)
    return redirect("riskareas:draft")


@requires(Permission.RISK_PUBLISH)
@require_POST
def upload(request: DutyRequest) -> HttpResponse:
    """Places from a spreadsheet; what was refused comes back as one."""
    file = request.FILES.get("file")
    try:
        done = actions.import_rules(file.read() if file else b"", by=request.actor)
    except RuleBroken as error:
        return _draft(request, error=error)
    if not done.refused:
        return redirect("riskareas:draft")
    name = f"attachment; filename=refused-{clock.today():%Y%m%d}.xlsx"
    return HttpResponse(done.given_back, _XLSX, headers={"Content-Disposition": name})


@requires(Permission.RISK_PUBLISH)
@require_POST
def publish(request: DutyRequest) -> HttpResponse:
    """The worker does it: at full size it takes some ten seconds, which is told while it goes on."""
    file = request.FILES.get("source")
    document, seen = request.POST.get("document", ""), request.POST.get("seen", "")
    try:
        actions.check_draft(document=document, seen=seen, by=request.actor)
    except RuleBroken as error:
        return _draft(request, error=error, document=document)
    asked = errands.ask(
        jobs.publish,
        name=document.strip(),
        content=file.read() if file else b"",
        asked={"document": document, "source_name": str(file.name) if file else "", "seen": seen},
        by=request.actor,
    )
    return redirect("errands:errand", asked.id)


@requires(Permission.RISK_PUBLISH)
@require_POST
def discard(request: DutyRequest) -> HttpResponse:
    actions.discard(by=request.actor)
    return redirect("riskareas:list")


@requires(Permission.RISK_PUBLISH)
@never_cache
def proposal(request: DutyRequest, matter_id: UUID) -> HttpResponse:
    """A place that the health authority proposes: onto the draft, or not needed and why."""
    by, context = request.actor, dict[str, Any]()
    try:
        context["one"] = proposing.one(matter_id, by=by)
        if request.method == "POST" and request.POST.get("answer") == "take":
            proposing.take(matter_id, by=by)
            return redirect("riskareas:draft")
        if request.method == "POST":
            proposing.decline(matter_id, why=request.POST.get("why", ""), by=by)
            return redirect("matters:matter", matter_id)
    except ProposalUnknown as unknown:
        raise Http404 from unknown
    except RuleBroken as error:
        context |= {"error": error, "errors": {"why": str(error)}}
    return render(request, "riskareas/proposal.html", context, status=422 if "error" in context else 200)


@requires(Permission.PERSON_VIEW)
@never_cache
def door(request: DutyRequest) -> HttpResponse:
    """Whom the list concerns here: to walk with a phone, or to print."""
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    total = queries.count(by=request.actor)
    context = {
        **{"lines": queries.door_list(by=request.actor, page=page), "version": evaluating.in_force(), "total": total},
        **{"page": page, "pages": max(1, -(-total // queries.PAGE)), "today": clock.today()},
    }
    return render(request, "riskareas/door.html", context)


@requires(Permission.PERSON_VIEW)
@require_POST
@never_cache
def door_sheet(request: DutyRequest) -> HttpResponse:
    """The door list as a spreadsheet that says who took it, when and why."""
    content = sheets.door_list(by=request.actor)
    name = f"attachment; filename=door-list-{clock.now():%Y%m%d-%H%M}.xlsx"
    return HttpResponse(content, _XLSX, headers={"Content-Disposition": name})


@requires(Permission.RISK_VIEW)
def why(request: DutyRequest, hit_id: UUID) -> HttpResponse:
    try:
        return render(request, "riskareas/why.html", {"why": queries.why(hit_id, by=request.actor)})
    except queries.HitUnknown as error:
        raise Http404 from error


@requires(Permission.RISK_VIEW)
def source(request: DutyRequest, number: int) -> HttpResponse:
    """The document behind a version, as it was handed in."""
    found = queries.source(number)
    if found is None:
        raise Http404
    name, content = found
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(content, "application/octet-stream", headers=headers)
