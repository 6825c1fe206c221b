"""Sending, placing, asking, planning in the office; arriving at the post."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.deployment import days, forms, queries, resting, swaps, volunteers
from tongzhou.programmes.deployment.actions import (
    arriving,
    asking,
    intake,
    placing,
    planning,
    relieving,
    sending,
    swapping,
)
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.programmes.deployment.models import Order, PostRole, Profession, Team, Volunteer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRIORITIES = ((1, gettext_lazy("Urgent")), (2, gettext_lazy("Usual")), (3, gettext_lazy("If possible")))


def status(context: dict[str, Any]) -> int:
    return 422 if context.get("error") else 200


def wrong(error: RuleBroken, request: DutyRequest) -> dict[str, Any]:
    return {"error": error, "errors": {str(error.field): str(error)}, "given": request.POST}


@requires(Permission.STAFF_PLACE)
@never_cache
def board(request: DutyRequest) -> HttpResponse:
    """Who was sent where, what is asked for on the day, and what came."""
    day = forms.day(request.GET.get("day", ""))
    context = {
        **{"lines": queries.board(day, by=request.actor), "day": day, "today": clock.today()},
        **{"before": day - timedelta(days=1), "after": day + timedelta(days=1)},
        "waiting": queries.postings(by=request.actor, is_unplaced=True).count(),
        "volunteers": volunteers.waiting(by=request.actor).exclude(state=Volunteer.State.ASKED).count(),
    }
    return render(request, "deployment/board.html", context)


@requires(Permission.STAFF_PLACE)
@never_cache
def workers(request: DutyRequest) -> HttpResponse:
    """Who can be sent; the ticked ones, or all that the filter shows, are sent by an order."""
    by, wanted = request.actor, _wanted(request)
    found = queries.workers(by=by, **wanted)
    context: dict[str, Any] = {
        "errors": {},
        "given": {"way": "town", "from_on": clock.today(), "basis_on": clock.today()},
    }
    if request.method == "POST":
        chosen = found if request.POST.get("all") else found.filter(id__in=forms.uuids(request.POST.getlist("worker")))
        try:
            made = sending.send(forms.order(request.POST, list(chosen), by), by=by)
            return redirect("deployment:order", made.id)
        except RuleBroken as error:
            context = wrong(error, request)
    page = Paginator(found, queries.PAGE).get_page(request.GET.get("page"))
    context |= {"page": page, "wanted": wanted, "ways": Order.Way.choices, "receivers": forms.receivers(by)}
    return render(request, "deployment/workers.html", context, status=status(context))


def _wanted(request: DutyRequest) -> dict[str, Any]:
    given = request.GET
    text, unit = given.get("text", "").strip()[:40], given.get("unit", "").strip()[:40]
    return {"text": text, "unit": unit, "is_free": given.get("free") == "on"}


@requires(Permission.STAFF_SEND)
@never_cache
def take_in(request: DutyRequest) -> HttpResponse:
    """A personnel office's list; its bad rows come back as a file."""
    context: dict[str, Any] = {"headings": "工号 姓名 单位 职业 特长 可上夜班 居住街镇 党员 请假至"}
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            done = intake.take_in(file.read() if file else b"", by=request.actor)
        except RuleBroken as error:
            context |= wrong(error, request)
        else:
            if done.refused:
                return _back(done)
            context["done"] = done
    return render(request, "deployment/take_in.html", context, status=status(context))


def _back(done: intake.Imported) -> HttpResponse:
    headers = {
        "Content-Disposition": f"attachment; filename=refused-{clock.today():%Y%m%d}.xlsx",
        "X-Taken": str(done.taken),
        "X-Refused": str(len(done.refused)),
    }
    return HttpResponse(done.given_back, XLSX, headers=headers)


@requires(Permission.STAFF_PLACE)
def orders(request: DutyRequest) -> HttpResponse:
    page = Paginator(queries.orders(by=request.actor), 50).get_page(request.GET.get("page"))
    return render(request, "deployment/orders.html", {"page": page})


@requires(Permission.STAFF_PLACE)
@never_cache
def order(request: DutyRequest, order_id: UUID) -> HttpResponse:
    """One order and whom it sent: placing them, forming a team of them, ending a posting."""
    try:
        found = queries.order(order_id, by=request.actor)
    except NotFound as unknown:
        raise Http404 from unknown
    return _postings(request, found)


@requires(Permission.STAFF_PLACE)
@never_cache
def unplaced(request: DutyRequest) -> HttpResponse:
    """Everybody who was sent here and is not placed yet."""
    return _postings(request, None)


def _postings(request: DutyRequest, found: Order | None) -> HttpResponse:
    by, context = request.actor, {}
    if request.method == "POST":
        try:
            _act(request, found)
            return redirect(request.path)
        except RuleBroken as error:
            context = wrong(error, request)
    rows = queries.postings(by=by, order_id=found.id if found else None, is_unplaced=found is None)
    context |= {"order": found, "rows": rows[:500], "places": forms.receivers(by), "sorts": Team.Sort.choices}
    return render(request, "deployment/order.html", context, status=status(context))


def _act(request: DutyRequest, found: Order | None) -> None:
    by, given = request.actor, request.POST
    chosen = forms.uuids(given.getlist("posting"))
    if given.get("act") == "team":
        rows = queries.postings(by=by, order_id=found.id if found else None).filter(id__in=chosen)
        place_id = found.receiver_id if found else by.post_id
        order_id = found.id if found else None
        placing.form(forms.team(given, [row.worker_id for row in rows], place_id, order_id), by=by)
    elif given.get("act") == "end":
        for posting_id in chosen:
            sending.end(posting_id, why=given.get("why", ""), by=by)
    else:
        placing.place(chosen, forms.uuid(given.get("place", "")) or by.post_id, by=by)


@requires(Permission.STAFF_RECEIVE)
@never_cache
def needs(request: DutyRequest) -> HttpResponse:
    """What the own posts ask for on the day, and asking."""
    by, day = request.actor, forms.day(request.GET.get("day", ""))
    context: dict[str, Any] = {"errors": {}, "given": {"hours": 8, "count": 2, "starts": "08:00", "priority": 2}}
    if request.method == "POST":
        try:
            asking.ask(forms.need(request.POST, by), by=by)
            return redirect("deployment:needs")
        except RuleBroken as error:
            context = wrong(error, request)
    context |= {
        **{"needs": queries.needs(day, by=by), "day": day, "places": forms.posts(by), "roles": PostRole.choices},
        **{"professions": Profession.choices, "priorities": PRIORITIES},
        **{"before": day - timedelta(days=1), "after": day + timedelta(days=1), "today": clock.today()},
    }
    return render(request, "deployment/needs.html", context, status=status(context))


@requires(Permission.STAFF_RECEIVE)
@require_POST
def withdraw(request: DutyRequest, need_id: UUID) -> HttpResponse:
    asking.withdraw(need_id, by=request.actor)
    return redirect("deployment:needs")


@requires(Permission.STAFF_PLACE)
@never_cache
def plan(request: DutyRequest, need_id: UUID) -> HttpResponse:
    """One need on one day: who is on it, who could be, who not and why."""
    by, day = request.actor, forms.day(request.GET.get("day", ""))
    try:
        need = queries.need(need_id, by=by)
    except NotFound as unknown:
        raise Http404 from unknown
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            _plan(request, need.id)
            return redirect(request.get_full_path())
        except RuleBroken as error:
            context = wrong(error, request)
    start, end = planning.span(need, day)
    context |= {
        **{"need": need, "day": day, "start": start, "end": end, "candidates": resting.candidates(need, day)},
        "shifts": need.shifts.planned().filter(starts_at=start).select_related("worker__staff", "worker__unit"),
    }
    return render(request, "deployment/plan.html", context, status=status(context))


def _plan(request: DutyRequest, need_id: UUID) -> None:
    if shift_id := forms.uuid(request.POST.get("off", "")):
        planning.take_off(shift_id, by=request.actor)
        return
    chosen = forms.uuids(request.POST.getlist("worker"))
    planning.put_on(need_id, forms.day(request.GET.get("day", "")), chosen, by=request.actor)


@requires(Permission.STAFF_RECEIVE)
@never_cache
def today(request: DutyRequest) -> HttpResponse:
    """Who comes to the own posts on the day: checking in, and who dropped out. Who is missing is red."""
    by, day = request.actor, forms.day(request.GET.get("day", ""))
    context = {
        **{"rows": days.coming(day, by=by), "swaps": swaps.to_confirm(by=by), "day": day, "now": clock.now()},
        **{"before": day - timedelta(days=1), "after": day + timedelta(days=1)},
    }
    return render(request, "deployment/today.html", context)


@requires(Permission.STAFF_PLACE)
@never_cache
def missing(request: DutyRequest) -> HttpResponse:
    """Who is not at the post just now, and who could step in within the rules."""
    by, context = request.actor, dict[str, Any]()
    if request.method == "POST":
        try:
            shift_id, worker_id = (forms.uuid(request.POST.get(name, "")) for name in ("shift", "worker"))
            if shift_id and worker_id:
                arriving.step_in(shift_id, worker_id, by=by)
            return redirect("deployment:missing")
        except RuleBroken as error:
            context = wrong(error, request)
    context["rows"] = days.missing(by=by)
    return render(request, "deployment/missing.html", context, status=status(context))


@requires(Permission.STAFF_RECEIVE)
def sheet(request: DutyRequest) -> HttpResponse:
    """The day's shifts as a spreadsheet."""
    day = forms.day(request.GET.get("day", ""))
    head = (_("From"), _("Until"), _("Post"), _("What to do"), _("Name"), _("Unit"), _("Checked in"))
    rows = [
        (
            *(f"{clock.day_of(one)} {one.astimezone(clock.ZONE):%H:%M}" for one in (shift.starts_at, shift.ends_at)),
            *(shift.place.name, shift.get_role_display(), shift.worker.staff.name, shift.worker.unit.name),
            f"{shift.checked_in_at.astimezone(clock.ZONE):%H:%M}" if shift.checked_in_at else "",
        )
        for shift in queries.shifts(day, by=request.actor)
    ]
    foot = f"{request.actor.unit_name} {request.actor.name} {clock.now():%Y-%m-%d %H:%M}"
    headers = {"Content-Disposition": f"attachment; filename=shifts-{day:%Y%m%d}.xlsx"}
    return HttpResponse(sheets.write(head, rows, foot=foot), XLSX, headers=headers)


@requires(Permission.STAFF_RECEIVE)
@require_POST
def receive(request: DutyRequest, shift_id: UUID) -> HttpResponse:
    """Received at the post, dropped out, or failed the health check."""
    if request.POST.get("act") == "drop":
        arriving.drop_out(shift_id, why=request.POST.get("why", ""), by=request.actor)
    elif request.POST.get("act") == "unfit":
        arriving.unfit(shift_id, by=request.actor)
    else:
        arriving.check_in(shift_id, by=request.actor)
    return redirect("deployment:today")


@requires(Permission.STAFF_RECEIVE)
@require_POST
def relieve(request: DutyRequest, shift_id: UUID) -> HttpResponse:
    """A meal was really relieved, as planned or otherwise."""
    relieving.confirm(**forms.relief(request.POST), shift_id=shift_id, by=request.actor)
    return redirect("deployment:today")


@requires(Permission.STAFF_RECEIVE)
@require_POST
def swap(request: DutyRequest, swap_id: UUID) -> HttpResponse:
    """A swap that begins soon is confirmed by whoever leads the post, or refused."""
    act = swapping.confirm if request.POST.get("act") == "confirm" else swapping.refuse
    act(swap_id, by=request.actor)
    return redirect("deployment:today")
