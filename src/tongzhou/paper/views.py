"""Printing sheets, and typing them back: a row at a time, by the keyboard alone, without losing anything."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access import queries as access
from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.encounters import presenting, reading
from tongzhou.encounters.errors import KnownAlready
from tongzhou.encounters.programme import Programme
from tongzhou.encounters.reading import Sheet as Filled
from tongzhou.kernel import clock, codes
from tongzhou.kernel.errors import RuleBroken
from tongzhou.paper import actions, desks, printing, queries
from tongzhou.paper.errors import SheetUnknown
from tongzhou.paper.models import Row, Sheet
from tongzhou.people.idcheck import IdKind
from tongzhou.questionnaires import presenting as words
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.posting import asks_again, from_post
from tongzhou.questionnaires.queries import Form

_LATEST = 20


@requires(Permission.ARRIVAL_REGISTER)
@never_cache
def sheets(request: DutyRequest) -> HttpResponse:
    """Print a sheet, or open one by its code."""
    error = None
    if request.method == "POST":
        try:
            return _opened(request) if "code" in request.POST else _made(request)
        except RuleBroken as refused:
            error = refused
    context = {
        **{"sheets": queries.sheets(by=request.actor)[:_LATEST], "lists": queries.lists(by=request.actor)},
        **{"forms": _forms(request), "error": error, "code": request.POST.get("code", ""), "most": queries.MOST},
    }
    return render(request, "paper/sheets.html", context, status=422 if error else 200)


def _forms(request: DutyRequest) -> list[tuple[str, str]]:
    """Every questionnaire that is in force here, those of a desk first."""
    found = []
    for one in questionnaires.questionnaires():
        try:
            form = questionnaires.current(one.code, request.actor.post_id, clock.today())
        except RuleBroken:
            continue
        found.append((one.code, words.words(form.definition["title"], questionnaires.language()) or one.code))
    return sorted(found, key=lambda pair: (desks.rank(pair[0]), pair[0]))


def _opened(request: DutyRequest) -> HttpResponse:
    sheet, number = queries.by_code(request.POST["code"], by=request.actor)
    return redirect("paper:row", sheet.id, number or queries.next_row(sheet, 0) or 1)


def _made(request: DutyRequest) -> HttpResponse:
    given = request.POST
    form = questionnaires.current(given.get("questionnaire", ""), request.actor.post_id, clock.today())
    count = given.get("count", "")
    number = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 20
    sheet = actions.make(form, by=request.actor, count=number, case_type=given.get("list", ""))
    return redirect("paper:row", sheet.id, 1)


@requires(Permission.ARRIVAL_REGISTER)
@never_cache
def pdf(request: DutyRequest, sheet_id: UUID) -> HttpResponse:
    sheet = _sheet(request, sheet_id)
    headers = {"Content-Disposition": f"inline; filename={sheet.code}.pdf"}
    return HttpResponse(printing.pdf(sheet, by=request.actor), "application/pdf", headers=headers)


def _sheet(request: DutyRequest, sheet_id: UUID) -> Sheet:
    try:
        return queries.sheet(sheet_id, by=request.actor)
    except SheetUnknown as error:
        raise Http404 from error


def _found(request: DutyRequest, sheet_id: UUID, number: int) -> tuple[Sheet, Row]:
    try:
        sheet = queries.sheet(sheet_id, by=request.actor)
        return sheet, queries.row(sheet, number)
    except SheetUnknown as error:
        raise Http404 from error


@requires(Permission.ARRIVAL_REGISTER)
@never_cache
def row(request: DutyRequest, sheet_id: UUID, number: int) -> HttpResponse:
    """The row as the paper has it; a row that is saved says so."""
    sheet, row = _found(request, sheet_id, number)
    programme = desks.of(sheet.questionnaire)
    if programme is None:
        return render(request, "paper/row.html", _frame(sheet, row))
    form = questionnaires.form(sheet.version_id)
    if request.method != "POST":
        return _page(request, sheet, row, programme, form, None)
    if "_draft" in request.POST:
        actions.keep(row, {"post": request.POST.urlencode()})
        return HttpResponse(status=204) if getattr(request, "htmx", False) else redirect("paper:sheets")
    if asks_again(request):
        return _page(request, sheet, row, programme, form, request.POST)
    return _save(request, sheet, row, programme, form)


def _save(request: DutyRequest, sheet: Sheet, row: Row, programme: Programme, form: Form) -> HttpResponse:
    post = request.POST
    try:
        at = actions.moment(sheet, post.get("asked_on", ""), post.get("asked_at", ""))
        handed = replace(reading.encounter(_filled(row, post, request), from_post(form.definition, post)), at=at)
        is_new = actions.take(sheet, row, programme, handed, by=request.actor)
    except KnownAlready as error:
        return _page(request, sheet, row, programme, form, post, error=error, similar=error.similar)
    except RuleBroken as error:
        return _page(request, sheet, row, programme, form, post, error=error)
    there = reverse("paper:row", args=[sheet.id, queries.next_row(sheet, row.number)])
    return redirect(f"{there}?{'saved' if is_new else 'already'}={row.number}")


def _filled(row: Row, given: QueryDict, request: DutyRequest) -> Filled:
    """The desk's sheet: whose row it is stands with the row, whatever was posted."""
    filled = reading.sheet(given, request.actor)
    home = row.home_id or filled.place_id
    return replace(filled, entry_id=row.entry_id, person_id=row.id, known_id=row.person_id, place_id=home)


def _page(
    request: DutyRequest,
    sheet: Sheet,
    row: Row,
    programme: Programme,
    form: Form,
    post: QueryDict | None,
    **more: Any,
) -> HttpResponse:
    draft = {} if post is not None else actions.draft(row)
    given = post if post is not None else QueryDict(draft.get("post", ""))
    typed = post is not None or "post" in draft
    answers = from_post(form.definition, given) if typed else draft.get("answers")
    error, filled = more.get("error"), _filled(row, given, request)
    errors = presenting.by_field(error) if error else {}
    known, name = presenting.known(programme, filled, form, by=request.actor)
    shown = presenting.questions_of(form, answers, known=known, errors=errors, is_new=answers is None)
    at = clock.now().astimezone(clock.ZONE) if sheet.asked_at is None else sheet.asked_at.astimezone(clock.ZONE)
    context = {
        **_frame(sheet, row),
        **{"sheet": filled, "shown": shown, "endpoint": request.path, "known_name": name, "id_kinds": IdKind.choices},
        **{"errors": errors, "homes": presenting.homes(request.actor), "programme": programme},
        "colleagues": access.on_duty_at(request.actor.post_id, beside=request.actor.staff_id),
        "with_staff": set(given.getlist("with_staff") if typed else sheet.with_staff),
        "asked_on": given.get("asked_on") or f"{at:%Y-%m-%d}",
        "asked_at": given.get("asked_at") if typed else (f"{at:%H:%M}" if sheet.asked_at else ""),
        **{"is_other_version": _is_older(programme, form, request), "has_draft": bool(draft)},
        **{"saved": _number(request, "saved"), "already": _number(request, "already"), **more},
    }
    if getattr(request, "htmx", False):
        return render(request, "questionnaires/questions.html", context)
    return render(request, "paper/row.html", context, status=422 if error else 200)


def _is_older(programme: Programme, form: Form, request: DutyRequest) -> bool:
    """Whether other questions are asked here by now."""
    return form.id != questionnaires.current(programme.questionnaire, request.actor.post_id, clock.today()).id


def _number(request: DutyRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def _frame(sheet: Sheet, row: Row) -> dict[str, Any]:
    return {"printed": sheet, "row": row, "rows": queries.rows(sheet), "code": codes.grouped(sheet.code)}


@requires(Permission.ARRIVAL_REGISTER)
@require_POST
def undo(request: DutyRequest, sheet_id: UUID, number: int) -> HttpResponse:
    """Take a row back; what was typed waits in it."""
    sheet, row = _found(request, sheet_id, number)
    programme = desks.of(sheet.questionnaire)
    if programme is not None:
        actions.undo(row, programme, by=request.actor)
    return redirect("paper:row", sheet_id, number)
