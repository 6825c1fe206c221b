"""A desk's pages: ask and record, see what became of it, correct, withdraw, hand over. One set for every programme."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access import queries as access
from tongzhou.access.doors import DutyRequest, View, requires
from tongzhou.access.permissions import Permission
from tongzhou.encounters import presenting, queries, reading, recording
from tongzhou.encounters.errors import KnownAlready
from tongzhou.encounters.programme import Programme
from tongzhou.encounters.reading import Sheet
from tongzhou.kernel import clock, qr
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger import queries as entries
from tongzhou.ledger.records import Reason
from tongzhou.people import receipts
from tongzhou.people.idcheck import IdKind
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.posting import asks_again, from_post
from tongzhou.questionnaires.queries import Form


def register(request: DutyRequest, programme: Programme) -> HttpResponse:
    """One person at the desk; it may follow somebody of the same party (``after``) or be about one who is known."""
    form = questionnaires.current(programme.questionnaire, request.actor.post_id, clock.today())
    if request.method != "POST":
        sheet = reading.sheet(request.GET, request.actor)
        return _page(request, programme, form, sheet, answers=_carried(request, programme))
    sheet = reading.sheet(request.POST, request.actor)
    answers = from_post(form.definition, request.POST)
    if asks_again(request):
        return _page(request, programme, form, sheet, answers=answers)
    try:
        recording.record(programme, [reading.encounter(sheet, answers)], by=request.actor, form=form)
    except KnownAlready as error:
        return _page(request, programme, form, sheet, answers=answers, status=422, similar=error.similar, error=error)
    except RuleBroken as error:
        return _page(
            request, programme, form, sheet, answers=answers, status=422, errors=presenting.by_field(error), error=error
        )
    return redirect(programme.urls["done"], sheet.entry_id)


def _carried(request: DutyRequest, programme: Programme) -> dict[str, Any] | None:
    try:
        return queries.carried(programme, UUID(request.GET.get("after", "")), by=request.actor) or None
    except ValueError:
        return None


def _page(
    request: DutyRequest,
    programme: Programme,
    form: Form,
    sheet: Sheet,
    *,
    answers: dict[str, Any] | None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    known, name = presenting.known(programme, sheet, form, by=request.actor)
    error, is_new = more.get("error"), request.method != "POST"
    errors = presenting.by_field(error) if error else {}
    shown = presenting.questions_of(form, answers, known=known, errors=errors, is_new=is_new)
    context = {
        **{"sheet": sheet, "shown": shown, "endpoint": request.path, "known_name": name, "id_kinds": IdKind.choices},
        "errors": errors,
        "homes": presenting.homes(request.actor),
        "colleagues": access.on_duty_at(request.actor.post_id, beside=request.actor.staff_id),
        **more,
    }
    return _show(request, programme, "register", context, status=status)


def _show(
    request: DutyRequest, programme: Programme, page: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The programme's page; for htmx only the questions in it."""
    if getattr(request, "htmx", False):
        return render(request, "questionnaires/questions.html", context, status=status)
    own = {"urls": programme.urls, "programme": programme, "notice": programme.template("_notice")}
    return render(request, programme.template(page), own | context, status=status)


def done(request: DutyRequest, programme: Programme, entry_id: UUID) -> HttpResponse:
    first = entries.entry(entry_id)
    shown = {"first": first, "last": presenting.last_of(entry_id), **programme.after(first, request.actor)}
    return _show(
        request, programme, "done", shown | {"matter": queries.follow_up(programme, entry_id, by=request.actor)}
    )


def receipt(request: DutyRequest, programme: Programme, entry_id: UUID) -> HttpResponse:
    """A code for the person, on a sheet to take home. Each print makes a new one."""
    person, place = recording.subject(entries.entry(entry_id))
    code = receipts.issue(person, place, by=request.actor)
    address = request.build_absolute_uri(presenting.own_page())
    square = qr.svg(f"{address}#{code}")
    shown = {"code": code, "address": address, "square": square, "today": clock.today()}
    return _show(request, programme, "receipt", shown)


def entry(request: DutyRequest, programme: Programme, entry_id: UUID) -> HttpResponse:
    """A registration with its answers; its authors may correct or withdraw it."""
    return _entry(request, programme, entry_id, None)


def _entry(
    request: DutyRequest, programme: Programme, entry_id: UUID, answers: dict[str, Any] | None, **more: Any
) -> HttpResponse:
    last = presenting.last_of(entry_id)
    given = (
        answers if answers is not None else queries.answers(last, by=request.actor, reason=_("Opened the registration"))
    )
    form = questionnaires.form(UUID(last.body["version"]))
    shown = presenting.questions_of(form, given, known={}, errors=more.get("errors", {}), on=last.occurred_at)
    context = {
        **{"first_id": entry_id, "last": last, "shown": shown, "endpoint": request.path, "reasons": Reason.choices},
        "is_mine": request.actor.staff_id in entries.entry(entry_id).authors,
        **more,
    }
    return _show(request, programme, "entry", context, status=422 if more else 200)


def correct(request: DutyRequest, programme: Programme, entry_id: UUID) -> HttpResponse:
    form = questionnaires.form(UUID(presenting.last_of(entry_id).body["version"]))
    answers = from_post(form.definition, request.POST)
    if asks_again(request):
        return _entry(request, programme, entry_id, answers)
    try:
        recording.correct(programme, entry_id=entry_id, answers=answers, by=request.actor)
    except RuleBroken as error:
        return _entry(request, programme, entry_id, answers, errors=presenting.by_field(error), error=error)
    return redirect(programme.urls["done"], entry_id)


def withdraw(request: DutyRequest, programme: Programme, entry_id: UUID) -> HttpResponse:
    reason, words = request.POST.get("reason", ""), request.POST.get("words", "")[:200]
    recording.withdraw(programme, entry_id=entry_id, reason=reason, words=words, by=request.actor)
    return redirect(programme.urls["shift"])


def shift(request: DutyRequest, programme: Programme) -> HttpResponse:
    """What was registered here on a day, to hand over; prints on one sheet."""
    day = presenting.day(request.GET.get("day", ""))
    found = queries.shift(programme, day, by=request.actor)
    return _show(request, programme, "shift", {"day": day, "shift": found})


def pages(programme: Programme) -> list[URLPattern]:
    """The addresses of the programme's desk, each behind its door."""

    def behind(view: View) -> View:
        @requires(Permission.ARRIVAL_REGISTER)
        @never_cache
        @wraps(view)
        def shown(request: DutyRequest, **given: Any) -> HttpResponse:
            return view(request, programme, **given)

        return shown

    return [
        path("register/", behind(register), name="register"),
        path("shift/", behind(shift), name="shift"),
        path("<uuid:entry_id>/", behind(entry), name="entry"),
        path("<uuid:entry_id>/done/", behind(done), name="done"),
        path("<uuid:entry_id>/receipt/", behind(require_POST(receipt)), name="receipt"),
        path("<uuid:entry_id>/correct/", behind(require_POST(correct)), name="correct"),
        path("<uuid:entry_id>/withdraw/", behind(require_POST(withdraw)), name="withdraw"),
    ]
