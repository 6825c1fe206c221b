"""The desk: register, see what became of it, correct, withdraw, hand over."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access import queries as access
from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, qr
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger import queries as entries
from tongzhou.ledger.records import Reason
from tongzhou.people import receipts
from tongzhou.people.idcheck import IdKind
from tongzhou.programmes.arrivals import actions, presenting, queries, reading
from tongzhou.programmes.arrivals.errors import KnownAlready
from tongzhou.programmes.arrivals.forms import CODE
from tongzhou.programmes.arrivals.reading import Sheet
from tongzhou.questionnaires import queries as questionnaires
from tongzhou.questionnaires.posting import asks_again, from_post
from tongzhou.questionnaires.queries import Form


@requires(Permission.ARRIVAL_REGISTER)
@never_cache
def register(request: DutyRequest) -> HttpResponse:
    """One person at the desk; it may follow somebody of the same party (``after``) or be about one who is known."""
    form = questionnaires.current(CODE, request.actor.post_id, clock.today())
    if request.method != "POST":
        sheet = reading.sheet(request.GET, request.actor)
        return _page(request, form, sheet, answers=_carried(request))
    sheet = reading.sheet(request.POST, request.actor)
    answers = from_post(form.definition, request.POST)
    if asks_again(request):
        return _page(request, form, sheet, answers=answers)
    try:
        actions.register([reading.registration(sheet, form, request.POST)], by=request.actor)
    except KnownAlready as error:
        return _page(request, form, sheet, answers=answers, status=422, similar=error.similar, error=error)
    except RuleBroken as error:
        return _page(request, form, sheet, answers=answers, status=422, errors=presenting.by_field(error), error=error)
    return redirect("arrivals:done", sheet.entry_id)


def _carried(request: DutyRequest) -> dict[str, Any] | None:
    try:
        return queries.carried(UUID(request.GET.get("after", "")), by=request.actor) or None
    except ValueError:
        return None


def _page(
    request: DutyRequest, form: Form, sheet: Sheet, *, answers: dict[str, Any] | None, status: int = 200, **more: Any
) -> HttpResponse:
    known, name = presenting.known(sheet, form, by=request.actor)
    errors, is_new = more.get("errors", {}), request.method != "POST"
    shown = presenting.questions_of(form, answers, known=known, errors=errors, is_new=is_new)
    context = {
        **{"sheet": sheet, "shown": shown, "endpoint": request.path, "known_name": name, "id_kinds": IdKind.choices},
        "errors": {},
        "homes": presenting.homes(request.actor),
        "colleagues": access.on_duty_at(request.actor.post_id, beside=request.actor.staff_id),
        **more,
    }
    is_fragment = bool(getattr(request, "htmx", False))
    template = "questionnaires/questions.html" if is_fragment else "arrivals/register.html"
    return render(request, template, context, status=status)


@requires(Permission.ARRIVAL_REGISTER)
def done(request: DutyRequest, entry_id: UUID) -> HttpResponse:
    first = entries.entry(entry_id)
    return render(
        request, "arrivals/done.html", {"first": first, "matter": queries.follow_up(entry_id, by=request.actor)}
    )


@requires(Permission.ARRIVAL_REGISTER)
@require_POST
@never_cache
def receipt(request: DutyRequest, entry_id: UUID) -> HttpResponse:
    """A code for the person, on a sheet to take home. Each print makes a new one."""
    person, place = actions.subject(entries.entry(entry_id))
    code = receipts.issue(person, place, by=request.actor)
    address = request.build_absolute_uri(presenting.own_page())
    square = qr.svg(f"{address}#{code}")
    shown = {"code": code, "address": address, "square": square, "today": clock.today()}
    return render(request, "arrivals/receipt.html", shown)


@requires(Permission.ARRIVAL_REGISTER)
@never_cache
def entry(request: DutyRequest, entry_id: UUID) -> HttpResponse:
    """A registration with its answers; its authors may correct or withdraw it."""
    return _entry(request, entry_id, None)


def _entry(request: DutyRequest, entry_id: UUID, answers: dict[str, Any] | None, **more: Any) -> HttpResponse:
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
    template = "questionnaires/questions.html" if getattr(request, "htmx", False) else "arrivals/entry.html"
    return render(request, template, context, status=422 if more else 200)


@requires(Permission.ARRIVAL_REGISTER)
@require_POST
def correct(request: DutyRequest, entry_id: UUID) -> HttpResponse:
    form = questionnaires.form(UUID(presenting.last_of(entry_id).body["version"]))
    answers = from_post(form.definition, request.POST)
    if asks_again(request):
        return _entry(request, entry_id, answers)
    try:
        actions.correct(entry_id=entry_id, answers=answers, by=request.actor)
    except RuleBroken as error:
        return _entry(request, entry_id, answers, errors=presenting.by_field(error), error=error)
    return redirect("arrivals:done", entry_id)


@requires(Permission.ARRIVAL_REGISTER)
@require_POST
def withdraw(request: DutyRequest, entry_id: UUID) -> HttpResponse:
    reason, words = request.POST.get("reason", ""), request.POST.get("words", "")[:200]
    actions.withdraw(entry_id=entry_id, reason=reason, words=words, by=request.actor)
    return redirect("arrivals:shift")


@requires(Permission.ARRIVAL_REGISTER)
@never_cache
def shift(request: DutyRequest) -> HttpResponse:
    """What was registered here on a day, to hand over; prints on one sheet."""
    day = presenting.day(request.GET.get("day", ""))
    return render(request, "arrivals/shift.html", {"day": day, "shift": queries.shift(day, by=request.actor)})
