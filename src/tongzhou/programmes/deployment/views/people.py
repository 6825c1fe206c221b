"""One worker in the office (away, back, the coming shifts), repairing drop-outs, and the own calendar."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from icalendar import Calendar, Event

from tongzhou.access.doors import DutyRequest, public, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.deployment import drafts, fatigue, forms, queries, reasons
from tongzhou.programmes.deployment.actions import calendars, intake, repairs
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.programmes.deployment.models import Away, PostRole
from tongzhou.programmes.deployment.views.staff import XLSX, status, wrong


@requires(Permission.STAFF_PLACE)
@never_cache
def worker(request: DutyRequest, worker_id: UUID) -> HttpResponse:
    """Leave, a failed health check, stood down; what falls vacant is repaired on the next page."""
    by = request.actor
    try:
        found = queries.worker(worker_id, by=by)
    except NotFound as unknown:
        raise Http404 from unknown
    context: dict[str, Any] = {"given": {"from_on": clock.today(), "why": Away.LEAVE}, "errors": {}}
    if request.method == "POST":
        try:
            if request.POST.get("act") == "back":
                intake.set_back(worker_id, by=by)
                return redirect("deployment:worker", worker_id)
            intake.set_away(worker_id, **forms.away(request.POST), by=by)
            return redirect("deployment:repair")
        except RuleBroken as error:
            context = wrong(error, request)
    context |= {"worker": found, "shifts": queries.coming(found, by=by), "whys": Away.choices}
    return render(request, "deployment/worker.html", context, status=status(context))


@requires(Permission.STAFF_PLACE)
@never_cache
def repair(request: DutyRequest) -> HttpResponse:
    """What fell vacant in the next days, and the ways to fill it, each with what it changes."""
    by, context = request.actor, dict[str, Any]()
    place_id = forms.uuid(request.GET.get("place", "")) or by.post_id
    if request.method == "POST":
        try:
            made = repairs.take(place_id, request.POST.get("option", ""), by=by)
            return redirect("deployment:changes", made.id)
        except RuleBroken as error:
            context = wrong(error, request)
    context |= {"found": drafts.repair(place_id, by=by), "frozen": repairs.FROZEN}
    return render(request, "deployment/repair.html", context, status=status(context))


@requires(Permission.STAFF_PLACE)
@never_cache
def tired(request: DutyRequest) -> HttpResponse:
    """Who worked how much, the highest first, beside what the rules allow."""
    sort = request.GET.get("sort", "hours")
    everybody = fatigue.fatigue(by=request.actor, sort=sort)
    found = [one for one in everybody if one.has_any]
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rest": len(everybody) - len(found),
        "sort": sort,
        "most": reasons.limits(),
        "rules": reasons.rules(),
    }
    return render(request, "deployment/fatigue.html", context)


@requires(Permission.STAFF_PLACE)
def tired_sheet(request: DutyRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    head = [
        _("Name"),
        _("Unit"),
        _("Hours in 7 days"),
        _("Days in a row"),
        _("Nights in a row"),
        _("Nights in 28 days"),
    ]
    head += [_("Calls"), _("Doors"), _("Scans"), _("Stood in at meals")]
    rows = [
        (
            *(one.worker.staff.name, one.worker.unit.name, one.hours, one.in_a_row, one.nights_in_a_row, one.nights),
            *(one.calls, one.doors, one.scans, one.reliefs),
        )
        for one in fatigue.fatigue(by=request.actor, sort=request.GET.get("sort", "hours"))
    ]
    foot = f"{request.actor.unit_name} {request.actor.name} {clock.now():%Y-%m-%d %H:%M}"
    headers = {"Content-Disposition": f"attachment; filename=fatigue-{clock.today():%Y%m%d}.xlsx"}
    return HttpResponse(sheets.write(head, rows, foot=foot), XLSX, headers=headers)


@requires(Permission.SHIFT_VIEW)
@never_cache
def calendar_address(request: DutyRequest) -> HttpResponse:
    """The secret address of the own calendar, shown once."""
    secret = ""
    if request.method == "POST":
        secret = calendars.make(by=request.actor)
    return render(request, "deployment/calendar.html", {"secret": secret, "host": request.get_host()})


@public("Whoever holds the secret address sees place and time of the holder's own shifts, and no name.")
@never_cache
def feed(request: HttpRequest, own_code: str) -> HttpResponse:
    """The shifts behind a secret as iCalendar (RFC 5545)."""
    entries = calendars.entries(own_code)
    if entries is None:
        raise Http404
    book = Calendar()
    book.add("prodid", "-//Tongzhou//Rota//ZH")
    book.add("version", "2.0")
    book.add("x-wr-calname", _("My shifts"))
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.id}@tongzhou")
        event.add("dtstamp", clock.now())
        event.add("dtstart", entry.starts_at.astimezone(clock.ZONE))
        event.add("dtend", entry.ends_at.astimezone(clock.ZONE))
        event.add("summary", f"{entry.place} · {PostRole(entry.role).label}")
        event.add("location", entry.place)
        book.add_component(event)
    return HttpResponse(book.to_ical(), "text/calendar; charset=utf-8")
