"""The worklist and the page of one matter. Views parse, ask one query or one action, and render."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongzhou.access.actors import Actor
from tongzhou.access.doors import requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.matters import actions, evidence, policies, presenting, queries, sheets
from tongzhou.matters.casetypes import Act, Proof
from tongzhou.matters.errors import MatterUnknown
from tongzhou.matters.forms import FORMS, ActForm, BulkForm, FilterForm
from tongzhou.matters.queries import Row

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Request(HttpRequest):
    """A request that the doors have let in."""

    actor: Actor


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _ids(texts: list[str]) -> list[UUID]:
    """The ids among ``texts``; what is none is left out, and the action tells when nothing is left."""
    found = []
    for text in texts[: queries.PAGE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _bulk(by: Actor, rows: list[Row]) -> BulkForm:
    kinds = {row.matter.case_type: row.matter.type for row in rows}
    return BulkForm(unit_id=by.unit_id, kinds=kinds.values(), auto_id="bulk_%s", label_suffix="")


def _list(request: Request, filters: QueryDict, *, status: int = 200, **more: Any) -> HttpResponse:
    form = FilterForm(filters, label_suffix="")
    page = queries.worklist(by=request.actor, wanted=form.filter(), page=_number(filters.get("page", "")))
    kept = filters.copy()
    for name in ("page", "undo"):
        kept.pop(name, None)
    context = {
        "form": form,
        "page": page,
        "lines": [presenting.line(row) for row in page.rows],
        "kept": kept.urlencode(),
        "is_filtered": any(kept.values()),
        "is_narrow": any(kept.get(name) for name in ("case_type", "state", "sort", "overdue_only")),
        "may_work": request.actor.may(Permission.MATTER_WORK),
        "bulk": more.pop("bulk", None) or _bulk(request.actor, page.rows),
        "undo": _ids(filters.getlist("undo")),
        "chosen": (),
    }
    return render(request, "matters/worklist.html", context | more, status=status)


@requires(Permission.MATTER_VIEW)
@require_safe
def worklist(request: Request) -> HttpResponse:
    return _list(request, request.GET)


@requires(Permission.MATTER_VIEW)
@require_safe
def sheet(request: Request) -> HttpResponse:
    content = sheets.worklist(by=request.actor, wanted=FilterForm(request.GET).filter())
    name = f"{clock.now():matters-%Y%m%d-%H%M}.xlsx"
    return HttpResponse(content, _XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@requires(Permission.MATTER_WORK)
@require_POST
def bulk(request: Request) -> HttpResponse:
    form = BulkForm(request.POST, unit_id=request.actor.unit_id, auto_id="bulk_%s", label_suffix="")
    back = QueryDict(request.POST.get("back", "")[:500], mutable=True)
    chosen = _ids(request.POST.getlist("matter"))
    if not form.is_valid():
        return _list(request, back, bulk=form, chosen=chosen, status=422)
    try:
        done = form.done(chosen, request.actor)
    except RuleBroken as error:
        return _list(request, back, bulk=form, chosen=chosen, error=error, status=422)
    if form.cleaned_data["act"] == Act.CLOSE:
        back.setlist("undo", [str(matter.id) for matter in done])
    return redirect(f"{reverse('matters:worklist')}?{back.urlencode()}")


def _found(request: Request, matter_id: UUID) -> Row:
    """The matter, or 404: one outside the scope is as unknown as one that does not exist."""
    try:
        return queries.one(matter_id, by=request.actor)
    except MatterUnknown as error:
        raise Http404 from error


def _page(request: Request, row: Row, *, refused: tuple[Act, ActForm] | None = None) -> HttpResponse:
    possible = policies.possible(request.actor, row.matter)
    forms = {
        act: FORMS[act](matter=row.matter, auto_id=f"{act}_%s", label_suffix="") for act in FORMS if act in possible
    }
    if refused:
        forms[refused[0]] = refused[1]
    line, command = presenting.line(row), row.matter.type.command
    context = {
        "line": line,
        "steps": [(reverse("matters:worklist"), _("Worklist")), ("", line.receipt)],
        "story": presenting.told(queries.story(row.matter.id, by=request.actor)),
        "acts": [
            {
                "code": act,
                "label": command(act),
                "form": form,
                "is_open": bool(refused and act == refused[0]),
            }
            for act, form in forms.items()
        ],
        "is_undoable": actions.is_undoable(row.matter, by=request.actor),
        "is_here": row.matter.place_id in request.actor.scope,
    }
    return render(request, "matters/matter.html", context, status=422 if refused else 200)


@requires(Permission.MATTER_VIEW)
@require_safe
def matter(request: Request, matter_id: UUID) -> HttpResponse:
    return _page(request, _found(request, matter_id))


@requires(Permission.MATTER_WORK)
@require_POST
def act(request: Request, matter_id: UUID, code: str) -> HttpResponse:
    if code not in FORMS:
        raise Http404
    try:
        matter = queries.matter(matter_id, by=request.actor)
    except MatterUnknown as error:
        raise Http404 from error
    wanted = Act(code)
    form = FORMS[wanted](request.POST, request.FILES, matter=matter, auto_id=f"{code}_%s", label_suffix="")
    if not form.done(request.actor):
        return _page(request, _found(request, matter_id), refused=(wanted, form))
    if wanted == Act.TRANSFER or wanted == Act.REFUSE:
        return redirect("matters:worklist")
    return redirect("matters:matter", matter_id=matter_id)


@requires(Permission.MATTER_VIEW)
@require_safe
def proof(request: Request, matter_id: UUID, proof_id: UUID) -> HttpResponse:
    """A photo is shown; a document is handed out as a file, whatever it holds."""
    try:
        found = evidence.one(matter_id, proof_id, by=request.actor)
    except MatterUnknown as error:
        raise Http404 from error
    if found.kind != Proof.DOCUMENT:
        return HttpResponse(bytes(found.content), "image/jpeg")
    named = {"Content-Disposition": content_disposition_header(True, found.name) or "attachment"}
    return HttpResponse(bytes(found.content), "application/octet-stream", headers=named)
