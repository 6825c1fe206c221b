"""Making, amending, signing and handing out briefs; the template; and the public page that verifies."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access import attempts
from tongzhou.access.doors import DutyRequest, public, requires
from tongzhou.access.permissions import Permission
from tongzhou.briefing import actions, paper, queries, telling, verifying, word
from tongzhou.briefing.errors import BriefUnknown, TemplateRefused
from tongzhou.briefing.models import Brief
from tongzhou.figures.forms import day_of
from tongzhou.kernel.errors import RuleBroken, Several

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = ("zh.docx", "en.docx", "zh.pdf", "en.pdf")


def _language() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


@requires(Permission.BRIEF_VIEW)
def briefs(request: DutyRequest) -> HttpResponse:
    """Briefs of the actor's places, and making one."""
    context = {"briefs": queries.briefs(by=request.actor)[:60], "may_make": request.actor.may(Permission.BRIEF_MAKE)}
    shown = {"day": day_of(request.GET.get("day", "")), "places": queries.places(by=request.actor)}
    return render(request, "briefing/briefs.html", context | shown)


@requires(Permission.BRIEF_MAKE)
@require_POST
def make(request: DutyRequest) -> HttpResponse:
    """For the own place or one below it. Raises NotAllowed for another."""
    made = actions.make(_place(request), day_of(request.POST.get("day", "")), by=request.actor)
    return redirect("briefing:brief", made.id)


def _place(request: DutyRequest) -> UUID:
    try:
        return UUID(request.POST.get("place", ""))
    except ValueError:
        return request.actor.post_id


def _found(request: DutyRequest, brief_id: UUID) -> Brief:
    try:
        return queries.brief(brief_id, by=request.actor)
    except BriefUnknown as error:
        raise Http404 from error


def _address(request: HttpRequest, brief: Brief) -> str:
    return request.build_absolute_uri(reverse("briefing:verify_brief", args=[brief.code]))


@requires(Permission.BRIEF_VIEW)
def brief(request: DutyRequest, brief_id: UUID) -> HttpResponse:
    return _brief(request, _found(request, brief_id))


def _brief(request: DutyRequest, found: Brief, **more: Any) -> HttpResponse:
    told = telling.told(found, _language(), address=_address(request, found))
    families = [("imported", told.imported), ("spread", told.spread), ("work", told.work)]
    context = {
        **{"brief": found, "told": told, "families": [one for one in families if one[1]], "forms": FORMS},
        **{"may_make": request.actor.may(Permission.BRIEF_MAKE) and not found.is_signed, "errors": {}},
        "may_remake": request.actor.may(Permission.BRIEF_MAKE),
        "since": queries.since(found, _language(), by=request.actor) if found.is_signed else None,
        **more,
    }
    return render(request, "briefing/brief.html", context, status=422 if more.get("error") else 200)


@requires(Permission.BRIEF_MAKE)
@require_POST
def amend(request: DutyRequest, brief_id: UUID) -> HttpResponse:
    """Save what a person changed; with ``sign`` pressed, freeze and sign it."""
    found = _found(request, brief_id)
    codes = [one["code"] for one in found.content["figures"]]
    told = {code: (request.POST.get(f"value-{code}", ""), request.POST.get(f"reason-{code}", "")) for code in codes}
    words = {name: request.POST.get(name, "") for name in ("words_zh", "words_en")}
    try:
        actions.amend(brief_id, told=told, by=request.actor, **words)
        if "sign" in request.POST:
            actions.sign(brief_id, by=request.actor)
    except Several as error:
        by_code = {str(one.field): str(one) for one in error}
        return _brief(request, found, error=error, errors=by_code)
    return redirect("briefing:brief", brief_id)


@requires(Permission.BRIEF_VIEW)
@never_cache
def form(request: DutyRequest, brief_id: UUID, form: str) -> HttpResponse:
    """The brief as Word or PDF, in Chinese or English."""
    found = _found(request, brief_id)
    if form not in FORMS:
        raise Http404
    language, kind = form.split(".")
    told = telling.told(found, language, address=_address(request, found))
    content = word.write(queries.template(language), told) if kind == "docx" else paper.write(told, at=found.made_at)
    name = quote(f"{told.place}-{found.day}-{found.number}-{form}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(content, _WORD if kind == "docx" else "application/pdf", headers=headers)


@requires(Permission.BRIEF_MAKE)
def template(request: DutyRequest) -> HttpResponse:
    """Which Word file is used; take it, change it in Word, hand it in again."""
    error = None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            content, name = (file.read(), str(file.name)) if file else (b"", "")
            actions.use_template(request.POST.get("language", ""), name=name, content=content, by=request.actor)
            return redirect("briefing:template")
        except TemplateRefused as refused:
            error = refused
    context = {"templates": queries.templates()[:20], "error": error, "fields": sorted(word.FIELDS)}
    return render(request, "briefing/template.html", context, status=422 if error else 200)


@requires(Permission.BRIEF_MAKE)
def template_file(request: DutyRequest, language: str) -> HttpResponse:
    if language not in ("zh", "en"):
        raise Http404
    headers = {"Content-Disposition": f"attachment; filename=brief-{language}.docx"}
    return HttpResponse(queries.template(language), _WORD, headers=headers)


@public("says whether a code is one of ours; a signed brief holds numbers and no person")
def verify(request: HttpRequest) -> HttpResponse:
    """Where a code is typed."""
    code = request.GET.get("code", "")[:100]
    return _verified(request, code) if code else render(request, "briefing/verify.html", {})


@public("shows a signed brief, numbers without persons, to whoever holds its code")
def verify_brief(request: HttpRequest, code: str) -> HttpResponse:
    """The address in the square of a brief; a Word file handed in here is compared with it."""
    file = request.FILES.get("file") if request.method == "POST" else None
    return _verified(request, code, file.read() if file else None)


def _verified(request: HttpRequest, code: str, content: bytes | None = None) -> HttpResponse:
    try:
        shown = {"found": verifying.verify(code, content, language=_language()), "code": code}
        return render(request, "briefing/verify.html", shown)
    except RuleBroken as error:
        attempts.log(None, what=error.code, path="/verify/")
        return render(request, "briefing/verify.html", {"error": error, "code": code}, status=422)
