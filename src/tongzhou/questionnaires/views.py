"""Pages: what is asked, by which version, and the dictionary behind it. Answers to a trial are never kept."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tongzhou.access.doors import requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.places import queries as places
from tongzhou.questionnaires import actions, dictionary, forms, policies, publishing, queries
from tongzhou.questionnaires.checking import Checked, check
from tongzhou.questionnaires.comparing import compare as differences
from tongzhou.questionnaires.models import Holds, Version
from tongzhou.questionnaires.posting import asks_again, from_post
from tongzhou.questionnaires.presenting import change_rows, faults, question_rows, sections
from tongzhou.questionnaires.problems import FormRefused
from tongzhou.questionnaires.showing import errors_by_field, questions

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.QUESTIONNAIRE_VIEW)
def index(request: HttpRequest) -> HttpResponse:
    found = queries.questionnaires()
    shown = {"questionnaires": found, "today": clock.today(), "may_publish": _may_publish(request)}
    return render(request, "questionnaires/index.html", shown)


@requires(Permission.QUESTIONNAIRE_VIEW)
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    found = _version(version_id)
    definition = queries.form(version_id).definition
    rows = question_rows(
        definition, queries.asked_elements(definition), language=queries.language(), today=clock.today()
    )
    others = [other for other in queries.versions(found.questionnaire.code) if other.id != version_id]
    shown = {"version": found, "rows": rows, "others": others, "today": clock.today()}
    return render(request, "questionnaires/version.html", shown)


@requires(Permission.QUESTIONNAIRE_VIEW)
def source(request: HttpRequest, version_id: UUID) -> HttpResponse:
    found = _version(version_id)
    return _file(queries.source(version_id), f"{found.questionnaire.code}-{found.number}.xlsx")


@requires(Permission.QUESTIONNAIRE_VIEW)
def attempt(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Fill a version in to see how it is asked. Nothing is stored."""
    form = queries.form(_version(version_id).id)
    answers = from_post(form.definition, request.POST) if request.method == "POST" else None
    is_sent = answers is not None and not asks_again(request)
    checked, errors = _checked(form, answers) if is_sent and answers is not None else (None, {})
    shown = questions(form.definition, answers, today=clock.today(), language=queries.language(), errors=errors)
    around = {"sections": sections(shown), "faults": faults(shown, errors), "errors": errors}
    context = {"form": form, "shown": shown, "endpoint": request.path, "checked": checked, **around}
    template = "questionnaires/questions.html" if getattr(request, "htmx", False) else "questionnaires/attempt.html"
    return render(request, template, context, status=422 if errors else 200)


def _checked(form: queries.Form, answers: dict[str, Any]) -> tuple[Checked | None, dict[str, str]]:
    try:
        return check(form.definition, answers, today=clock.today(), language=queries.language()), {}
    except Several as several:
        return None, errors_by_field(several)


@requires(Permission.QUESTIONNAIRE_VIEW)
def compare(request: HttpRequest) -> HttpResponse:
    old, new = (_version(_uuid(request.GET.get(name, ""))) for name in ("old", "new"))
    found = differences(queries.form(old.id).definition, queries.form(new.id).definition)
    shown = {"old": old, "new": new, "rows": change_rows(found, queries.language())}
    return render(request, "questionnaires/compare.html", shown)


@requires(Permission.QUESTIONNAIRE_PUBLISH)
def upload(request: HttpRequest) -> HttpResponse:
    """Publish a version, or be told every problem of its spreadsheet."""
    if request.method != "POST":
        return _upload_page(request, status=200)
    try:
        published = publishing.publish(**forms.upload(request).arguments(), by=_actor(request))
    except FormRefused as refused:
        return _upload_page(request, problems=refused.problems)
    except RuleBroken as error:
        return _upload_page(request, error=error)
    return render(request, "questionnaires/published.html", {"published": published})


def _upload_page(request: HttpRequest, status: int = 422, **found: Any) -> HttpResponse:
    tree, actor = places.current_tree(), _actor(request)
    shown = {
        "code": request.POST.get("code", request.GET.get("code", "")),
        "from_on": request.POST.get("from_on", clock.today().isoformat()),
        "until_on": request.POST.get("until_on", ""),
        "place": request.POST.get("place", ""),
        "towns": policies.towns_of(actor, tree),
        "may_district": policies.may_publish_district(actor, tree),
    }
    return render(request, "questionnaires/upload.html", {**shown, **found}, status=status)


@requires(Permission.QUESTIONNAIRE_VIEW)
def elements(request: HttpRequest) -> HttpResponse:
    return _elements_page(request, status=200)


@requires(Permission.QUESTIONNAIRE_VIEW)
def elements_file(request: HttpRequest) -> HttpResponse:
    return _file(dictionary.write(queries.elements(request.GET.get("q", ""))), "elements.xlsx")


@requires(Permission.QUESTIONNAIRE_PUBLISH)
def add_element(request: HttpRequest) -> HttpResponse:
    try:
        actions.add_elements([forms.element(request.POST)], by=_actor(request))
    except RuleBroken as error:
        return _elements_page(request, error=error)
    return redirect("questionnaires:elements")


@requires(Permission.QUESTIONNAIRE_PUBLISH)
def import_elements(request: HttpRequest) -> HttpResponse:
    try:
        imported = actions.import_elements(forms.file(request), by=_actor(request))
    except RuleBroken as error:
        return _elements_page(request, import_error=error)
    back = b64encode(imported.refused_file).decode()
    return _elements_page(request, status=200, imported=imported, refused_file=f"data:{XLSX};base64,{back}")


def _elements_page(request: HttpRequest, status: int = 422, **found: Any) -> HttpResponse:
    text = request.GET.get("q", "")
    shown = {
        "elements": queries.elements(text),
        "q": text,
        "today": clock.today(),
        "may_publish": _may_publish(request),
        "given": request.POST,
        "types": Holds.choices,
    }
    return render(request, "questionnaires/elements.html", {**shown, **found}, status=status)


def _version(version_id: UUID) -> Version:
    try:
        return queries.version(version_id)
    except Version.DoesNotExist as error:
        raise Http404 from error


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]  # set by the innermost middleware


def _may_publish(request: HttpRequest) -> bool:
    return bool(_actor(request).may(Permission.QUESTIONNAIRE_PUBLISH))


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
